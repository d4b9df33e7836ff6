// Package participation is the way in: a person begins a draft, fills in the
// questionnaire page by page over as many days and devices as they need, sends
// it, confirms their address, and follows what becomes of it. What a save has
// acknowledged is never lost, and nothing here makes anything public.
package participation

import (
	"context"
	"time"

	"telaio/internal/account"
	"telaio/internal/audit"
	"telaio/internal/consent"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
)

// Lifetime is how long a draft is kept after its last save, and how long a
// mailed link opens it.
const Lifetime = 30 * 24 * time.Hour

// Draft is a questionnaire on its way to being sent. It keeps the version that
// it began with.
type Draft struct {
	ID             string // random
	Questionnaire  string
	Version        int
	Origin         organisation.Origin
	OrganisationID string // changes only
	BaseRevision   int    // changes only: the revision that the form was filled in from
	PersonID       string // changes only: the account whose address is verified
	Language       string // in which the participant reads
	Address        string // where links to go on are mailed, "" = not asked yet
	BegunAt        time.Time
	SavedAt        time.Time
	SentAt         time.Time // zero = it can still be changed
	ProposalID     string    // once sent
}

// Sent reports whether the draft has been sent and can only be read.
func (d Draft) Sent() bool { return !d.SentAt.IsZero() }

// Step is one save of one page. Steps are only ever added; the newest of a page
// is what counts.
type Step struct {
	DraftID string
	Page    string
	Number  int // 1, 2, 3… on each page
	Answers questionnaire.Answers
	Who     string // "participant", "system" or a person id
	At      time.Time
}

// KeyKind says what sort of thing opens a draft.
type KeyKind string

// The kinds of keys.
const (
	BrowserKey KeyKind = "browser"
	MailedKey  KeyKind = "mailed"
)

// Key opens a draft. Only its hash is known.
type Key struct {
	DraftID string
	Hash    string
	Kind    KeyKind
	At      time.Time
}

// Answer is what was answered about one variable, for research.
type Answer struct {
	ProposalID    string
	Questionnaire string
	Version       int
	Variable      string
	Item          string // id of the item of a repeated group
	Value         questionnaire.Value
	Who           string
	At            time.Time
}

// Confirmation is a mailed link by which a sender proves that the address to
// which it went is theirs.
type Confirmation struct {
	Hash        string // of the token in the link
	ProposalID  string
	AddressHash string
	At          time.Time
}

// Drafts is where drafts are stored.
type Drafts interface {
	AddDraft(ctx context.Context, d Draft, k Key) error
	// HeldDraft returns the draft if a key with the hash opens it.
	HeldDraft(ctx context.Context, id, keyHash string) (Draft, error)
	DraftOfProposal(ctx context.Context, proposalID string) (Draft, error)
	// CurrentSteps lists the newest step of each page.
	CurrentSteps(ctx context.Context, draftID string) ([]Step, error)
	// SaveStep adds the step durably. It is a conflict unless its number follows
	// the page's newest and the draft has not been sent.
	SaveStep(ctx context.Context, s Step) error
	AddDraftKey(ctx context.Context, k Key) error
	// DraftByMailedKey returns the draft that the mailed key opens, and the key.
	DraftByMailedKey(ctx context.Context, keyHash string) (Draft, Key, error)
	CountMailedKeys(ctx context.Context, draftID string, since time.Time) (int, error)
	SetDraftAddress(ctx context.Context, draftID, address string) error
	// OpenDraftsOf lists the newest drafts not sent whose links go to the address,
	// in lower case.
	OpenDraftsOf(ctx context.Context, address string, most int) ([]Draft, error)
	// MarkDraftSent is a conflict if the draft was sent before.
	MarkDraftSent(ctx context.Context, d Draft) error
	RemoveDrafts(ctx context.Context, savedBefore time.Time) (int, error)
}

// Proposals is where what was sent is stored.
type Proposals interface {
	AddProposal(ctx context.Context, p organisation.Proposal) error
	Proposal(ctx context.Context, id string) (organisation.Proposal, error)
	MoveProposal(ctx context.Context, id string, to organisation.ProposalState, from ...organisation.ProposalState) error
	UpdateProposal(ctx context.Context, p organisation.Proposal) error
	CountProposals(ctx context.Context, states ...organisation.ProposalState) (int, error)
	AddAnswers(ctx context.Context, answers []Answer) error
	AddConfirmation(ctx context.Context, c Confirmation) error
	// Confirmation returns what the link whose token has the hash confirms.
	Confirmation(ctx context.Context, hash string) (Confirmation, error)
	CountConfirmations(ctx context.Context, proposalID string, since time.Time) (int, error)
	AddStatusKey(ctx context.Context, proposalID, tokenHash string, at time.Time) error
	ProposalByStatusKey(ctx context.Context, tokenHash string) (organisation.Proposal, error)
	// ProposalsOfSender lists the newest proposals that the address, in lower
	// case, has sent.
	ProposalsOfSender(ctx context.Context, address string, most int) ([]organisation.Proposal, error)
	// TakeMailSlot counts a mail and reports whether it may be sent at now: not
	// if three were sent since.
	TakeMailSlot(ctx context.Context, addressHash string, now, since time.Time) (bool, error)
	AddMessage(ctx context.Context, m organisation.Message) error
	MessagesOfProposal(ctx context.Context, proposalID string) ([]organisation.Message, error)
	AddConsents(ctx context.Context, entries []consent.Entry) error
	ConsentsOfProposal(ctx context.Context, proposalID string) ([]consent.Entry, error)
}

// Records are what is known of organisations and of what happened.
type Records interface {
	Organisation(ctx context.Context, id string) (organisation.Organisation, error)
	SurvivorOf(ctx context.Context, organisationID string) (string, error)
	Revision(ctx context.Context, organisationID string, number int) (organisation.Revision, error)
	ExactPlaces(ctx context.Context, organisationID, proposalID string) ([]organisation.ExactPlace, error)
	SetExactPlaces(ctx context.Context, organisationID, proposalID string, places []organisation.ExactPlace) error
	AppendAudit(ctx context.Context, e audit.Entry) error
}

// People knows who has an account.
type People interface {
	Person(ctx context.Context, id string) (account.Person, error)
}

// Store is everything that taking part needs stored.
type Store interface {
	Drafts
	Proposals
	Records
	Apart
	InTx(ctx context.Context, fn func(context.Context) error) error
}
