package hsds

import (
	"context"
	"strings"

	"telaio/internal/fault"
	"telaio/internal/hsds"
)

// Cutting is how the lists of the vocabulary are cut into pages.
type Cutting struct {
	Search  string `query:"search"`
	Page    int    `query:"page" minimum:"1" maximum:"1000000" default:"1"`
	PerPage int    `query:"per_page" minimum:"1" maximum:"500" default:"500"`
}

// cut is a page of a list that is in memory, without what does not have the
// words.
func cut[T any](all []T, in Cutting, text func(T) string) *paged[T] {
	var found []T
	for _, value := range all {
		if strings.Contains(strings.ToLower(text(value)), strings.ToLower(strings.TrimSpace(in.Search))) {
			found = append(found, value)
		}
	}
	from := min((in.Page-1)*in.PerPage, len(found))
	return &paged[T]{hsds.NewPage(found[from:min(from+in.PerPage, len(found))], len(found), in.Page, in.PerPage)}
}

func (p Pages) taxonomies(_ context.Context, in *Cutting) (*paged[hsds.Taxonomy], error) {
	return cut(p.writer().All(), *in, func(t hsds.Taxonomy) string { return t.Name + " " + t.Description }), nil
}

func (p Pages) taxonomy(_ context.Context, in *idInput) (*one[hsds.Taxonomy], error) {
	for _, t := range p.writer().All() {
		if t.ID == in.ID {
			return &one[hsds.Taxonomy]{t}, nil
		}
	}
	return nil, fault.New(fault.NotFound, "error.not_found")
}

type termsInput struct {
	Cutting
	TaxonomyID string `query:"taxonomy_id"`
	TopOnly    bool   `query:"top_only"`
}

func (p Pages) terms(_ context.Context, in *termsInput) (*paged[hsds.Term], error) {
	return cut(p.writer().Terms(in.TaxonomyID), in.Cutting, func(t hsds.Term) string { return t.Code + " " + t.Name + " " + t.Description }), nil
}

func (p Pages) term(_ context.Context, in *idInput) (*one[hsds.Term], error) {
	for _, t := range p.writer().Terms("") {
		if t.ID == in.ID {
			return &one[hsds.Term]{t}, nil
		}
	}
	return nil, fault.New(fault.NotFound, "error.not_found")
}
