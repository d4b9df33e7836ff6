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
)

// PlacesField is the one field whose full value is private.
const PlacesField organisation.Field = "places"

// Confident is what only the team may see of places: as they are proposed and
// as they are now.
type Confident struct {
	Proposed []organisation.ExactPlace
	Today    []organisation.ExactPlace
}

// Reveal shows the places with what they keep from the public. It leaves an
// audit row first: without it nothing is shown.
func (d *Desk) Reveal(ctx context.Context, proposalID string, by account.Subject) (Confident, error) {
	var seen Confident
	err := d.Store.InTx(ctx, func(ctx context.Context) error {
		p, err := d.Store.Proposal(ctx, proposalID)
		if err != nil {
			return err
		}
		if err := d.record(ctx, by, "places.read", proposalObject(p.ID), map[string]string{"organisation": p.OrganisationID}); err != nil {
			return fmt.Errorf("record that places are read: %w", err)
		}
		if seen.Proposed, err = d.Store.ExactPlaces(ctx, "", p.ID); err != nil {
			return fmt.Errorf("read the proposed places: %w", err)
		}
		if p.OrganisationID == "" {
			return nil
		}
		if seen.Today, err = d.Store.ExactPlaces(ctx, p.OrganisationID, ""); err != nil {
			return fmt.Errorf("read the organisation's places: %w", err)
		}
		return nil
	})
	return seen, err
}

// AmendmentStart gives the answers from which a reviewer amends a field: what is
// proposed, or what was amended before. For places it leaves an audit row.
func (d *Desk) AmendmentStart(ctx context.Context, proposalID string, field organisation.Field, by account.Subject) (questionnaire.Answers, error) {
	p, card, draft, err := d.inProgress(ctx, proposalID)
	if err != nil {
		return nil, err
	}
	if !proposes(p, field) {
		return nil, fault.New(fault.NotFound, "error.not_found")
	}
	places := draft.Choices[PlacesField].Places
	if field != PlacesField {
		return intake.Answers(card, nil), nil
	}
	seen, err := d.Reveal(ctx, proposalID, by)
	if err != nil {
		return nil, err
	}
	if places == nil {
		places = seen.Proposed
	}
	return intake.Answers(card, places), nil
}

// Amend keeps a reviewer's own wording of a field, to be published in place of
// what was proposed.
func (d *Desk) Amend(ctx context.Context, proposalID string, field organisation.Field, answers questionnaire.Answers, by account.Subject) error {
	p, card, draft, err := d.inProgress(ctx, proposalID)
	if err != nil {
		return err
	}
	if !proposes(p, field) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	choice := Choice{Verdict: Amend}
	choice.Amended, choice.Places = amended(card, field, answers, d.Towns)
	if draft.Choices == nil {
		draft.Choices = Choices{}
	}
	draft.ProposalID = p.ID
	draft.Choices[field] = choice
	return d.KeepDraft(ctx, draft, by)
}

// inProgress reads an open proposal, its card with everything accepted, and the
// choices made so far.
func (d *Desk) inProgress(ctx context.Context, proposalID string) (organisation.Proposal, organisation.Card, Draft, error) {
	p, err := d.Store.Proposal(ctx, proposalID)
	if err != nil {
		return p, organisation.Card{}, Draft{}, err
	}
	if !p.State.Open() {
		return p, organisation.Card{}, Draft{}, fault.New(fault.Conflict, "desk.error.decided_already")
	}
	today, err := d.target(ctx, p)
	if err != nil {
		return p, organisation.Card{}, Draft{}, err
	}
	card, err := Proposed(today.Card, p.Changes)
	if err != nil {
		return p, card, Draft{}, fmt.Errorf("read the proposed card: %w", err)
	}
	draft, err := d.Store.ReviewDraft(ctx, proposalID)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return p, card, draft, fmt.Errorf("read the choices: %w", err)
	}
	card, err = withAmendments(card, draft.Choices)
	return p, card, draft, err
}

func withAmendments(card organisation.Card, choices Choices) (organisation.Card, error) {
	values := map[organisation.Field]json.RawMessage{}
	for _, choice := range choices {
		for f, v := range choice.Amended {
			values[f] = v
		}
	}
	card, err := organisation.Apply(card, values)
	if err != nil {
		return card, fmt.Errorf("read the amended card: %w", err)
	}
	return card, nil
}

func proposes(p organisation.Proposal, field organisation.Field) bool {
	return slices.ContainsFunc(p.Changes, func(c organisation.Change) bool { return c.Field == field })
}

// amended reads the answers to a field's questions back into values: of the
// field, and of those that share a question with it and came out otherwise.
func amended(card organisation.Card, field organisation.Field, answers questionnaire.Answers, towns intake.Municipalities) (map[organisation.Field]json.RawMessage, []organisation.ExactPlace) {
	all := intake.Answers(card, nil)
	questions := intake.Questions(field)
	for _, q := range questions {
		delete(all, q)
		if v, ok := answers[q]; ok {
			all[q] = v
		}
	}
	submission := intake.Read(all, towns)
	submission.Card.Initiatives = organisation.KeepEffects(card.Initiatives, submission.Card.Initiatives)
	values := map[organisation.Field]json.RawMessage{field: submission.Card.Value(field)}
	for _, f := range organisation.Fields() {
		sharesQuestion := slices.ContainsFunc(intake.Questions(f), func(q string) bool { return slices.Contains(questions, q) })
		if f != field && sharesQuestion && string(submission.Card.Value(f)) != string(card.Value(f)) {
			values[f] = submission.Card.Value(f)
		}
	}
	if field != PlacesField {
		return values, nil
	}
	return values, submission.Places
}

// NameOf is the name of the organisation that a proposal is about.
func (d *Desk) NameOf(ctx context.Context, proposalID string) (string, error) {
	p, err := d.Store.Proposal(ctx, proposalID)
	return p.Name, err
}
