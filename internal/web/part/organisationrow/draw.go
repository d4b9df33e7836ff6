package organisationrow

import (
	"github.com/a-h/templ"

	"telaio/internal/search"
	"telaio/internal/web/part/fresh"
	"telaio/internal/web/part/monogram"
	"telaio/internal/web/part/thread"
	"telaio/internal/web/shell"
)

// Row is one item of a list with the class "rows".
func Row(v *shell.Visit, e Entry) templ.Component {
	return shell.Drawn(func(h *shell.HTML) { Draw(h, v, e) })
}

// Draw is Row by hand.
func Draw(h *shell.HTML, v *shell.Visit, e Entry) {
	h.Raw(`<li class="org">`)
	monogram.Draw(h, e.Name, e.Logo, monogram.Small)
	h.Raw(`<h3><a href="`)
	h.Text(e.Path)
	h.Raw(`">`)
	e.text(h, e.Name)
	h.Raw(`</a> `)
	if e.Example {
		h.Raw(`<span class="example-mark">`)
		h.Text(v.T("site.example_mark"))
		h.Raw(`</span>`)
	}
	h.Raw(`</h3>`)
	thread.DrawLabels(h, v, e.Forms)
	h.Raw(`<p>`)
	if e.Away != "" {
		h.Raw(`<span class="org-away">`)
		h.Text(e.Away)
		h.Raw(`</span> `)
	}
	h.Raw(`<strong>`)
	e.text(h, e.what(v))
	h.Raw(`</strong> `)
	if e.language() == v.Language {
		e.text(h, e.Text)
	} else {
		h.Raw(`<span lang="`)
		h.Text(string(e.language()))
		h.Raw(`">`)
		e.text(h, e.Text)
		h.Raw(`</span>`)
	}
	h.Raw(`</p>`)
	e.below(h)
	h.Raw(`</li>`)
}

// below draws the excerpt and the freshness.
func (e Entry) below(h *shell.HTML) {
	if len(e.Excerpt) > 0 {
		h.Raw(`<p class="excerpt" lang="`)
		h.Text(string(e.language()))
		h.Raw(`">`)
		marked(h, e.Excerpt)
		h.Raw(`</p>`)
	}
	if e.Fresh.Text != "" {
		h.Raw(`<p class="org-fresh">`)
		fresh.Draw(h, e.Fresh)
		h.Raw(`</p>`)
	}
}

// text draws a text of the row with what was looked for marked.
func (e Entry) text(h *shell.HTML, text string) {
	if e.Marker == nil || !e.Marker.In(text) {
		h.Text(text)
	} else {
		marked(h, e.Marker.Mark(text))
	}
}

func marked(h *shell.HTML, pieces []search.Piece) {
	for _, p := range pieces {
		if p.Marked {
			h.Raw(`<mark>`)
			h.Text(p.Text)
			h.Raw(`</mark>`)
		} else {
			h.Text(p.Text)
		}
	}
}
