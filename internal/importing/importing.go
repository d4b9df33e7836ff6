// Package importing takes many organisations from a file: it reads the file,
// finds out what its columns mean, says row by row what it would do, and does
// it all at once or not at all, as proposals or in public. What an import has
// done can be undone, and what people have changed wins over what a source says.
package importing

import (
	"context"
	"time"

	"telaio/internal/account"
	"telaio/internal/audit"
	"telaio/internal/clock"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
	"telaio/internal/review"
	"telaio/internal/taxonomy"
	"telaio/internal/twin"
)

// State is how far an import has come.
type State string

// The states of an import.
const (
	Checking State = "checking" // what it would do is being worked out
	Checked  State = "checked"  // somebody has to decide
	Applying State = "applying"
	Applied  State = "applied"
	Failed   State = "failed" // nothing of it was taken
	Undoing  State = "undoing"
	Undone   State = "undone"
	Left     State = "left" // somebody decided against it, or a newer one came
)

// Working reports whether the program is at it.
func (s State) Working() bool { return s == Checking || s == Applying || s == Undoing }

// Import is one file on its way into the atlas.
type Import struct {
	ID        string
	Source    string // where the rows come from: a row is known by its source and its key
	File      string // name of the file
	State     State
	Options   Options
	Mapping   Mapping
	Report    Report
	PersonID  string // who began it
	Person    string // their name, for the revisions
	FeedID    string // of the address that it was fetched from, "" = somebody sent the file
	Prepared  bool   // fetched by itself: nobody has asked for it
	CreatedAt time.Time
	UpdatedAt time.Time
}

// Options say how an import is carried out.
type Options struct {
	Publish bool // in public at once, where nobody has to look first
	Skip    bool // without the rows that cannot be taken, instead of not at all
}

// Item is what is known of a row of a source: whom it became, what the source
// last said and what became of it, part by part, as digests.
type Item struct {
	Source         string
	Key            string // of the row within the source
	ImportID       string // the latest one that took it
	OrganisationID string // "" until its proposal is accepted
	ProposalID     string
	PlaceID        string // of the place that the row describes
	Said           map[string]string
	Applied        map[string]string
}

// known reports whether the source has said something that still counts.
func (i Item) known() bool { return len(i.Said) > 0 }

// Step is what an import did to one organisation, so that it can be undone.
type Step struct {
	ImportID       string
	Row            int
	Key            string
	Name           string
	Outcome        Outcome // Added or Changed
	OrganisationID string
	ProposalID     string // of what is, or was, to be reviewed
	Revision       int    // that it made, 0 for a proposal
	Before         Before
}

// Before is what a step replaced.
type Before struct {
	Card   organisation.Card         `json:"card,omitzero"`
	Places []organisation.ExactPlace `json:"places,omitempty"`
	Moved  string                    `json:"moved,omitempty"` // digest of the places that came instead, "" = they stayed
	Item   Item                      `json:"item,omitzero"`
}

// Store is everything that an import needs kept.
type Store interface {
	InTx(ctx context.Context, fn func(context.Context) error) error
	// InLargeTx is InTx for one that changes very much.
	InLargeTx(ctx context.Context, fn func(context.Context) error) error
	AppendAudit(ctx context.Context, e audit.Entry) error
	Organisations
	Imports
	Feeds
	Staging
	Differences
	// TakeLease gives the named work to the holder until a time, if it is free.
	TakeLease(ctx context.Context, name, holder string, now, until time.Time) (bool, error)
}

// Organisations is what an import looks at before it changes anything.
type Organisations interface {
	Organisation(ctx context.Context, id string) (organisation.Organisation, error)
	OrganisationBySlug(ctx context.Context, slug string) (organisation.Organisation, error)
	SurvivorOf(ctx context.Context, organisationID string) (string, error)
	Revision(ctx context.Context, organisationID string, number int) (organisation.Revision, error)
	SlugTaken(ctx context.Context, slug string) (bool, error)
	ExactPlaces(ctx context.Context, organisationID, proposalID string) ([]organisation.ExactPlace, error)
	Proposal(ctx context.Context, id string) (organisation.Proposal, error)
}

// Differences remembers what is not the same, though it looks so.
type Differences interface {
	// TellApart remembers it of two pages.
	TellApart(ctx context.Context, a twin.Apart) error
	// DismissTwin remembers it of a proposal and a page.
	DismissTwin(ctx context.Context, d review.Dismissal) error
	// TellProposalsApart remembers it of two proposals of new pages.
	TellProposalsApart(ctx context.Context, one, other string, said review.Dismissal) error
}

// Imports keeps the imports, their files until they are done with, and what is
// known of each row.
type Imports interface {
	AddImport(ctx context.Context, i Import, file []byte) error
	Import(ctx context.Context, id string) (Import, error)
	Imports(ctx context.Context, most int) ([]Import, error)
	// ImportsUntouchedSince lists the imports in a state that nobody has touched
	// since.
	ImportsUntouchedSince(ctx context.Context, in State, since time.Time) ([]Import, error)
	ImportFile(ctx context.Context, id string) ([]byte, error)
	// SaveImport saves everything of i but its file, if its state is still one of
	// those given; otherwise it is a conflict.
	SaveImport(ctx context.Context, i Import, from ...State) error
	DropImportFile(ctx context.Context, id string) error
	NextImport(ctx context.Context) (Import, error)
	ImportItems(ctx context.Context, source string) ([]Item, error)
	ImportStepsAfter(ctx context.Context, importID string, row, limit int) ([]Step, error)
	// ImportBecame lists what the rows from the first to the last have become.
	ImportBecame(ctx context.Context, importID string, first, last int) ([]Became, error)
	ForgetImportSteps(ctx context.Context, importID string) error
	SourceMapping(ctx context.Context, source string) (Mapping, error)
	SaveSourceMapping(ctx context.Context, source string, m Mapping, at time.Time) error
}

// Gazetteer finds municipalities and countries.
type Gazetteer interface {
	// Country returns the ISO 3166-1 alpha-2 code of a country's code or name.
	Country(text string) (string, bool)
	ByCode(code string) (organisation.Municipality, bool)
	Named(typed string) []organisation.Municipality
}

// UseCases is what one can do with imports.
type UseCases struct {
	Store      Store
	Directory  *twin.Directory
	Form       *questionnaire.Definition // that describes an organisation
	Taxonomies taxonomy.Set
	Towns      Gazetteer
	Words      Words
	Clock      clock.Clock
	Web        Web
	Agent      string // what the program calls itself where it fetches files
	Watch      *Watch // how far the work in this process has come; nil = nobody looks

	holder string // of the lease while this process works
}

// record leaves an audit row.
func (u UseCases) record(ctx context.Context, by account.Subject, action, object string, details map[string]string) error {
	return u.Store.AppendAudit(ctx, audit.Entry{At: u.Clock.Now(), Actor: by.PersonID, Action: action, Object: object, Details: details})
}

func importObject(id string) string { return "import:" + id }
