package claim

import (
	"context"
	"fmt"

	"telaio/internal/account"
	"telaio/internal/audit"
	"telaio/internal/fault"
	"telaio/internal/letter"
	"telaio/internal/organisation"
	"telaio/internal/secret"
)

// prove settles a claim whose proof was found, in one transaction with use,
// which uses the proof up.
func (u UseCases) prove(ctx context.Context, c Claim, by Proof, use func(context.Context) error) (outcome Outcome, err error) {
	c.ProvenBy, c.ProvenAt = by, u.now()
	err = u.Records.InTx(ctx, func(ctx context.Context) error {
		person, err := u.People.Person(ctx, c.PersonID)
		if err != nil {
			return err
		}
		// First: the audit chain lets one transaction through at a time, so that of
		// two who prove their claim at once one finds the other an editor.
		if err := u.record(ctx, person.Subject(), "claim.proven", c.OrganisationID, map[string]string{"proof": string(by)}); err != nil {
			return err
		}
		if err := use(ctx); err != nil {
			return err
		}
		if err := u.Records.ProveClaim(ctx, c); err != nil {
			return err
		}
		o, err := u.Records.Organisation(ctx, c.OrganisationID)
		if err != nil {
			return err
		}
		editors, err := u.People.EditorsOf(ctx, o.ID)
		if err != nil {
			return err
		}
		if outcome = OutcomeOf(by, len(editors)); outcome == Asks {
			return u.ask(ctx, person, o, "")
		}
		return u.admit(ctx, account.System, person, o)
	})
	if err != nil {
		return "", fmt.Errorf("settle a claim: %w", err)
	}
	return outcome, nil
}

// admit makes the person an editor and tells them, and those who are it already.
func (u UseCases) admit(ctx context.Context, actor string, person account.Person, o organisation.Organisation) error {
	before, err := u.People.EditorsOf(ctx, o.ID)
	if err != nil {
		return err
	}
	newcomer := account.Newcomer{Email: person.Email, Name: person.Name, Language: person.Language}
	grant := account.Grant{Role: account.OrganisationEditor, OrganisationID: o.ID}
	if _, err := u.People.GrantTo(ctx, actor, newcomer, grant); err != nil {
		return err
	}
	if err := u.write(ctx, "claim_approved", person, person, o); err != nil {
		return err
	}
	for _, editor := range before {
		if editor.ID == person.ID {
			continue
		}
		if err := u.write(ctx, "editor_joined", editor, person, o); err != nil {
			return err
		}
	}
	return nil
}

// ask puts the question before the team and the editors.
func (u UseCases) ask(ctx context.Context, person account.Person, o organisation.Organisation, reason string) error {
	waiting, err := u.Records.CountProposals(ctx, organisation.Unconfirmed, organisation.Unread)
	if err != nil {
		return err
	}
	if waiting >= u.MostWaiting {
		return fault.New(fault.TooMany, "claim.queue_full")
	}
	last, err := u.requestOf(ctx, person.Subject(), o)
	if err != nil {
		return err
	}
	if last.State.Open() {
		return nil // asked already: the proof is beside it
	}
	at := u.now()
	if err := u.Records.BeginClaim(ctx, Claim{OrganisationID: o.ID, PersonID: person.ID, BegunAt: at}); err != nil {
		return err
	}
	p := organisation.Proposal{
		ID: secret.ID(), OrganisationID: o.ID, BaseRevision: o.Revision, Origin: organisation.Claim, State: organisation.Unread,
		Name: o.Card.Name, Language: person.Language, SentAt: at, UpdatedAt: at,
		Sender: organisation.Sender{Name: person.Name, Email: person.Email, PersonID: person.ID},
	}
	if err := u.Records.AddProposal(ctx, p); err != nil {
		return err
	}
	if reason != "" {
		if err := u.Records.AddMessage(ctx, organisation.Message{ID: secret.ID(), ProposalID: p.ID, Author: person.Name, Body: reason, At: at}); err != nil {
			return err
		}
	}
	editors, err := u.People.EditorsOf(ctx, o.ID)
	if err != nil {
		return err
	}
	for _, editor := range editors {
		if err := u.write(ctx, "claim_asked", editor, person, o); err != nil {
			return err
		}
	}
	return nil
}

// write sends a letter about somebody to somebody.
func (u UseCases) write(ctx context.Context, template string, to, about account.Person, o organisation.Organisation) error {
	return u.Outbox.Send(ctx, letter.Letter{
		To: to.Email, Name: to.Name, Language: to.Language, Template: template,
		Values: map[string]string{
			"Name": to.Name, "Who": about.Greeting(), "Organisation": o.Card.Name,
			"Link": u.Links.Area(to.Language, o.ID), "People": u.Links.People(to.Language, o.ID), "Page": u.Links.Page(to.Language, o.Slug),
		},
	})
}

func (u UseCases) record(ctx context.Context, who account.Subject, action, organisationID string, details map[string]string) error {
	all := map[string]string{"person": who.PersonID}
	for k, v := range details {
		all[k] = v
	}
	return u.Records.AppendAudit(ctx, audit.Entry{
		At: u.now(), Actor: who.PersonID, Action: action, Object: "organisation:" + organisationID, Details: all,
	})
}
