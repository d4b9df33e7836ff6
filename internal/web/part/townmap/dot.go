package townmap

import (
	"html"
	"net/url"
	"strings"

	"telaio/internal/web/shell"
)

// links draws the dots. A map has dozens of them on the page that is asked for
// most: written straight into one text, they take a fifth of what a component
// for each would.
func (m Map) links(v *shell.Visit, dots []dot) string {
	var b strings.Builder
	b.Grow(220 * len(dots))
	counted := map[int]string{}
	others := html.EscapeString(m.Others)
	for _, d := range dots {
		words, ok := counted[d.Count]
		if !ok {
			words = html.EscapeString(v.N("map.organisations", d.Count))
			counted[d.Count] = words
		}
		name := html.EscapeString(d.Name)
		class, state, path := "dot", "", others+url.QueryEscape(d.Code)
		if d.Chosen {
			class, state, path = "dot selected", `" aria-current="true`, html.EscapeString(m.Back(d.Town))
		}
		x, y := number(d.x), number(d.y)
		write(&b, `<a href="`, path, `" aria-label="`, name, `, `, words, state, `"><g class="`, class, `">`,
			`<circle cx="`, x, `" cy="`, y, `" r="`, number(d.r), `"/>`)
		if l := d.label; l != nil {
			write(&b, `<text class="label label--`, l.anchor, `" x="`, number(l.x), `" y="`, number(l.y), `">`, name, `</text>`)
		}
		if d.small {
			write(&b, `<title>`, name, `</title></g></a>`)
		} else {
			write(&b, `<text class="k" x="`, x, `" y="`, number(d.y+5.5), `">`, v.Number(d.Count), `</text></g></a>`)
		}
	}
	return b.String()
}

func write(b *strings.Builder, texts ...string) {
	for _, t := range texts {
		b.WriteString(t)
	}
}
