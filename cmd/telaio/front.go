package main

import (
	"context"

	"telaio/internal/atlas"
	"telaio/internal/taxonomy"
	atlaspage "telaio/internal/web/page/atlas"
	"telaio/internal/web/page/home"
	"telaio/internal/web/shell"
)

// figures counts what the front page tells of all published organisations.
func (p *program) figures(ctx context.Context, v *shell.Visit, latest int) (home.Figures, error) {
	snapshot, err := p.index.Snapshot(ctx)
	if err != nil {
		return home.Figures{}, err
	}
	f := home.Figures{Organisations: snapshot.Size(), Towns: snapshot.TownCount(), ByForm: map[string]int{}}
	for _, term := range v.Site.Taxonomies[taxonomy.SolidarityForm].Terms {
		f.ByForm[term.Code] = snapshot.Count(atlas.Forms, term.Code)
	}
	for i, e := range snapshot.Latest(latest) {
		if i == 0 {
			f.UpdatedAt = e.UpdatedAt
		}
		f.Latest = append(f.Latest, atlaspage.Row(v, e))
	}
	return f, nil
}
