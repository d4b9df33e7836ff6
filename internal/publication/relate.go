package publication

import (
	"context"
	"fmt"
	"slices"

	"telaio/internal/fault"
	"telaio/internal/organisation"
)

// relate reads what is said of the page's relations, and whom they name.
// Relations to a page that has become another one lead to that one, whichever
// side the merge was on.
func (r Reader) relate(ctx context.Context, page *Page) error {
	o := &page.Organisation
	became, err := r.Records.SurvivorsInto(ctx, o.ID)
	if err != nil {
		return fmt.Errorf("read what has become %s: %w", o.ID, err)
	}
	if len(became) == 0 {
		became = organisation.Survivors{}
		page.Answers, err = r.Records.RelationAnswersOf(ctx, o.ID)
	} else {
		page.Answers, err = r.Records.RelationAnswers(ctx, became.Whole(o.ID))
	}
	if err != nil {
		return fmt.Errorf("read what is said of the relations of %s: %w", o.ID, err)
	}
	for _, id := range namedWith(*o, became.Answers(page.Answers)) {
		if err := r.find(ctx, id, page, became); err != nil {
			return fmt.Errorf("find what %s is related to: %w", o.ID, err)
		}
	}
	page.Answers, o.Card.Relations = became.Answers(page.Answers), became.Relations(o.ID, o.Card.Relations)
	for id, other := range page.Related {
		other.Card.Relations = became.Relations(id, other.Card.Relations)
		page.Related[id] = other
	}
	return nil
}

// find puts the organisation with the id, or what it has become, among those
// that the page knows.
func (r Reader) find(ctx context.Context, id string, page *Page, became organisation.Survivors) error {
	other, err := r.Records.Organisation(ctx, id)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err == nil {
		other, err = r.survivor(ctx, other)
	}
	if err != nil {
		return err
	}
	if other.ID != id {
		became[id] = other.ID
	}
	switch {
	case other.State == organisation.Published && other.ID != page.ID:
		page.Related[other.ID] = other
	case other.State == organisation.Archived:
		page.Left[other.ID] = other
	}
	return nil
}

// namedWith lists the ids of those that o's card names, and of those whose
// relation with it it has confirmed.
func namedWith(o organisation.Organisation, answers []organisation.RelationAnswer) []string {
	var ids []string
	for _, relation := range o.Card.Relations {
		if relation.OrganisationID != "" && !slices.Contains(ids, relation.OrganisationID) {
			ids = append(ids, relation.OrganisationID)
		}
	}
	for _, a := range answers {
		if a.OtherID == o.ID && a.Standing == organisation.Confirmed && !slices.Contains(ids, a.TellerID) {
			ids = append(ids, a.TellerID)
		}
	}
	return ids
}
