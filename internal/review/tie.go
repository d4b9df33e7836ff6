package review

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/intake"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
	"telaio/internal/twin"
)

// RelationsField is the field whose items can lead to other pages.
const RelationsField organisation.Field = "relations"

// Namesake is a relation that is told by name only, with the one published page
// of that name.
type Namesake struct {
	Relation organisation.Relation
	Page     twin.Profile
}

// namesakes lists what may be linked of the relations that the proposal tells
// and nobody has linked.
func (d *Desk) namesakes(ctx context.Context, f File) ([]Namesake, error) {
	if !f.Proposal.State.Open() || !f.Proposal.Origin.Describes() || !proposes(f.Proposal, RelationsField) || f.Choices[RelationsField].Verdict == Keep {
		return nil, nil
	}
	card, err := Proposed(f.Organisation.Card, f.Proposal.Changes)
	if err == nil {
		card, err = withAmendments(card, f.Choices)
	}
	if err != nil {
		return nil, fmt.Errorf("read the proposed relations: %w", err)
	}
	ties, err := d.Directory.Ties(ctx, f.Organisation.ID, card.Relations)
	if err != nil {
		return nil, fmt.Errorf("look for related organisations: %w", err)
	}
	var namesakes []Namesake
	for _, r := range card.Relations {
		if tie, found := ties[r.ID]; found && !tie.Linked {
			namesakes = append(namesakes, Namesake{r, tie.Profile})
		}
	}
	return namesakes, nil
}

// Link amends a proposal so that one of its relations leads to a published page.
// Nothing is public before somebody publishes the proposal.
func (d *Desk) Link(ctx context.Context, proposalID, relationID, organisationID string, by account.Subject) error {
	p, card, draft, err := d.inProgress(ctx, proposalID)
	if err != nil {
		return err
	}
	other, err := d.Store.Organisation(ctx, organisationID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(card.Relations, func(r organisation.Relation) bool { return r.ID == relationID && relationID != "" })
	if at < 0 || !proposes(p, RelationsField) || other.State != organisation.Published || other.ID == p.OrganisationID {
		return fault.New(fault.Conflict, "desk.error.changed_meanwhile")
	}
	card.Relations = slices.Clone(card.Relations)
	card.Relations[at].OrganisationID = other.ID
	if draft.Choices == nil {
		draft.Choices = Choices{}
	}
	draft.ProposalID = p.ID
	draft.Choices[RelationsField] = Choice{Verdict: Amend, Amended: map[organisation.Field]json.RawMessage{RelationsField: card.Value(RelationsField)}}
	return d.KeepDraft(ctx, draft, by)
}

// Ties finds the published pages that relations told in a form lead to, or may
// lead to, by the ids of their items.
func (d *Desk) Ties(ctx context.Context, organisationID string, answers questionnaire.Answers) (map[string]twin.Tie, error) {
	ties, err := d.Directory.Ties(ctx, organisationID, intake.Relations(answers))
	if err != nil {
		return nil, fmt.Errorf("look for related organisations: %w", err)
	}
	return ties, nil
}
