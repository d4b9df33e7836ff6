package upkeep

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
	"telaio/internal/secret"
)

// Confirm says that the page is still true. Revision is the one that the person
// has read: if another has been published since, nothing is confirmed.
func (u UseCases) Confirm(ctx context.Context, who account.Subject, o organisation.Organisation, revision int) error {
	if err := mayEdit(who, o.ID); err != nil {
		return err
	}
	at := u.Clock.Now()
	err := u.Records.InTx(ctx, func(ctx context.Context) error {
		if err := u.Records.ConfirmOrganisation(ctx, o.ID, revision, organisation.ByOrganisation, at); err != nil {
			return err
		}
		return u.record(ctx, who, "organisation.confirmed", o.ID, at)
	})
	if err != nil {
		return fmt.Errorf("confirm a page: %w", err)
	}
	return nil
}

// ReasonField names the field of the reason for leaving.
const ReasonField = "reason"

// mostReason is how many characters a reason for leaving may have.
const mostReason = 2000

// AskToLeave puts the organisation's wish to leave the atlas before the team.
// The page stays until they have decided.
func (u UseCases) AskToLeave(ctx context.Context, who account.Subject, o organisation.Organisation, reason string) error {
	if err := mayEdit(who, o.ID); err != nil {
		return err
	}
	reason = strings.TrimSpace(questionnaire.Clean(reason, true))
	if over := utf8.RuneCountInString(reason) - mostReason; over > 0 {
		return fault.InvalidFields(map[string]fault.Message{ReasonField: {
			Key: "question.too_long", Args: map[string]any{"Count": over, "Max": mostReason},
		}})
	}
	person, err := u.People.Person(ctx, who.PersonID)
	if err != nil {
		return fmt.Errorf("find who asks to leave: %w", err)
	}
	err = u.Records.InTx(ctx, func(ctx context.Context) error { return u.addLeaving(ctx, person, o, reason) })
	if err != nil {
		return fmt.Errorf("ask to leave: %w", err)
	}
	return nil
}

func (u UseCases) addLeaving(ctx context.Context, person account.Person, o organisation.Organisation, reason string) error {
	at := u.Clock.Now()
	if err := u.record(ctx, person.Subject(), "organisation.asked-to-leave", o.ID, at); err != nil {
		return err // first: the audit chain lets one transaction through at a time
	}
	proposals, err := u.ownProposals(ctx, o.ID)
	if err != nil {
		return err
	}
	for _, p := range proposals {
		if p.Origin == organisation.Withdrawal && p.State.Open() {
			return fault.New(fault.Conflict, "area.already_leaving")
		}
	}
	p := organisation.Proposal{
		ID: secret.ID(), OrganisationID: o.ID, BaseRevision: o.Revision, Origin: organisation.Withdrawal, State: organisation.Unread,
		Name: o.Card.Name, Language: person.Language, SentAt: at, UpdatedAt: at,
		Sender: organisation.Sender{Name: person.Name, Email: person.Email, PersonID: person.ID},
	}
	if err := u.Records.AddProposal(ctx, p); err != nil {
		return err
	}
	if reason == "" {
		return nil
	}
	return u.Records.AddMessage(ctx, organisation.Message{ID: secret.ID(), ProposalID: p.ID, Author: person.Name, Body: reason, At: at})
}

// Answer adds the person's words to what the team and the organisation say
// about a proposal.
func (u UseCases) Answer(ctx context.Context, who account.Subject, p organisation.Proposal, text string) error {
	if err := mayEdit(who, p.OrganisationID); err != nil {
		return err
	}
	p.Sender = organisation.Sender{Name: who.Name, PersonID: who.PersonID}
	return u.Conversation.Answer(ctx, p, text)
}
