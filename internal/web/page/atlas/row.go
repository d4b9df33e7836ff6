package atlas

import (
	"cmp"
	"sync"

	"telaio/internal/atlas"
	"telaio/internal/i18n"
	"telaio/internal/search"
	"telaio/internal/web/part/organisationrow"
	"telaio/internal/web/shell"
)

// keptRows are rows of the present snapshot as they were drawn.
type keptRows struct {
	mu         sync.Mutex
	generation uint64
	rows       map[rowKey]*organisationrow.Kept
}

type rowKey struct {
	id       string
	language i18n.Language
}

// mostRows bounds the memory: a row takes about a kilobyte.
const mostRows = 3000

// draw draws those of the result's page, with what was looked for marked. excerpts
// are by entry.
func (k *keptRows) draw(h *shell.HTML, v *shell.Visit, r *atlas.Result, excerpts [][2]atlas.Excerpt) {
	for i, e := range r.Entries {
		var f organisationrow.Finding
		if !r.Asked.Empty() {
			f = organisationrow.Finding{
				Marker: &r.Marker, Shown: r.Fields[i].Has(search.Name, search.Label, search.Place, search.Brief),
			}
			for n, x := range excerpts[i] {
				f.Excerpts[n] = organisationrow.Excerpt{Excerpt: x.Excerpt, Language: cmp.Or(x.Language, organisationrow.Language(e.Language))}
			}
		}
		if r.Distances != nil {
			f.Away = away(v, e, r.Distances[i])
		}
		k.row(v, r.Generation, e).Draw(h, f)
	}
}

// row is the entry's, drawn now unless it was before.
func (k *keptRows) row(v *shell.Visit, generation uint64, e *atlas.Entry) *organisationrow.Kept {
	key := rowKey{e.ID, v.Language}
	row := k.find(generation, key)
	if row == nil {
		row = organisationrow.Keep(v, Row(v, *e))
		k.keep(generation, key, row)
	}
	return row
}

// find returns nil for a row that is not kept.
func (k *keptRows) find(generation uint64, key rowKey) *organisationrow.Kept {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.generation != generation {
		return nil
	}
	return k.rows[key]
}

func (k *keptRows) keep(generation uint64, key rowKey, row *organisationrow.Kept) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.generation < generation || len(k.rows) >= mostRows {
		k.generation, k.rows = generation, map[rowKey]*organisationrow.Kept{}
	}
	if k.generation == generation {
		k.rows[key] = row
	}
}
