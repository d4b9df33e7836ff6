// Package review is what the research team does with a proposal until it is
// published or refused: what is worth a second look, what may already be on the
// atlas, the decision field by field, and the record of who decided what.
package review

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/account"
	"telaio/internal/audit"
	"telaio/internal/clock"
	"telaio/internal/consent"
	"telaio/internal/i18n"
	"telaio/internal/intake"
	"telaio/internal/letter"
	"telaio/internal/organisation"
	"telaio/internal/twin"
)

// Desk is the team's desk: every use case of the review.
type Desk struct {
	Store     Store
	Directory *twin.Directory
	Outbox    letter.Outbox
	Accounts  Accounts
	Towns     intake.Municipalities
	Messages  *i18n.Catalogue
	Links     Links
	Clock     clock.Clock
}

// Store is everything that the desk needs kept.
type Store interface {
	InTx(ctx context.Context, fn func(context.Context) error) error
	Proposals
	Organisations
	Conversation
	Ledger
	Worktop
}

// Proposals keeps proposals.
type Proposals interface {
	Proposal(ctx context.Context, id string) (organisation.Proposal, error)
	AddProposal(ctx context.Context, p organisation.Proposal) error
	UpdateProposal(ctx context.Context, p organisation.Proposal) error
	MoveProposal(ctx context.Context, id string, to organisation.ProposalState, from ...organisation.ProposalState) error
	HoldProposal(ctx context.Context, id, personID string, now, until time.Time) error
	TakeProposal(ctx context.Context, id, personID string, until time.Time) error
	AssignProposal(ctx context.Context, id, personID string) error
	ProposalSummaries(ctx context.Context, states []organisation.ProposalState) ([]organisation.Proposal, error)
}

// Organisations keeps organisations and their revisions.
type Organisations interface {
	twin.Register
	CreateOrganisation(ctx context.Context, o organisation.Organisation) error
	SlugTaken(ctx context.Context, slug string) (bool, error)
	AddRevision(ctx context.Context, o organisation.Organisation, r organisation.Revision) error
	UpdateOrganisation(ctx context.Context, o organisation.Organisation) error
	Revisions(ctx context.Context, organisationID string) ([]organisation.Revision, error)
	SetExactPlaces(ctx context.Context, organisationID, proposalID string, places []organisation.ExactPlace) error
	ExactPlaces(ctx context.Context, organisationID, proposalID string) ([]organisation.ExactPlace, error)
	PutArchiving(ctx context.Context, a organisation.Archiving) error
	TellersAfter(ctx context.Context, id string, limit int) ([]organisation.Organisation, error)
	ProposalsOfOrganisation(ctx context.Context, organisationID string) ([]organisation.Proposal, error)
}

// Conversation keeps what is said about a proposal.
type Conversation interface {
	AddMessage(ctx context.Context, m organisation.Message) error
	MessagesOfProposal(ctx context.Context, proposalID string) ([]organisation.Message, error)
	AddComment(ctx context.Context, c organisation.Comment) error
	CommentsOfProposal(ctx context.Context, proposalID string) ([]organisation.Comment, error)
	AddStatusKey(ctx context.Context, proposalID, tokenHash string, at time.Time) error
}

// Ledger keeps consents and the audit chain.
type Ledger interface {
	ConsentsOfProposal(ctx context.Context, proposalID string) ([]consent.Entry, error)
	ConsentsOfOrganisation(ctx context.Context, organisationID string) ([]consent.Entry, error)
	BindConsents(ctx context.Context, proposalID, organisationID string) error
	AppendAudit(ctx context.Context, e audit.Entry) error
	AuditOf(ctx context.Context, object string) ([]audit.Entry, error)
	Audit(ctx context.Context) ([]audit.Entry, error)
}

// Worktop keeps what a reviewer has begun and not yet decided.
type Worktop interface {
	ReviewDraft(ctx context.Context, proposalID string) (Draft, error)
	SaveReviewDraft(ctx context.Context, d Draft) error
	DeleteReviewDraft(ctx context.Context, proposalID string) error
	DismissTwin(ctx context.Context, t Dismissal) error
	DismissedTwins(ctx context.Context, proposalID string) ([]string, error)
	// ProposalsApart lists the proposals that were told from one before either was
	// a page: dismissals without a page.
	ProposalsApart(ctx context.Context, proposalID string) ([]Dismissal, error)
	TellApart(ctx context.Context, a twin.Apart) error
	// SenderApart lists the organisations that the sender has told from the
	// proposed one.
	SenderApart(ctx context.Context, proposalID string) ([]string, error)
	RelationsApart(ctx context.Context) ([]NotMeant, error)
	SetRelationApart(ctx context.Context, a NotMeant) error
	RemoveRelationApart(ctx context.Context, tellerID, name, otherID string) error
}

// Draft is a decision in the making: choices and a message that nobody has sent
// yet. It may hold an amended place, so it is as private as the proposal.
type Draft struct {
	ProposalID string
	Choices    Choices
	Message    string
	PersonID   string
	UpdatedAt  time.Time
}

// Dismissal says that an organisation is not the proposed one.
type Dismissal struct {
	ProposalID     string
	OrganisationID string
	PersonID       string
	At             time.Time
}

// Accounts knows who people are and gives them the right to speak for an
// organisation.
type Accounts interface {
	// GrantEditor makes the person with the address an editor of the
	// organisation, with an account if there is none yet.
	GrantEditor(ctx context.Context, email, name, language, organisationID string) error
	// EditorsOf lists who may speak for the organisation.
	EditorsOf(ctx context.Context, organisationID string) ([]account.Person, error)
	// In lists everyone who holds one of the roles.
	In(ctx context.Context, roles ...account.Role) ([]account.Person, error)
}

// TeamNames gives the names of the research team by person id.
func (d *Desk) TeamNames(ctx context.Context) (map[string]string, error) {
	people, err := d.Accounts.In(ctx, account.Reviewer, account.Researcher, account.Administrator)
	if err != nil {
		return nil, fmt.Errorf("list the team: %w", err)
	}
	names := map[string]string{}
	for _, p := range people {
		names[p.ID] = p.Name
	}
	return names, nil
}

// Links gives the whole addresses that mails carry.
type Links interface {
	Status(language, token string) string
	Organisation(language, slug string) string
	Participate(language string) string
}

// record leaves an audit row.
func (d *Desk) record(ctx context.Context, by account.Subject, action, object string, details map[string]string) error {
	return d.Store.AppendAudit(ctx, audit.Entry{At: d.Clock.Now(), Actor: by.PersonID, Action: action, Object: object, Details: details})
}

func proposalObject(id string) string     { return "proposal:" + id }
func organisationObject(id string) string { return "organisation:" + id }
