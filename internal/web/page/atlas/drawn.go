package atlas

import (
	"context"
	"fmt"
	"html"
	"io"
	"strings"
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
const mostRows = 8000

// draw returns the rows of the result's page.
func (d *drawnRows) draw(ctx context.Context, v *shell.Visit, r atlas.Result) ([]string, error) {
	rows := make([]string, len(r.Entries))
	for i, e := range r.Entries {
		key := rowKey{e.ID, v.Language}
		drawn, ok := d.find(r.Generation, key)
		if !ok {
			var row strings.Builder
			if err := organisationrow.Row(v, Row(v, *e)).Render(ctx, &row); err != nil {
				return nil, fmt.Errorf("draw a row: %w", err)
			}
			drawn = row.String()
			d.keep(r.Generation, key, drawn)
		}
		rows[i] = drawn
	}
	return rows, nil
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
	return text(func(write func(...string)) {
		for _, c := range choices {
			write(`<label class="check"><input type="checkbox" name="`, f.Parameter(), `" value="`, html.EscapeString(c.Code), `"`, when(c.Chosen, " checked"),
				`><span>`, html.EscapeString(c.Label), `</span><span class="n num">`, v.Number(c.Count), `</span></label>`)
		}
	})
}

// options draws the choices of a facet of which one can be taken.
func options(v *shell.Visit, f facet) templ.Component {
	return text(func(write func(...string)) {
		for _, c := range f.Shown {
			write(`<option value="`, html.EscapeString(c.Code), `"`, when(c.Chosen, " selected"), `>`,
				html.EscapeString(c.Label), ` (`, v.Number(c.Count), `)</option>`)
		}
	})
}

func when(condition bool, text string) string {
	if condition {
		return text
	}
	return ""
}

// text is a component that writes HTML as it is.
func text(draw func(write func(...string))) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var failed error
		draw(func(texts ...string) {
			for _, t := range texts {
				if failed == nil {
					_, failed = io.WriteString(w, t)
				}
			}
		})
		return failed
	})
}
