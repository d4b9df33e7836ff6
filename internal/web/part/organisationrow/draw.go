package organisationrow

import (
	"github.com/a-h/templ"

	"telaio/internal/web/part/fresh"
	"telaio/internal/web/part/monogram"
	"telaio/internal/web/part/thread"
	"telaio/internal/web/shell"
)

// Row is one item of a list with the class "rows".
func Row(v *shell.Visit, e Entry) templ.Component {
	return shell.Drawn(func(h *shell.HTML) { e.draw(h, v) })
}

// Kept is a row as it was drawn once, in which each search marks its own words.
type Kept struct {
	html string
	gaps gaps
}

// gaps are the places of a row that depend on what was looked for, as they come.
type gaps [gapCount]gap

const (
	nameGap = iota
	awayGap
	typesGap
	municipalityGap
	textGap
	excerptGap
	gapCount
)

// gap is where a text stands in a row, or could stand.
type gap struct {
	from, to uint32
	text     string
}

// Keep draws a row once.
func Keep(v *shell.Visit, e Entry) *Kept {
	var h shell.HTML
	k := &Kept{gaps: e.draw(&h, v)}
	k.html = string(h)
	for i := range k.gaps {
		if g := &k.gaps[i]; k.html[g.from:g.to] == g.text {
			g.text = k.html[g.from:g.to] // most need no escaping: they are kept once
		}
	}
	return k
}

// Draw draws the row with what was found in it.
func (k *Kept) Draw(h *shell.HTML, f Finding) {
	done := uint32(0)
	for i := range k.gaps {
		if g := &k.gaps[i]; f.fills(i) {
			h.Raw(k.html[done:g.from])
			f.fill(h, i, g.text)
			done = g.to
		}
	}
	h.Raw(k.html[done:])
}

// fills reports whether something has to be drawn at a gap that is not there
// already.
func (f *Finding) fills(gap int) bool {
	switch gap {
	case awayGap:
		return f.Away != ""
	case excerptGap:
		return f.Excerpts[0].Text != "" || f.Excerpts[1].Text != ""
	default:
		return f.Shown
	}
}

func (f *Finding) fill(h *shell.HTML, gap int, text string) {
	switch gap {
	case awayGap:
		h.Raw(`<span class="org-away">`)
		h.Text(f.Away)
		h.Raw(`</span> `)
	case excerptGap:
		for i := range f.Excerpts {
			f.drawExcerpt(h, &f.Excerpts[i])
		}
	default:
		f.marked(h, text)
	}
}

func (f *Finding) drawExcerpt(h *shell.HTML, e *Excerpt) {
	if e.Text == "" {
		return
	}
	h.Raw(`<p class="excerpt" lang="`)
	h.Text(string(e.Language))
	h.Raw(`">`)
	if e.Before {
		h.Raw(`… `)
	}
	f.marked(h, e.Text)
	if e.After {
		h.Raw(` …`)
	}
	h.Raw(`</p>`)
}

// marked draws a text with what was looked for marked.
func (f *Finding) marked(h *shell.HTML, text string) {
	for p := range f.Marker.Mark(text) {
		if p.Marked {
			h.Raw(`<mark>`)
			h.Text(p.Text)
			h.Raw(`</mark>`)
		} else {
			h.Text(p.Text)
		}
	}
}

// draw draws the row, in which nothing was looked for.
func (e *Entry) draw(h *shell.HTML, v *shell.Visit) gaps {
	var all gaps
	mark := func(gap int, text string) {
		from := len(*h)
		h.Text(text)
		all[gap].from, all[gap].to, all[gap].text = uint32(from), uint32(len(*h)), text
	}
	h.Raw(`<li class="org">`)
	monogram.Draw(h, e.Name, e.Logo, monogram.Small)
	h.Raw(`<h3><a href="`)
	h.Text(e.Path)
	h.Raw(`">`)
	mark(nameGap, e.Name)
	h.Raw(`</a> `)
	if e.Example {
		h.Raw(`<span class="example-mark">`)
		h.Text(v.T("site.example_mark"))
		h.Raw(`</span>`)
	}
	h.Raw(`</h3>`)
	thread.DrawLabels(h, v, e.Forms)
	h.Raw(`<p>`)
	mark(awayGap, "")
	e.drawText(h, v, mark)
	h.Raw(`</p>`)
	mark(excerptGap, "")
	if e.Fresh.Text != "" {
		h.Raw(`<p class="org-fresh">`)
		fresh.Draw(h, e.Fresh)
		h.Raw(`</p>`)
	}
	h.Raw(`</li>`)
	return all
}

// drawText draws the types, the municipality and the description: "Associazione e
// Cooperativa, Roma. Uno spazio per chi lavora da sé."
func (e *Entry) drawText(h *shell.HTML, v *shell.Visit, mark func(gap int, text string)) {
	types := v.List(e.Types)
	h.Raw(`<strong>`)
	mark(typesGap, types)
	if types != "" && e.Municipality != "" {
		h.Raw(`, `)
	}
	mark(municipalityGap, e.Municipality)
	if types != "" || e.Municipality != "" {
		h.Raw(`.`)
	}
	h.Raw(`</strong> `)
	if e.language() == v.Language {
		mark(textGap, e.Text)
		return
	}
	h.Raw(`<span lang="`)
	h.Text(string(e.language()))
	h.Raw(`">`)
	mark(textGap, e.Text)
	h.Raw(`</span>`)
}
