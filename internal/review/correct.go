package review

import (
	"context"
	"fmt"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/intake"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
	"telaio/internal/secret"
)

// Correctable lists the fields that the team can correct: those with questions.
func Correctable(d *questionnaire.Definition) []organisation.Field {
	var fields []organisation.Field
	for _, f := range organisation.Fields() {
		questions := intake.Questions(f)
		asked := len(questions) > 0 && f != "type_other" // asked together with the types
		for _, q := range questions {
			if _, ok := d.Question(q); !ok {
				asked = false
			}
		}
		if asked {
			fields = append(fields, f)
		}
	}
	return fields
}

// CorrectionStart gives the answers from which the team corrects a field of a
// known organisation. For places it leaves an audit row.
func (d *Desk) CorrectionStart(ctx context.Context, organisationID string, field organisation.Field, by account.Subject) (questionnaire.Answers, error) {
	o, err := d.Store.Organisation(ctx, organisationID)
	if err != nil {
		return nil, err
	}
	if field != PlacesField {
		return intake.Answers(o.Card, nil), nil
	}
	var places []organisation.ExactPlace
	err = d.Store.InTx(ctx, func(ctx context.Context) error {
		if err := d.record(ctx, by, "places.read", organisationObject(o.ID), nil); err != nil {
			return fmt.Errorf("record that places are read: %w", err)
		}
		places, err = d.Store.ExactPlaces(ctx, o.ID, "")
		return err
	})
	return intake.Answers(o.Card, places), err
}

// Correct begins a proposal of the team's own, about one field. Like any other
// it changes nothing until it is published.
func (d *Desk) Correct(ctx context.Context, organisationID string, field organisation.Field, answers questionnaire.Answers, by account.Subject) (string, error) {
	o, err := d.Store.Organisation(ctx, organisationID)
	if err != nil {
		return "", err
	}
	if !o.State.Stands() {
		return "", fault.New(fault.Conflict, "desk.error.archived")
	}
	values, places := amended(o.Card, field, answers, d.Towns)
	card, err := organisation.Apply(o.Card, values)
	if err != nil {
		return "", fault.Wrap(fault.Invalid, "desk.error.wrong_value", err)
	}
	changes := organisation.Diff(o.Card, card)
	if len(changes) == 0 && field != PlacesField {
		return "", fault.New(fault.Invalid, "desk.error.nothing_changed")
	}
	now := d.Clock.Now()
	p := organisation.Proposal{
		ID: secret.ID(), OrganisationID: o.ID, BaseRevision: o.Revision, Origin: organisation.ChangeOfCard, State: organisation.InReview,
		Name: o.Card.Name, Changes: changes, Language: "it", AssignedTo: by.PersonID,
		Sender: organisation.Sender{Name: by.Name, PersonID: by.PersonID}, SentAt: now, UpdatedAt: now,
	}
	err = d.Store.InTx(ctx, func(ctx context.Context) error {
		if err := d.Store.AddProposal(ctx, p); err != nil {
			return fmt.Errorf("add the correction: %w", err)
		}
		if places != nil {
			if err := d.Store.SetExactPlaces(ctx, "", p.ID, places); err != nil {
				return fmt.Errorf("keep the places apart: %w", err)
			}
		}
		return d.record(ctx, by, "proposal.started", proposalObject(p.ID), map[string]string{"organisation": o.ID})
	})
	return p.ID, err
}
