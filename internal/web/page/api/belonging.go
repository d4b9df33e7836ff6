package api

import (
	"context"

	"telaio/internal/publication"
	"telaio/internal/web/part/program"
)

// Owner names the organisation that something belongs to.
type Owner struct {
	ID      string `json:"id"`
	Slug    string `json:"slug"`
	Name    string `json:"name"`
	Example bool   `json:"example,omitempty"`
	URL     string `json:"url"` // of its whole record
}

func (p Pages) owner(page publication.Page) Owner {
	return Owner{page.ID, page.Slug, page.Card.Name, page.Example, p.Site.BaseURL + Root + "/organisations/" + page.Slug}
}

// Place is a public place with its organisation.
type Place struct {
	Organisation Owner `json:"organisation"`
	publication.RecordPlace
}

// Initiative is something that an organisation does.
type Initiative struct {
	Organisation Owner `json:"organisation"`
	publication.RecordInitiative
}

// belongingInput is what can be asked of what organisations have. A page goes
// through so many organisations as the limit says.
type belongingInput struct {
	Filter
	Paging
	Lining
}

// places answers with the public places of a page of organisations.
func (p Pages) places(ctx context.Context, in *belongingInput) (*listed[Place], error) {
	return belonging(ctx, p, "places.ndjson", in, p.placesOf)
}

// initiatives answers with the initiatives of a page of organisations.
func (p Pages) initiatives(ctx context.Context, in *belongingInput) (*listed[Initiative], error) {
	return belonging(ctx, p, "initiatives.ndjson", in, p.initiativesOf)
}

func belonging[T any](ctx context.Context, p Pages, file string, in *belongingInput, of func(publication.Page) []T) (*listed[T], error) {
	q, err := in.query(p.Site.Taxonomies)
	if err != nil {
		return nil, err
	}
	if lines, err := p.inLines(ctx, file, q, program.Each(of)); lines || err != nil {
		return newList[T](nil, ""), err
	}
	asked := organisationsInput{Filter: in.Filter, Paging: in.Paging, Ordering: Ordering{"id"}}
	pages, _, next, err := p.walk(ctx, in.values(), asked)
	if err != nil {
		return nil, err
	}
	var all []T
	for _, page := range pages {
		all = append(all, of(page)...)
	}
	return newList(all, next), nil
}

func (p Pages) placesOf(page publication.Page) []Place {
	owner := p.owner(page)
	var all []Place
	for _, place := range p.record(page).Places {
		all = append(all, Place{owner, place})
	}
	return all
}

func (p Pages) initiativesOf(page publication.Page) []Initiative {
	owner := p.owner(page)
	var all []Initiative
	for _, initiative := range p.record(page).Initiatives {
		all = append(all, Initiative{owner, initiative})
	}
	return all
}
