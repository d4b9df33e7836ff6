package claim

import (
	"context"
	"fmt"

	"telaio/internal/account"
	"telaio/internal/organisation"
)

// Question is what the team and the editors know of somebody's claim.
type Question struct {
	organisation.Proposal
	Reason   string // in the claimer's words, "" = a proof was enough
	ProvenBy Proof  // "" = nothing was shown
	Editors  int    // who keep the page already
	Doubted  bool   // one of them says that they do not know the person
	Decision Decision
}

// Proof is by what the claim is shown: by the team's own knowledge if by nothing
// else.
func (q Question) Proof() Proof {
	if q.ProvenBy == "" {
		return ByTeam
	}
	return q.ProvenBy
}

// Question gathers what is known of the claim behind the proposal.
func (u UseCases) Question(ctx context.Context, p organisation.Proposal) (Question, error) {
	q := Question{Proposal: p}
	editors, err := u.People.EditorsOf(ctx, p.OrganisationID)
	if err != nil {
		return q, fmt.Errorf("list the editors: %w", err)
	}
	q.Editors = len(editors)
	c, err := u.begun(ctx, account.Subject{PersonID: p.Sender.PersonID}, organisation.Organisation{ID: p.OrganisationID})
	if err != nil {
		return q, err
	}
	q.ProvenBy, q.Doubted = c.ProvenBy, !c.DoubtedAt.IsZero()
	if q.Decision, err = u.decisionOn(ctx, p); err != nil {
		return q, err
	}
	messages, err := u.Records.MessagesOfProposal(ctx, p.ID)
	if err != nil {
		return q, fmt.Errorf("read the messages: %w", err)
	}
	for _, m := range messages {
		if !m.FromTeam {
			q.Reason = m.Body
			break
		}
	}
	return q, nil
}
