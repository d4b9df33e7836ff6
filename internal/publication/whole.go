package publication

import (
	"context"
	"fmt"

	"telaio/internal/freshness"
	"telaio/internal/organisation"
)

// Cards is what reading many organisations at once needs stored.
type Cards interface {
	PublishedByID(ctx context.Context, ids []string) ([]organisation.Organisation, error)
	PublishedSlugs(ctx context.Context, ids []string) ([]organisation.Organisation, error)
	RevisionStepsOf(ctx context.Context, organisationIDs []string) ([]organisation.Revision, error)
}

// Shelf hands out many published organisations at once.
type Shelf struct{ Cards Cards }

// Pages returns the organisations in the order of their ids, each as Find would.
// The cards of those that they are related to are left out. What is not public
// is left out too.
func (s Shelf) Pages(ctx context.Context, ids []string) ([]Page, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	cards, err := s.Cards.PublishedByID(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("read published organisations: %w", err)
	}
	steps, err := s.Cards.RevisionStepsOf(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("read what their revisions changed: %w", err)
	}
	related, err := s.related(ctx, cards)
	if err != nil {
		return nil, err
	}
	revisions, byID := map[string][]organisation.Revision{}, make(map[string]organisation.Organisation, len(cards))
	for _, step := range steps {
		revisions[step.OrganisationID] = append(revisions[step.OrganisationID], step)
	}
	for _, o := range cards {
		byID[o.ID] = o
	}
	pages := make([]Page, 0, len(cards))
	for _, id := range ids {
		if o, public := byID[id]; public {
			pages = append(pages, Page{Organisation: o, Related: related, Freshness: freshness.Marks(o, revisions[id])})
		}
	}
	return pages, nil
}

// related finds the published organisations that any of the cards names.
func (s Shelf) related(ctx context.Context, cards []organisation.Organisation) (map[string]organisation.Organisation, error) {
	var ids []string
	for _, o := range cards {
		for _, relation := range o.Card.Relations {
			if relation.OrganisationID != "" {
				ids = append(ids, relation.OrganisationID)
			}
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	others, err := s.Cards.PublishedSlugs(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("find what they are related to: %w", err)
	}
	related := make(map[string]organisation.Organisation, len(others))
	for _, other := range others {
		related[other.ID] = other
	}
	return related, nil
}
