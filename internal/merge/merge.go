// Package merge makes one organisation of two that are the same: what is chosen
// of each field, with everything that belongs to either. The address of the one
// that goes leads to the one that stays, and all of it can be undone. What is
// said to be two stays two.
package merge

import (
	"context"
	"time"

	"telaio/internal/account"
	"telaio/internal/audit"
	"telaio/internal/benchmark"
	"telaio/internal/clock"
	"telaio/internal/consent"
	"telaio/internal/letter"
	"telaio/internal/organisation"
	"telaio/internal/twin"
)

// Merge is two organisations that became one.
type Merge struct {
	ID       string
	KeptID   string
	GoneID   string
	Record   Record
	PersonID string
	Person   string // name of who did it
	At       time.Time
	UndoneAt time.Time // zero = it holds
	UndoneBy string    // name
}

// Record is what it takes to part them again.
type Record struct {
	Before        int                       `json:"before"` // revision of the one that stays
	After         int                       `json:"after"`  // that the merge made
	GoneState     organisation.State        `json:"gone_state"`
	GoneSuccessor string                    `json:"gone_successor,omitempty"`
	Places        []organisation.ExactPlace `json:"places,omitempty"`   // of the one that stays, before
	United        []organisation.ExactPlace `json:"united,omitempty"`   // after
	Moved         Belongings                `json:"moved,omitempty"`    // to the one that stays
	Editors       []string                  `json:"editors,omitempty"`  // person ids that the one that goes had
	NewEditors    []string                  `json:"new_here,omitempty"` // of them, those that the other one did not have
	Narrowed      []consent.Purpose         `json:"narrowed,omitempty"` // that the merge took back
	Sharing       *benchmark.Choice         `json:"sharing,omitempty"`  // as it was, if the merge narrowed it
	// Forgotten says that what places kept back is deleted, so that the two can
	// no longer be parted.
	Forgotten bool `json:"forgotten,omitempty"`
}

// undoLife is for how long a merge can be undone.
const undoLife = 180 * 24 * time.Hour

// Until is the day until which the merge can be undone.
func (m Merge) Until() time.Time { return m.At.Add(undoLife) }

// Belongings are the keys of what belongs to an organisation, by the kind of
// thing.
type Belongings map[string][]string

// Count is how many things of a kind there are.
func (b Belongings) Count(kind string) int { return len(b[kind]) }

// Kinds lists the kinds of belongings that people are told of.
func Kinds() []string {
	return []string{"assessment_cycle", "initiative", "plan_action", "proposal", "import_item"}
}

// Found is a pair as the search keeps it.
type Found struct {
	FirstID, SecondID string
	Score             float64
	Reasons           []twin.Reason
}

// Store is everything that a merge needs kept.
type Store interface {
	InTx(ctx context.Context, fn func(context.Context) error) error
	AppendAudit(ctx context.Context, e audit.Entry) error
	Organisations
	Pairs
	Merges
	Consents
}

// Organisations keeps organisations and what people proposed of them.
type Organisations interface {
	Organisation(ctx context.Context, id string) (organisation.Organisation, error)
	Revision(ctx context.Context, organisationID string, number int) (organisation.Revision, error)
	AddRevision(ctx context.Context, o organisation.Organisation, r organisation.Revision) error
	UpdateOrganisation(ctx context.Context, o organisation.Organisation) error
	ExactPlaces(ctx context.Context, organisationID, proposalID string) ([]organisation.ExactPlace, error)
	SetExactPlaces(ctx context.Context, organisationID, proposalID string, places []organisation.ExactPlace) error
	ProposalsOfOrganisation(ctx context.Context, organisationID string) ([]organisation.Proposal, error)
}

// Pairs keeps what may be the same and what is not.
type Pairs interface {
	TwinPairs(ctx context.Context) ([]Found, error)
	ReplaceTwinPairs(ctx context.Context, pairs []Found, at time.Time) error
	RemoveTwinPair(ctx context.Context, firstID, secondID string) error
	TwinsSearchedAt(ctx context.Context) (time.Time, error)
	ToldApart(ctx context.Context) ([]twin.Apart, error)
	TellApart(ctx context.Context, a twin.Apart) error
}

// Merges keeps merges and moves what belongs to organisations.
type Merges interface {
	AddMerge(ctx context.Context, m Merge) error
	Merge(ctx context.Context, id string) (Merge, error)
	MergesOf(ctx context.Context, organisationID string) ([]Merge, error)
	// MergesBefore lists the merges of before a time that hold.
	MergesBefore(ctx context.Context, t time.Time) ([]Merge, error)
	SaveMergeRecord(ctx context.Context, m Merge) error
	// MarkMergeUndone is a conflict if it was undone before.
	MarkMergeUndone(ctx context.Context, id, by string, at time.Time) error
	BelongingsOf(ctx context.Context, organisationID string) (Belongings, error)
	// MoveBelongings gives everything of one organisation to another and says
	// what it was.
	MoveBelongings(ctx context.Context, fromID, toID string) (Belongings, error)
	// ReturnBelongings gives back what is still there.
	ReturnBelongings(ctx context.Context, b Belongings, fromID, toID string) error
	// DropClaimCode makes the code worthless with which the person claims the
	// organisation.
	DropClaimCode(ctx context.Context, organisationID, personID string) error
}

// Consents keeps what organisations allow.
type Consents interface {
	ConsentsOfOrganisation(ctx context.Context, organisationID string) ([]consent.Entry, error)
	AddConsents(ctx context.Context, entries []consent.Entry) error
	SharingChoice(ctx context.Context, organisationID string) (benchmark.Choice, error)
	SaveSharingChoice(ctx context.Context, c benchmark.Choice) error
}

// People knows who may speak for an organisation.
type People interface {
	Person(ctx context.Context, id string) (account.Person, error)
	EditorsOf(ctx context.Context, organisationID string) ([]account.Person, error)
	Grant(ctx context.Context, actor, personID string, g account.Grant) error
	Revoke(ctx context.Context, actor, personID string, g account.Grant) error
}

// Links are the addresses in letters.
type Links interface {
	Page(language, slug string) string
	SignIn(language, organisationID string) string
	Claim(language, slug string) string
}

// UseCases are what the team does about organisations told twice.
type UseCases struct {
	Store     Store
	Directory *twin.Directory
	People    People
	Outbox    letter.Outbox
	Links     Links
	Clock     clock.Clock
}

func (u UseCases) record(ctx context.Context, by account.Subject, action, organisationID string, details map[string]string) error {
	return u.Store.AppendAudit(ctx, audit.Entry{
		At: u.Clock.Now(), Actor: by.PersonID, Action: action, Object: "organisation:" + organisationID, Details: details,
	})
}
