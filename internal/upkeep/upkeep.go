// Package upkeep is what the people of an organisation do for its page: see
// where it stands, say that it is still true, choose who may change it, talk
// with the team, and ask to leave the atlas. Changing the words themselves is
// participation's affair.
package upkeep

import (
	"context"
	"fmt"
	"slices"
	"time"

	"telaio/internal/account"
	"telaio/internal/audit"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/letter"
	"telaio/internal/organisation"
)

// Records is what upkeep needs stored.
type Records interface {
	InTx(ctx context.Context, fn func(context.Context) error) error
	AppendAudit(ctx context.Context, e audit.Entry) error
	Organisation(ctx context.Context, id string) (organisation.Organisation, error)
	ConfirmOrganisation(ctx context.Context, id string, revision int, by organisation.ConfirmedBy, at time.Time) error
	ProposalsOfOrganisation(ctx context.Context, organisationID string) ([]organisation.Proposal, error)
	AddProposal(ctx context.Context, p organisation.Proposal) error
	AddMessage(ctx context.Context, m organisation.Message) error
	MessagesOfProposal(ctx context.Context, proposalID string) ([]organisation.Message, error)
	TakeMailSlot(ctx context.Context, addressHash string, now, since time.Time) (bool, error)
	Editorship
}

// Editorship keeps who is asked to look after a page, and what is going to
// change about it.
type Editorship interface {
	AddInvitation(ctx context.Context, i Invitation) error
	Invitation(ctx context.Context, tokenHash string) (Invitation, error)
	InvitationByID(ctx context.Context, id string) (Invitation, error)
	// InvitationsOf and EditorChangesOf list what nobody has answered or closed.
	InvitationsOf(ctx context.Context, organisationID string) ([]Invitation, error)
	AnswerInvitation(ctx context.Context, id string, state InvitationState, at time.Time) (bool, error)
	AddEditorChange(ctx context.Context, c EditorChange) error
	EditorChangesOf(ctx context.Context, organisationID string) ([]EditorChange, error)
	DueEditorChanges(ctx context.Context, by time.Time) ([]EditorChange, error)
	CloseEditorChange(ctx context.Context, id string, state ChangeState, by string, at time.Time) (bool, error)
}

// People gives and takes the role of an editor.
type People interface {
	Person(ctx context.Context, id string) (account.Person, error)
	EditorsOf(ctx context.Context, organisationID string) ([]account.Person, error)
	Consider(ctx context.Context, who account.Newcomer, g account.Grant) (account.Person, error)
	GrantTo(ctx context.Context, actor string, who account.Newcomer, g account.Grant) (account.Person, error)
	Revoke(ctx context.Context, actor, personID string, g account.Grant) error
}

// Conversation lets somebody answer what the team asked about a proposal.
type Conversation interface {
	Answer(ctx context.Context, p organisation.Proposal, text string) error
}

// Links are the addresses that letters lead to.
type Links interface {
	SignIn(language, organisationID string) string
	People(language, organisationID string) string // by way of signing in
	Invitation(language, token string) string
	Page(language, slug string) string
}

// UseCases are what an organisation's people can do, with what they need.
type UseCases struct {
	Records      Records
	People       People
	Conversation Conversation
	Outbox       letter.Outbox
	Links        Links
	Clock        clock.Clock
}

// Area is everything that the people of an organisation see of it.
type Area struct {
	Organisation organisation.Organisation
	Proposals    []Talk // of the organisation's own people, newest first
	Editors      []account.Person
	Invitations  []Invitation // that can still be answered
	Changes      []EditorChange
}

// ChangeOf returns what is going to change about one of the editors.
func (a Area) ChangeOf(personID string) (EditorChange, bool) {
	for _, c := range a.Changes {
		if c.PersonID == personID {
			return c, true
		}
	}
	return EditorChange{}, false
}

// Talk is a proposal with the messages about it, oldest first.
type Talk struct {
	organisation.Proposal
	Messages []organisation.Message
}

// Leaving reports whether the organisation's wish to leave waits for the team.
func (a Area) Leaving() bool {
	return slices.ContainsFunc(a.Proposals, func(t Talk) bool { return t.Origin == organisation.Withdrawal && t.State.Open() })
}

// Mine lists the organisations that the person may speak for, by name.
func (u UseCases) Mine(ctx context.Context, who account.Subject) ([]organisation.Organisation, error) {
	var mine []organisation.Organisation
	for _, g := range who.Grants {
		if !who.Edits(g.OrganisationID) {
			continue
		}
		o, err := u.Records.Organisation(ctx, g.OrganisationID)
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("find an editor's organisation: %w", err)
		}
		mine = append(mine, o)
	}
	slices.SortFunc(mine, func(a, b organisation.Organisation) int {
		return slices.Compare([]string{a.Card.Name, a.ID}, []string{b.Card.Name, b.ID})
	})
	return mine, nil
}

// Organisation returns the organisation with the id.
func (u UseCases) Organisation(ctx context.Context, id string) (organisation.Organisation, error) {
	return u.Records.Organisation(ctx, id)
}

// Area gathers what the organisation's people see.
func (u UseCases) Area(ctx context.Context, o organisation.Organisation) (Area, error) {
	area := Area{Organisation: o}
	proposals, err := u.ownProposals(ctx, o.ID)
	if err != nil {
		return area, err
	}
	for _, p := range proposals {
		messages, err := u.Records.MessagesOfProposal(ctx, p.ID)
		if err != nil {
			return area, fmt.Errorf("read the messages: %w", err)
		}
		area.Proposals = append(area.Proposals, Talk{p, messages})
	}
	if area.Editors, err = u.People.EditorsOf(ctx, o.ID); err != nil {
		return area, fmt.Errorf("list the editors: %w", err)
	}
	if area.Changes, err = u.Records.EditorChangesOf(ctx, o.ID); err != nil {
		return area, fmt.Errorf("list the changes of editors: %w", err)
	}
	area.Invitations, err = u.waiting(ctx, o)
	return area, err
}

// ownProposals lists what the organisation's people proposed. What outsiders
// suggested stays between them and the team.
func (u UseCases) ownProposals(ctx context.Context, organisationID string) ([]organisation.Proposal, error) {
	proposals, err := u.Records.ProposalsOfOrganisation(ctx, organisationID)
	if err != nil {
		return nil, fmt.Errorf("list the proposals: %w", err)
	}
	return slices.DeleteFunc(proposals, func(p organisation.Proposal) bool {
		return p.Origin == organisation.Suggestion || p.Origin == organisation.Report || p.Origin == organisation.Claim || p.State == organisation.Unconfirmed
	}), nil
}

// Proposal returns one of the proposals of the organisation's own people.
func (u UseCases) Proposal(ctx context.Context, o organisation.Organisation, id string) (organisation.Proposal, error) {
	proposals, err := u.ownProposals(ctx, o.ID)
	if err != nil {
		return organisation.Proposal{}, err
	}
	for _, p := range proposals {
		if p.ID == id {
			return p, nil
		}
	}
	return organisation.Proposal{}, fault.New(fault.NotFound, "error.not_found")
}

func (u UseCases) now() time.Time { return u.Clock.Now() }

// record leaves a trace of what somebody did to the organisation.
func (u UseCases) record(ctx context.Context, who account.Subject, action, organisationID string, at time.Time) error {
	return u.Records.AppendAudit(ctx, audit.Entry{
		At: at, Actor: who.PersonID, Action: action, Object: "organisation:" + organisationID,
	})
}

func mayEdit(who account.Subject, organisationID string) error {
	if !account.Can(who, account.EditArea, account.Object{OrganisationID: organisationID}) {
		return fault.New(fault.Denied, "error.denied")
	}
	return nil
}
