package claim

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/letter"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
)

// ReasonField names the field of a reason.
const ReasonField = "reason"

// How many characters a reason has.
const (
	leastReason = 10
	mostReason  = 2000
)

// CleanReason returns the reason as it is kept, or what is to be mended in it.
func CleanReason(raw string) (string, error) {
	reason := strings.TrimSpace(questionnaire.Clean(raw, true))
	n := utf8.RuneCountInString(reason)
	switch {
	case n < leastReason:
		return reason, fault.InvalidFields(map[string]fault.Message{ReasonField: {Key: "claim.reason_needed"}})
	case n > mostReason:
		return reason, fault.InvalidFields(map[string]fault.Message{ReasonField: {
			Key: "question.too_long", Args: map[string]any{"Count": n - mostReason, "Max": mostReason},
		}})
	}
	return reason, nil
}

// Ask puts the claim before the team and, if there are any, the editors. The
// person says why; nothing changes until somebody has decided.
func (u UseCases) Ask(ctx context.Context, who account.Subject, o organisation.Organisation, reason string) error {
	if err := mayClaim(who, o); err != nil {
		return err
	}
	reason, err := CleanReason(reason)
	if err != nil {
		return err
	}
	err = u.Records.InTx(ctx, func(ctx context.Context) error {
		person, err := u.People.Person(ctx, who.PersonID)
		if err != nil {
			return err
		}
		if err := u.record(ctx, who, "claim.asked", o.ID, nil); err != nil {
			return err
		}
		last, err := u.requestOf(ctx, who, o)
		if err != nil {
			return err
		}
		if last.State.Open() {
			return fault.New(fault.Conflict, "claim.asked_already")
		}
		return u.ask(ctx, person, o, reason)
	})
	if err != nil {
		return fmt.Errorf("ask about a claim: %w", err)
	}
	return nil
}

// mayDecide lets the team decide, and the organisation's own editors.
func mayDecide(by account.Subject, p organisation.Proposal) error {
	if p.Origin != organisation.Claim {
		return fault.New(fault.NotFound, "error.not_found")
	}
	about := account.Object{OrganisationID: p.OrganisationID}
	if !account.Can(by, account.Review, about) && !account.Can(by, account.EditArea, about) {
		return fault.New(fault.Denied, "error.denied")
	}
	return nil
}

// Approve says that whoever asked represents the organisation.
func (u UseCases) Approve(ctx context.Context, by account.Subject, proposalID string) error {
	yes := decision{proposalID: proposalID, to: organisation.Accepted, action: "claim.approved"}
	err := u.decide(ctx, by, yes, func(ctx context.Context, person account.Person, o organisation.Organisation) error {
		if o.State != organisation.Published {
			return fault.New(fault.Conflict, "claim.page_gone")
		}
		return u.admit(ctx, by.PersonID, person, o)
	})
	if err != nil {
		return fmt.Errorf("approve a claim: %w", err)
	}
	return nil
}

// Refuse says that they do not, with the reason, which they are told. Only the
// team can.
func (u UseCases) Refuse(ctx context.Context, by account.Subject, proposalID, reason string) error {
	reason = strings.TrimSpace(questionnaire.Clean(reason, true))
	if reason == "" {
		return fault.InvalidFields(map[string]fault.Message{ReasonField: {Key: "desk.error.reason_needed"}})
	}
	if !account.Can(by, account.Review, account.Object{}) {
		return fault.New(fault.Denied, "error.denied")
	}
	no := decision{proposalID: proposalID, to: organisation.Refused, reason: reason, action: "claim.refused"}
	err := u.decide(ctx, by, no, func(ctx context.Context, person account.Person, o organisation.Organisation) error {
		return u.Outbox.Send(ctx, letter.Letter{
			To: person.Email, Name: person.Name, Language: person.Language, Template: "claim_refused",
			Values: map[string]string{
				"Name": person.Name, "Organisation": o.Card.Name, "Reason": reason, "Link": u.Links.Claim(person.Language, o.Slug),
			},
		})
	})
	if err != nil {
		return fmt.Errorf("refuse a claim: %w", err)
	}
	return nil
}

// Doubt tells the team that an editor does not know whoever claims. The team
// decides.
func (u UseCases) Doubt(ctx context.Context, by account.Subject, proposalID string) error {
	p, err := u.Records.Proposal(ctx, proposalID)
	if err != nil {
		return err
	}
	if err := mayDecide(by, p); err != nil {
		return err
	}
	if !p.State.Open() {
		return fault.New(fault.Conflict, "claim.decided_already")
	}
	if err := u.Records.DoubtClaim(ctx, p.OrganisationID, p.Sender.PersonID, u.now()); err != nil {
		return fmt.Errorf("doubt a claim: %w", err)
	}
	return u.record(ctx, by, "claim.doubted", p.OrganisationID, map[string]string{"person": p.Sender.PersonID})
}

// decision is how a question is closed.
type decision struct {
	proposalID, reason, action string
	to                         organisation.ProposalState
}

// decide closes the question and does what the decision means, once.
func (u UseCases) decide(ctx context.Context, by account.Subject, d decision, do func(context.Context, account.Person, organisation.Organisation) error) error {
	return u.Records.InTx(ctx, func(ctx context.Context) error {
		p, err := u.Records.Proposal(ctx, d.proposalID)
		if err != nil {
			return err
		}
		if err := mayDecide(by, p); err != nil {
			return err
		}
		err = u.Records.MoveProposal(ctx, p.ID, d.to, organisation.Unread, organisation.InReview, organisation.Waiting)
		if fault.KindOf(err) == fault.Conflict {
			return fault.New(fault.Conflict, "claim.decided_already")
		}
		if err != nil {
			return err
		}
		p.State, p.RefusalReason, p.DecidedAt, p.UpdatedAt = d.to, d.reason, u.now(), u.now()
		if err := u.Records.UpdateProposal(ctx, p); err != nil {
			return err
		}
		if err := u.record(ctx, by, d.action, p.OrganisationID, map[string]string{"person": p.Sender.PersonID, "as": string(behalf(by))}); err != nil {
			return err
		}
		person, err := u.People.Person(ctx, p.Sender.PersonID)
		if err != nil {
			return err
		}
		o, err := u.Records.Organisation(ctx, p.OrganisationID)
		if err != nil {
			return err
		}
		return do(ctx, person, o)
	})
}
