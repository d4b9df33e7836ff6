package atlas

import (
	"sync"

	"github.com/a-h/templ"

	"telaio/internal/atlas"
	"telaio/internal/i18n"
	"telaio/internal/web/part/organisationrow"
	"telaio/internal/web/shell"
)

// The list is the page that is asked for in the most states, so that no cache
// holds them all. What repeats most on it is drawn once, or straight into text.

// drawnRows keeps the rows of the present snapshot as they were drawn: a row is
// the same in every list.
type drawnRows struct {
	mu         sync.Mutex
	generation uint64
	rows       map[rowKey]string
}

type rowKey struct {
	id       string
	language i18n.Language
}

// mostRows bounds the memory: a row takes about a kilobyte.
const mostRows = 3000

// draw are the rows of the result's page.
func (d *drawnRows) draw(v *shell.Visit, r atlas.Result) templ.Component {
	return shell.Drawn(func(h *shell.HTML) {
		for _, e := range r.Entries {
			key := rowKey{e.ID, v.Language}
			drawn, ok := d.find(r.Generation, key)
			if !ok {
				var row shell.HTML
				organisationrow.Draw(&row, v, Row(v, *e))
				drawn = string(row)
				d.keep(r.Generation, key, drawn)
			}
			h.Raw(drawn)
		}
	})
}

func (d *drawnRows) find(generation uint64, key rowKey) (string, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.generation != generation {
		return "", false
	}
	row, ok := d.rows[key]
	return row, ok
}

func (d *drawnRows) keep(generation uint64, key rowKey, row string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.generation < generation || len(d.rows) >= mostRows {
		d.generation, d.rows = generation, map[rowKey]string{}
	}
	if d.generation == generation {
		d.rows[key] = row
	}
}

// checks draws the choices of a facet as boxes to tick.
func checks(v *shell.Visit, f facet, choices []choice) templ.Component {
	return shell.Drawn(func(h *shell.HTML) {
		for _, c := range choices {
			h.Raw(`<label class="check"><input type="checkbox" name="`, f.Parameter(), `" value="`)
			h.Text(c.Code)
			h.Raw(`"`, when(c.Chosen, " checked"), `><span>`)
			h.Text(c.Label)
			h.Raw(`</span><span class="n num">`, v.Number(c.Count), `</span></label>`)
		}
	})
}

// options draws the choices of a facet of which one can be taken.
func options(v *shell.Visit, f facet) templ.Component {
	return shell.Drawn(func(h *shell.HTML) {
		for _, c := range f.Shown {
			h.Raw(`<option value="`)
			h.Text(c.Code)
			h.Raw(`"`, when(c.Chosen, " selected"), `>`)
			h.Text(c.Label)
			h.Raw(` (`, v.Number(c.Count), `)</option>`)
		}
	})
}

func when(condition bool, text string) string {
	if condition {
		return text
	}
	return ""
}
