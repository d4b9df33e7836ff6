package publication

import (
	"context"
	"fmt"
	"slices"

	"telaio/internal/freshness"
	"telaio/internal/organisation"
)

// Cards is what reading many organisations at once needs stored.
type Cards interface {
	PublishedByID(ctx context.Context, ids []string) ([]organisation.Organisation, error)
	RelationAnswers(ctx context.Context, organisationIDs []string) ([]organisation.RelationAnswer, error)
	Survivors(ctx context.Context) (organisation.Survivors, error)
	RevisionStepsOf(ctx context.Context, organisationIDs []string) ([]organisation.Revision, error)
}

// Shelf hands out many published organisations at once.
type Shelf struct{ Cards Cards }

// Pages returns the organisations in the order of their ids, each as Find would.
// What is not public is left out.
func (s Shelf) Pages(ctx context.Context, ids []string) ([]Page, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	cards, err := s.Cards.PublishedByID(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("read published organisations: %w", err)
	}
	whole, err := s.Whole(ctx, cards)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]Page, len(whole))
	for _, page := range whole {
		byID[page.ID] = page
	}
	pages := make([]Page, 0, len(whole))
	for _, id := range ids {
		if page, public := byID[id]; public {
			pages = append(pages, page)
		}
	}
	return pages, nil
}

// Whole returns the pages of published organisations that have been read, each
// as Find would. It changes their cards.
func (s Shelf) Whole(ctx context.Context, cards []organisation.Organisation) ([]Page, error) {
	if len(cards) == 0 {
		return nil, nil
	}
	ids := make([]string, len(cards))
	for i, o := range cards {
		ids[i] = o.ID
	}
	steps, err := s.Cards.RevisionStepsOf(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("read what their revisions changed: %w", err)
	}
	answers, related, err := s.relate(ctx, cards)
	if err != nil {
		return nil, err
	}
	revisions := map[string][]organisation.Revision{}
	for _, step := range steps {
		revisions[step.OrganisationID] = append(revisions[step.OrganisationID], step)
	}
	pages := make([]Page, len(cards))
	for i, o := range cards {
		pages[i] = Page{Organisation: o, Related: related, Answers: answers, Freshness: freshness.Marks(o, revisions[o.ID])}
	}
	return pages, nil
}

// relate reads what is said of the cards' relations, and the published
// organisations that share a relation with any of them. Relations name what the
// others have become.
func (s Shelf) relate(ctx context.Context, cards []organisation.Organisation) ([]organisation.RelationAnswer, map[string]organisation.Organisation, error) {
	became, err := s.Cards.Survivors(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("read what has become one: %w", err)
	}
	var whole []string
	for i, o := range cards {
		cards[i].Card.Relations = became.Relations(o.ID, o.Card.Relations)
		whole = append(whole, o.ID)
	}
	for went := range became {
		if slices.Contains(whole[:len(cards)], became.Of(went)) {
			whole = append(whole, went)
		}
	}
	answers, err := s.Cards.RelationAnswers(ctx, whole)
	if err != nil {
		return nil, nil, fmt.Errorf("read what is said of their relations: %w", err)
	}
	answers = became.Answers(answers)
	related, err := s.related(ctx, cards, answers)
	for id, other := range related {
		other.Card.Relations = became.Relations(id, other.Card.Relations)
		related[id] = other
	}
	return answers, related, err
}

func (s Shelf) related(ctx context.Context, cards []organisation.Organisation, answers []organisation.RelationAnswer) (map[string]organisation.Organisation, error) {
	var ids []string
	for _, o := range cards {
		ids = append(ids, namedWith(o, answers)...)
	}
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) == 0 {
		return nil, nil
	}
	others, err := s.Cards.PublishedByID(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("find what they are related to: %w", err)
	}
	related := make(map[string]organisation.Organisation, len(others))
	for _, other := range others {
		related[other.ID] = other
	}
	return related, nil
}
