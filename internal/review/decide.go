package review

import (
	"context"
	"fmt"
	"strings"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/secret"
)

// DraftOf returns what has been chosen and written about a proposal so far, an
// empty draft if nothing has.
func (d *Desk) DraftOf(ctx context.Context, proposalID string) (Draft, error) {
	draft, err := d.Store.ReviewDraft(ctx, proposalID)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return draft, fmt.Errorf("read the choices: %w", err)
	}
	draft.ProposalID = proposalID
	if draft.Choices == nil {
		draft.Choices = Choices{}
	}
	return draft, nil
}

// KeepDraft saves what a reviewer has chosen and written so far.
func (d *Desk) KeepDraft(ctx context.Context, draft Draft, by account.Subject) error {
	draft.PersonID, draft.UpdatedAt = by.PersonID, d.Clock.Now()
	if err := d.Store.SaveReviewDraft(ctx, draft); err != nil {
		return fmt.Errorf("save the choices: %w", err)
	}
	return nil
}

// Ask writes to the sender and waits for an answer, which comes back through
// the status page.
func (d *Desk) Ask(ctx context.Context, proposalID, message string, by account.Subject) error {
	if strings.TrimSpace(message) == "" {
		return fault.InvalidFields(map[string]fault.Message{"message": {Key: "desk.error.message_needed"}})
	}
	err := d.Store.InTx(ctx, func(ctx context.Context) error {
		if err := d.Store.MoveProposal(ctx, proposalID, organisation.Waiting, openStates()...); err != nil {
			return decidedAlready(err)
		}
		p, err := d.Store.Proposal(ctx, proposalID)
		if err != nil {
			return err
		}
		if p.Sender.Email == "" {
			return fault.New(fault.Invalid, "desk.error.nobody_to_ask")
		}
		p.UpdatedAt = d.Clock.Now()
		if err := d.Store.UpdateProposal(ctx, p); err != nil {
			return fmt.Errorf("save the proposal: %w", err)
		}
		if err := d.forgetMessage(ctx, p.ID); err != nil {
			return err
		}
		if err := d.say(ctx, p, message, by); err != nil {
			return err
		}
		if err := d.record(ctx, by, "proposal.question", proposalObject(p.ID), nil); err != nil {
			return err
		}
		return d.write(ctx, p, questionLetter, map[string]string{"Message": strings.TrimSpace(message), "Reviewer": by.Name})
	})
	if err != nil {
		return fmt.Errorf("ask about %s: %w", proposalID, err)
	}
	return nil
}

// forgetMessage empties the message of the draft, once it has been sent.
func (d *Desk) forgetMessage(ctx context.Context, proposalID string) error {
	draft, err := d.Store.ReviewDraft(ctx, proposalID)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the choices: %w", err)
	}
	draft.Message = ""
	return d.Store.SaveReviewDraft(ctx, draft)
}

// Refuse closes a proposal without publishing anything. The sender is told the
// reason; who only suggested an organisation, or
// reported a page, is told nothing.
func (d *Desk) Refuse(ctx context.Context, proposalID, reason string, by account.Subject) error {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return fault.InvalidFields(map[string]fault.Message{"reason": {Key: "desk.error.reason_needed"}})
	}
	err := d.Store.InTx(ctx, func(ctx context.Context) error {
		if err := d.Store.MoveProposal(ctx, proposalID, organisation.Refused, openStates()...); err != nil {
			return decidedAlready(err)
		}
		p, err := d.Store.Proposal(ctx, proposalID)
		if err != nil {
			return err
		}
		if err := d.close(ctx, p, organisation.Refused, reason); err != nil {
			return err
		}
		if err := d.record(ctx, by, "proposal.refused", proposalObject(p.ID), nil); err != nil {
			return err
		}
		if p.Origin == organisation.Suggestion || p.Origin == organisation.Report {
			return nil
		}
		if err := d.say(ctx, p, reason, by); err != nil {
			return err
		}
		return d.write(ctx, p, refusedLetter, map[string]string{"Reason": reason, "Reviewer": by.Name})
	})
	if err != nil {
		return fmt.Errorf("refuse %s: %w", proposalID, err)
	}
	return nil
}

// OriginOf says what a proposal is.
func (d *Desk) OriginOf(ctx context.Context, proposalID string) (organisation.Origin, error) {
	p, err := d.Store.Proposal(ctx, proposalID)
	return p.Origin, err
}

// Settle closes a report about a page once somebody has looked into it. Whoever
// wanted an answer is told, with what the reviewer adds, "" = nothing.
func (d *Desk) Settle(ctx context.Context, proposalID, answer string, by account.Subject) error {
	err := d.Store.InTx(ctx, func(ctx context.Context) error {
		if err := d.Store.MoveProposal(ctx, proposalID, organisation.Accepted, openStates()...); err != nil {
			return decidedAlready(err)
		}
		p, err := d.Store.Proposal(ctx, proposalID)
		if err != nil {
			return err
		}
		if p.Origin != organisation.Report {
			return fault.New(fault.Invalid, "desk.error.not_a_report")
		}
		if err := d.close(ctx, p, organisation.Accepted, ""); err != nil {
			return err
		}
		if err := d.record(ctx, by, "proposal.settled", proposalObject(p.ID), nil); err != nil {
			return err
		}
		return d.thank(ctx, p, answer, by)
	})
	if err != nil {
		return fmt.Errorf("settle %s: %w", proposalID, err)
	}
	return nil
}

// Comment adds a signed note that only the team reads.
func (d *Desk) Comment(ctx context.Context, proposalID, body string, by account.Subject) error {
	body = strings.TrimSpace(body)
	if body == "" {
		return fault.InvalidFields(map[string]fault.Message{"comment": {Key: "desk.error.comment_needed"}})
	}
	if _, err := d.Store.Proposal(ctx, proposalID); err != nil {
		return err
	}
	err := d.Store.AddComment(ctx, organisation.Comment{
		ID: secret.ID(), ProposalID: proposalID, PersonID: by.PersonID, Author: by.Name, Body: body, At: d.Clock.Now(),
	})
	if err != nil {
		return fmt.Errorf("add the comment: %w", err)
	}
	return nil
}

// Assign gives the proposal to a person, or ("") to nobody.
func (d *Desk) Assign(ctx context.Context, proposalID, personID string, by account.Subject) error {
	return d.Store.InTx(ctx, func(ctx context.Context) error {
		if err := d.Store.AssignProposal(ctx, proposalID, personID); err != nil {
			return fmt.Errorf("assign the proposal: %w", err)
		}
		return d.record(ctx, by, "proposal.assigned", proposalObject(proposalID), map[string]string{"to": personID})
	})
}

// Archive carries out a withdrawal: the public page says that the organisation
// has left and, if there is one, names the successor. What its places kept back
// is deleted.
func (d *Desk) Archive(ctx context.Context, proposalID string, successor organisation.Successor, by account.Subject) error {
	return d.ArchiveAs(ctx, proposalID, organisation.Requested, successor, by)
}

// ArchiveAs is Archive for another reason than the organisation's wish, such as
// that it no longer exists.
func (d *Desk) ArchiveAs(ctx context.Context, proposalID string, why organisation.Why, successor organisation.Successor, by account.Subject) error {
	err := d.Store.InTx(ctx, func(ctx context.Context) error {
		if err := d.Store.MoveProposal(ctx, proposalID, organisation.Accepted, openStates()...); err != nil {
			return decidedAlready(err)
		}
		p, err := d.Store.Proposal(ctx, proposalID)
		if err != nil {
			return err
		}
		if p.Origin != organisation.Withdrawal || p.OrganisationID == "" {
			return fault.New(fault.Invalid, "desk.error.not_a_withdrawal")
		}
		return d.archive(ctx, p, organisation.Archiving{Why: why, SuccessorName: successor.Name, SuccessorWebsite: successor.Website}, successor, by)
	})
	if err != nil {
		return fmt.Errorf("archive after %s: %w", proposalID, err)
	}
	return nil
}

func (d *Desk) archive(ctx context.Context, p organisation.Proposal, a organisation.Archiving, successor organisation.Successor, by account.Subject) error {
	o, err := d.Store.Organisation(ctx, p.OrganisationID)
	if err != nil {
		return fmt.Errorf("read the organisation: %w", err)
	}
	if err := d.checkSuccessor(ctx, o, successor); err != nil {
		return err
	}
	a.OrganisationID, a.Was, a.ArchivedAt, a.PersonID, a.Person = o.ID, o.State, d.Clock.Now(), by.PersonID, by.Name
	if err := d.Store.PutArchiving(ctx, a); err != nil {
		return fmt.Errorf("keep why it leaves: %w", err)
	}
	o.State, o.Successor, o.UpdatedAt = organisation.Archived, successor.Slug, d.Clock.Now()
	if err := d.Store.UpdateOrganisation(ctx, o); err != nil {
		return fmt.Errorf("archive the organisation: %w", err)
	}
	if err := d.Store.SetExactPlaces(ctx, o.ID, "", nil); err != nil {
		return fmt.Errorf("delete the exact places: %w", err)
	}
	if err := d.close(ctx, p, organisation.Accepted, ""); err != nil {
		return err
	}
	if err := d.record(ctx, by, "proposal.accepted", proposalObject(p.ID), map[string]string{"organisation": o.ID}); err != nil {
		return err
	}
	if err := d.record(ctx, by, "organisation.archived", organisationObject(o.ID), map[string]string{"proposal": p.ID, "successor": successor.Slug}); err != nil {
		return err
	}
	return d.write(ctx, p, withdrawnLetter, map[string]string{"Reviewer": by.Name})
}

func (d *Desk) checkSuccessor(ctx context.Context, o organisation.Organisation, successor organisation.Successor) error {
	if successor.Slug == "" {
		return successor.Check()
	}
	taken, err := d.Store.SlugTaken(ctx, successor.Slug)
	if err != nil {
		return fmt.Errorf("look for the successor: %w", err)
	}
	if !taken || successor.Slug == o.Slug {
		return fault.InvalidFields(map[string]fault.Message{"successor": {Key: "desk.error.no_such_successor"}})
	}
	return nil
}
