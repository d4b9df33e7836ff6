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
	e.above(h, v)
	e.Excerpt.draw(h)
	e.below(h)
}

// Kept is a row as it was drawn: the same in every list, but for the excerpt.
type Kept struct {
	html  string
	above int // bytes that come before the excerpt
}

// Keep draws a row once.
func Keep(v *shell.Visit, e Entry) Kept {
	var h shell.HTML
	e.above(&h, v)
	above := len(h)
	e.below(&h)
	return Kept{string(h), above}
}

// Draw draws the row again.
func (k Kept) Draw(h *shell.HTML, x Excerpt) {
	h.Raw(k.html[:k.above])
	x.draw(h)
	h.Raw(k.html[k.above:])
}

// above draws what comes before the excerpt.
func (e *Entry) above(h *shell.HTML, v *shell.Visit) {
	h.Raw(`<li class="org">`)
	monogram.Draw(h, e.Name, e.Logo, monogram.Small)
	h.Raw(`<h3><a href="`)
	h.Text(e.Path)
	h.Raw(`">`)
	marked(h, e.Marker, e.Name)
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
	e.what(h, v)
	if e.language() == v.Language {
		marked(h, e.Marker, e.Text)
	} else {
		h.Raw(`<span lang="`)
		h.Text(string(e.language()))
		h.Raw(`">`)
		marked(h, e.Marker, e.Text)
		h.Raw(`</span>`)
	}
	h.Raw(`</p>`)
}

// what draws the types and the municipality: "Associazione e Cooperativa, Roma.".
func (e *Entry) what(h *shell.HTML, v *shell.Visit) {
	types := v.List(e.Types)
	h.Raw(`<strong>`)
	marked(h, e.Marker, types)
	if types != "" && e.Municipality != "" {
		h.Raw(`, `)
	}
	marked(h, e.Marker, e.Municipality)
	if types != "" || e.Municipality != "" {
		h.Raw(`.`)
	}
	h.Raw(`</strong> `)
}

// below draws the freshness.
func (e *Entry) below(h *shell.HTML) {
	if e.Fresh.Text != "" {
		h.Raw(`<p class="org-fresh">`)
		fresh.Draw(h, e.Fresh)
		h.Raw(`</p>`)
	}
	h.Raw(`</li>`)
}

func (x Excerpt) draw(h *shell.HTML) {
	if x.Text != "" {
		h.Raw(`<p class="excerpt" lang="`)
		h.Text(string(x.Language))
		h.Raw(`">`)
		marked(h, x.Marker, x.Text)
		h.Raw(`</p>`)
	}
}

// marked draws a text with what was looked for marked; nil = nothing was.
func marked(h *shell.HTML, m *search.Marker, text string) {
	if m == nil {
		h.Text(text)
		return
	}
	for p := range m.Mark(text) {
		if p.Marked {
			h.Raw(`<mark>`)
			h.Text(p.Text)
			h.Raw(`</mark>`)
		} else {
			h.Text(p.Text)
		}
	}
}
