package participation

import (
	"context"
	"fmt"
	"reflect"

	"telaio/internal/account"
	"telaio/internal/audit"
	"telaio/internal/fault"
	"telaio/internal/intake"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
	"telaio/internal/secret"
)

// StartChange begins a draft filled in with what is published, so that one of
// the organisation's people can propose changes to it.
func (u UseCases) StartChange(ctx context.Context, organisationID string, person account.Subject, browserHash string) (Draft, error) {
	if !account.Can(person, account.EditArea, account.Object{OrganisationID: organisationID}) {
		return Draft{}, fault.New(fault.Denied, "error.denied")
	}
	o, err := u.Store.Organisation(ctx, organisationID)
	if err != nil {
		return Draft{}, fmt.Errorf("find the organisation: %w", err)
	}
	editor, err := u.People.Person(ctx, person.PersonID)
	if err != nil {
		return Draft{}, fmt.Errorf("find the editor: %w", err)
	}
	d := Draft{
		ID: secret.ID(), Questionnaire: intake.QuestionnaireID, Origin: organisation.ChangeOfCard,
		OrganisationID: o.ID, BaseRevision: o.Revision, PersonID: person.PersonID,
		Language: editor.Language, Address: editor.Email,
	}
	err = u.Store.InTx(ctx, func(ctx context.Context) error {
		if d, err = u.begin(ctx, d, browserHash); err != nil {
			return err
		}
		return u.fillIn(ctx, d, o, editor)
	})
	if err != nil {
		return Draft{}, fmt.Errorf("start a change: %w", err)
	}
	return d, nil
}

// fillIn saves the first step of each page with what is published, and with the
// editor as the contact person.
func (u UseCases) fillIn(ctx context.Context, d Draft, o organisation.Organisation, editor account.Person) error {
	definition, ok := u.Questionnaires.Questionnaire(d.Questionnaire, d.Version)
	if !ok {
		return fmt.Errorf("there is no version %d of questionnaire %q", d.Version, d.Questionnaire)
	}
	places, err := u.Store.ExactPlaces(ctx, o.ID, "")
	if err != nil {
		return err
	}
	if len(places) > 0 {
		if err := u.noteReading(ctx, d, editor); err != nil {
			return err
		}
	}
	known := intake.Answers(o.Card, places)
	known["contact_name"] = questionnaire.Value{Text: editor.Name}
	known["contact_email"] = questionnaire.Value{Text: editor.Email}
	for _, page := range definition.Pages {
		answers := (&Form{Answers: known}).on(page)
		step := Step{DraftID: d.ID, Page: page.ID, Number: 1, Answers: answers, Who: "system", At: d.BegunAt}
		if err := u.Store.SaveStep(ctx, step); err != nil {
			return err
		}
	}
	return nil
}

// noteReading leaves an audit row: the places that are kept back were read.
func (u UseCases) noteReading(ctx context.Context, d Draft, editor account.Person) error {
	return u.Store.AppendAudit(ctx, audit.Entry{
		At: d.BegunAt, Actor: editor.ID, Action: "places.read", Object: "organisation:" + d.OrganisationID,
		Details: map[string]string{"draft": d.ID},
	})
}

// base is what the draft is compared with: nothing, or the revision that the
// form was filled in from, with the places as they are known now.
func (u UseCases) base(ctx context.Context, d Draft) (organisation.Card, []organisation.ExactPlace, error) {
	if d.Origin != organisation.ChangeOfCard {
		return organisation.Card{}, nil, nil
	}
	r, err := u.Store.Revision(ctx, d.OrganisationID, d.BaseRevision)
	if err != nil {
		return organisation.Card{}, nil, fmt.Errorf("find the base revision: %w", err)
	}
	places, err := u.Store.ExactPlaces(ctx, d.OrganisationID, "")
	if err != nil {
		return organisation.Card{}, nil, fmt.Errorf("find the base places: %w", err)
	}
	return r.Card, places, nil
}

// withPrivatePlaces adds the field of the places if only what the public does
// not see of them differs: the reviewer finds the difference among the exact
// places, and the public value stays what it is.
func withPrivatePlaces(changes []organisation.Change, base organisation.Card, before, after []organisation.ExactPlace) []organisation.Change {
	const places = organisation.Field("places")
	for _, c := range changes {
		if c.Field == places {
			return changes
		}
	}
	if reflect.DeepEqual(before, after) || len(before) == 0 && len(after) == 0 {
		return changes
	}
	value := base.Value(places)
	return append(changes, organisation.Change{Field: places, Before: value, After: value})
}
