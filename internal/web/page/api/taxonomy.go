package api

import (
	"context"
	"maps"
	"slices"

	"telaio/internal/fault"
	"telaio/internal/taxonomy"
)

// Taxonomy is a controlled vocabulary.
type Taxonomy struct {
	ID    string            `json:"id"`
	Label map[string]string `json:"label"`
	Terms []Term            `json:"terms"`
}

// Term is a value of a taxonomy. The code never changes; the label may.
type Term struct {
	Code  string            `json:"code"`
	Label map[string]string `json:"label"`
	Gloss map[string]string `json:"gloss,omitempty"`
	Facts map[string]string `json:"facts,omitempty"`
}

// taxonomies answers with every taxonomy.
func (p Pages) taxonomies(context.Context, *struct{}) (*listed[Taxonomy], error) {
	var all []Taxonomy
	for _, id := range slices.Sorted(maps.Keys(p.Site.Taxonomies)) {
		all = append(all, newTaxonomy(p.Site.Taxonomies[id]))
	}
	l := newList(all, "")
	total := len(all)
	l.Body.Total = &total
	return l, nil
}

type taxonomyInput struct {
	ID string `path:"id" maxLength:"100"`
}

type oneTaxonomy struct{ Body Taxonomy }

// taxonomy answers with one taxonomy.
func (p Pages) taxonomy(_ context.Context, in *taxonomyInput) (*oneTaxonomy, error) {
	t, ok := p.Site.Taxonomies[taxonomy.ID(in.ID)]
	if !ok {
		return nil, fault.New(fault.NotFound, "error.not_found")
	}
	return &oneTaxonomy{newTaxonomy(t)}, nil
}

func newTaxonomy(t taxonomy.Taxonomy) Taxonomy {
	made := Taxonomy{ID: string(t.ID), Label: t.Label, Terms: make([]Term, len(t.Terms))}
	for i, term := range t.Terms {
		made.Terms[i] = Term{term.Code, term.Label, term.Gloss, term.Facts}
	}
	return made
}
