package main

import (
	"context"
	"slices"

	"telaio/internal/organisation"
	"telaio/internal/web/page/home"
	"telaio/internal/web/part/organisationrow"
	"telaio/internal/web/shell"
)

// figures counts what the front page tells of all published organisations.
func (p *program) figures(ctx context.Context, v *shell.Visit, latest int) (home.Figures, error) {
	published, err := p.store.PublishedOrganisations(ctx)
	if err != nil {
		return home.Figures{}, err
	}
	f := home.Figures{Organisations: len(published), ByForm: map[string]int{}}
	towns := map[string]bool{}
	for _, o := range published {
		for _, form := range o.Card.Forms() {
			f.ByForm[form]++
		}
		for _, place := range o.Card.Places {
			if place.Municipality.Code != "" {
				towns[place.Municipality.Code] = true
			}
		}
	}
	f.Towns = len(towns)
	slices.SortStableFunc(published, func(a, b organisation.Organisation) int { return b.UpdatedAt.Compare(a.UpdatedAt) })
	for _, o := range published[:min(latest, len(published))] {
		f.Latest = append(f.Latest, organisationrow.Of(v, o))
	}
	if len(published) > 0 {
		f.UpdatedAt = published[0].UpdatedAt
	}
	return f, nil
}
