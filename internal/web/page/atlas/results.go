package atlas

import (
	"github.com/a-h/templ"

	"telaio/internal/i18n"
	"telaio/internal/web/part/pager"
	"telaio/internal/web/part/thread"
	"telaio/internal/web/shell"
)

// results draws what was found.
func (l *list) results(h *shell.HTML) {
	v := l.visit
	h.Raw(`<p><strong role="status">`)
	h.Text(l.found())
	h.Raw(`</strong></p>`)
	if meant := l.meant(); meant != "" {
		small(h, meant)
	}
	if l.Near.Unknown != "" {
		small(h, v.T("atlas.near.unknown", i18n.Args{"Typed": l.Near.Unknown}))
	}
	if others := l.namesakes(); len(others) > 0 {
		label := v.T("atlas.near.meant")
		if l.Near.Town != nil {
			label = v.T("atlas.near.namesakes", i18n.Args{"Town": l.nearTyped()})
		}
		links(h, `<p class="orders small mt-2"><span class="muted">`, label, others)
		h.Raw(`</p>`)
	}
	l.drawTags(h)
	if l.Total == 0 {
		h.Raw(`<div class="mt-5">`)
		h.Component(nothing(v, l))
		h.Raw(`</div>`)
		return
	}
	l.drawList(h)
}

func small(h *shell.HTML, text string) {
	h.Raw(`<p class="small mt-2">`)
	h.Text(text)
	h.Raw(`</p>`)
}

// drawList draws the rows, with the ways of sorting them and of going on.
func (l *list) drawList(h *shell.HTML) {
	v := l.visit
	if orders := l.orders(); len(orders) > 0 {
		label := v.T("atlas.order.label")
		h.Raw(`<nav class="orders small mt-4" aria-label="`)
		h.Text(label)
		links(h, `"><span class="muted" aria-hidden="true">`, label, orders)
		h.Raw(`</nav>`)
	}
	h.Raw(`<ul class="rows mt-4">`)
	l.Rows(h)
	h.Raw(`</ul><p class="small muted mt-4">`)
	h.Text(l.position())
	h.Raw(`</p>`)
	if l.TownHint != nil {
		h.Raw(`<p class="mt-4"><a class="go" href="`)
		h.Text(l.address(l.TownHint.Query))
		h.Raw(`">`)
		h.Text(l.townHint())
		h.Raw(`</a></p>`)
	}
	h.Component(pager.Links(v, l.pager()))
	h.Fixed(v, waysKey{}, ways(v, shell.Hole), l.Query.OnPage(0).At(""))
}

// waysKey is for the ways of taking the list along.
type waysKey struct{}

// links draws links after a label; begin opens what they are in, and a span.
func links(h *shell.HTML, begin, label string, all []link) {
	h.Raw(begin)
	h.Text(label)
	h.Raw(`</span>`)
	for i := range all {
		h.Raw(` <a href="`)
		h.Text(all[i].Path)
		h.Raw(`"`, when(all[i].Chosen, ` aria-current="true"`), `>`)
		h.Text(all[i].Label)
		h.Raw(`</a>`)
	}
}

// tagList draws what narrows the list.
func (l *list) tagList() templ.Component { return shell.Drawn(l.drawTags) }

func (l *list) drawTags(h *shell.HTML) {
	if len(l.Tags) == 0 {
		return
	}
	v := l.visit
	h.Raw(`<ul class="tags mt-2" aria-label="`)
	h.Text(v.T("atlas.active"))
	h.Raw(`">`)
	for i := range l.Tags {
		t := &l.Tags[i]
		h.Raw(`<li><a class="tag" href="`)
		h.Text(t.Path)
		h.Raw(`">`)
		if t.Form != "" {
			thread.DrawLabel(h, v, t.Form)
		} else {
			h.Text(t.Label)
		}
		h.Raw(` <span class="cross" aria-hidden="true">×</span> <span class="visually-hidden">`)
		h.Text(v.T("atlas.remove"))
		h.Raw(`</span></a></li>`)
	}
	h.Raw(`</ul>`)
}
