package main

import (
	"context"

	"telaio/internal/atlas"
	"telaio/internal/taxonomy"
	atlaspage "telaio/internal/web/page/atlas"
	"telaio/internal/web/page/home"
	"telaio/internal/web/part/townmap"
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
	f.Map = townMap(v, snapshot)
	return f, nil
}

// townMap shows every town with a link to its organisations.
func townMap(v *shell.Visit, snapshot *atlas.Snapshot) townmap.Map {
	all := snapshot.Find(atlas.Query{}, nil)
	m := townmap.Map{
		Land: v.Site.Land, Abroad: all.Abroad, Unplaced: all.Unplaced,
		Others: v.Path("atlas") + "?" + atlas.Towns.Parameter() + "=",
	}
	for _, d := range all.Dots {
		m.Towns = append(m.Towns, townmap.Town{Municipality: d.Town, Count: d.Count})
	}
	return m
}
