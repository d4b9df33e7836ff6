package claim

import (
	"context"
	"fmt"

	"telaio/internal/account"
	"telaio/internal/audit"
	"telaio/internal/fault"
	"telaio/internal/organisation"
)

// Decider is on whose behalf a claim was decided.
type Decider string

// The deciders.
const (
	TheTeam    Decider = "team"
	TheEditors Decider = "editors" // one of those who kept the page
)

// Decision is how a question was closed. The claimer is told everything but the
// name of who did it.
type Decision struct {
	By     Decider // "" = it is open, or nobody knows
	Person string  // name, "" = not known any more
}

// actions are what the audit chain calls the decisions.
var actions = map[organisation.ProposalState]string{organisation.Accepted: "claim.approved", organisation.Refused: "claim.refused"}

// behalf is on whose behalf somebody decides.
func behalf(by account.Subject) Decider {
	if account.Can(by, account.Review, account.Object{}) {
		return TheTeam
	}
	return TheEditors
}

// decisionOn finds in the audit chain who has decided the question.
func (u UseCases) decisionOn(ctx context.Context, p organisation.Proposal) (Decision, error) {
	action, closed := actions[p.State]
	if !closed {
		return Decision{}, nil
	}
	entries, err := u.Records.AuditOf(ctx, "organisation:"+p.OrganisationID)
	if err != nil {
		return Decision{}, fmt.Errorf("read who has decided: %w", err)
	}
	var found audit.Entry
	for _, e := range entries {
		if e.Action != action || e.Details["person"] != p.Sender.PersonID {
			continue
		}
		if found.Actor == "" || e.At.Sub(p.DecidedAt).Abs() < found.At.Sub(p.DecidedAt).Abs() {
			found = e
		}
	}
	if found.Actor == "" {
		return Decision{}, nil
	}
	d := Decision{By: Decider(found.Details["as"])}
	person, err := u.People.Person(ctx, found.Actor)
	if fault.KindOf(err) == fault.NotFound {
		return d, nil
	}
	if err != nil {
		return d, fmt.Errorf("find who has decided: %w", err)
	}
	if d.Person = person.Name; d.By == "" {
		d.By = behalf(person.Subject())
	}
	return d, nil
}
