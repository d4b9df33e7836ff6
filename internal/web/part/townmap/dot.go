package townmap

import (
	"context"
	"html"
	"io"
	"net/url"

	"github.com/a-h/templ"

	"telaio/internal/web/shell"
)

// links draws the dots. A map has dozens of them on the page that is asked for
// most: written straight into one text, they take a fifth of what a component
// for each would.
func (m Map) links(v *shell.Visit, dots []dot) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, to io.Writer) error {
		w := &writer{to: to}
		counted := map[int]string{}
		others := html.EscapeString(m.Others)
		for i := range dots {
			d := &dots[i]
			if counted[d.Count] == "" {
				counted[d.Count] = html.EscapeString(v.N("map.organisations", d.Count))
			}
			class, state, path := "dot", "", others+url.QueryEscape(d.Code)
			if d.Chosen {
				class, state, path = "dot selected", `" aria-current="true`, html.EscapeString(m.Back(d.Town))
			}
			unsure := ""
			if d.Stale {
				class, unsure = class+" stale", ", "+html.EscapeString(v.T("map.stale"))
			}
			x, y, name := number(d.x), number(d.y), html.EscapeString(d.Name)
			w.write(`<a href="`, path, `" aria-label="`, name, `, `, counted[d.Count], unsure, state, `"><g class="`, class, `">`,
				`<circle cx="`, x, `" cy="`, y, `" r="`, number(d.r), `"/>`)
			if l := d.label; l.anchor != "" {
				w.write(`<text class="label label--`, l.anchor, `" x="`, number(l.x), `" y="`, number(l.y), `">`, name, `</text> `)
			}
			if d.small {
				w.write(`<title>`, name, `</title></g></a>`)
			} else {
				w.write(`<text class="k" x="`, x, `" y="`, number(d.y+5.5), `">`, v.Number(d.Count), `</text></g></a>`)
			}
		}
		return w.err
	})
}

// land draws a path of our own making as it is: it is most of the map's bytes,
// and there is nothing in it to escape.
func land(path string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, to io.Writer) error {
		w := &writer{to: to}
		if path != "" {
			w.write(`<path class="land" d="`, path, `"></path>`)
		}
		return w.err
	})
}

// writer remembers the first error.
type writer struct {
	to  io.Writer
	err error
}

func (w *writer) write(texts ...string) {
	for _, t := range texts {
		if w.err == nil {
			_, w.err = io.WriteString(w.to, t)
		}
	}
}
