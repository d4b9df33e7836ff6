package atlas

import (
	"telaio/internal/atlas"
	"telaio/internal/web/part/townmap"
	"telaio/internal/web/shell"
)

// The list is the page that is asked for in the most states, so that no cache
// holds them all. Its parts are drawn by hand: as templates they took three times
// as long.

// frameKey is for the page without what differs from list to list.
type frameKey struct{ dots bool }

// draw draws the content of the page.
func (l *list) draw(h *shell.HTML) {
	dots := len(l.Map.Towns) > 0
	h.Filled(l.visit, frameKey{dots}, frame(l.visit, dots),
		l.filters, l.filterButton, l.results, func(h *shell.HTML) { townmap.Draw(h, l.visit, l.Map) })
}

// filterButton opens the filters on a phone, where the text is seen without it.
func (l *list) filterButton(h *shell.HTML) {
	if n := l.Query.WithoutText().Active(); n > 0 {
		h.Text(l.visit.N("atlas.filter_active", n))
		return
	}
	h.Text(l.visit.T("atlas.filter"))
}

// nearKey is for the field for a town, of which all but what was typed is fixed.
type nearKey struct{}

// filters draws the form.
func (l *list) filters(h *shell.HTML) {
	v := l.visit
	h.Raw(`<form class="filters" action="`)
	h.Text(l.path)
	h.Raw(`" role="search" aria-label="`)
	h.Text(v.T("atlas.filters"))
	h.Raw(`"><div class="field"><label for="q">`)
	h.Text(v.T("atlas.search"))
	h.Raw(`</label><div class="search-row"><input class="input" id="q" name="q" type="search" value="`)
	h.Text(l.Query.Text)
	h.Raw(`" maxlength="200" autocomplete="off" enterkeyhint="search"><button class="btn btn--2">`)
	h.Text(v.T("atlas.find"))
	h.Raw(`</button></div></div>`)
	if order := string(l.Query.Order); order != "" {
		hidden(h, "ordine", order)
	}
	if area := l.Query.Area.String(); area != "" {
		hidden(h, "zona", area)
	}
	h.Fixed(v, nearKey{}, near(v, shell.Hole, shell.Hole), l.nearTyped(), l.Query.WithoutNear().OnPage(0).Encode())
	for i := range l.Facets {
		l.Facets[i].draw(h, v)
	}
	for _, code := range l.Query.Chosen[atlas.Towns] {
		hidden(h, atlas.Towns.Parameter(), code)
	}
	h.Raw(`<p class="row mt-5 apply"><button class="btn">`)
	h.Text(v.T("atlas.apply"))
	h.Raw(`</button>`)
	if l.Query.Active() > 0 || l.Near.Town != nil {
		h.Raw(` <a href="`)
		h.Text(l.path)
		h.Raw(`" class="btn btn--quiet">`)
		h.Text(v.T("atlas.reset"))
		h.Raw(`</a>`)
	}
	h.Raw(`</p></form>`)
}

func hidden(h *shell.HTML, name, value string) {
	h.Raw(`<input type="hidden" name="`, name, `" value="`)
	h.Text(value)
	h.Raw(`">`)
}
