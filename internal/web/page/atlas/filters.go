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

// draw draws the content of the page: what fills the holes of the frame, as they
// come.
func (l *list) draw(h *shell.HTML) {
	dots := len(l.Map.Towns) > 0
	h.Filled(l.visit, frameKey{dots}, frame(l.visit, dots),
		func(h *shell.HTML) { h.Text(l.Query.Text) },
		l.unseen,
		func(h *shell.HTML) { h.Text(l.nearTyped()) },
		func(h *shell.HTML) { h.Text(l.Query.WithoutNear().OnPage(0).Encode()) },
		l.choices, l.reset, l.filterButton, l.results,
		func(h *shell.HTML) { townmap.Draw(h, l.visit, l.Map) })
}

// unseen keeps what the form does not ask.
func (l *list) unseen(h *shell.HTML) {
	if order := string(l.Query.Order); order != "" {
		hidden(h, "ordine", order)
	}
	if area := l.Query.Area.String(); area != "" {
		hidden(h, "zona", area)
	}
	for _, code := range l.Query.Chosen[atlas.Towns] {
		hidden(h, atlas.Towns.Parameter(), code)
	}
}

func hidden(h *shell.HTML, name, value string) {
	h.Raw(`<input type="hidden" name="`, name, `" value="`)
	h.Text(value)
	h.Raw(`">`)
}

// choices draws the facets.
func (l *list) choices(h *shell.HTML) {
	for i := range l.Facets {
		l.Facets[i].draw(h, l.visit)
	}
}

// reset leads back to the list of all.
func (l *list) reset(h *shell.HTML) {
	if l.Query.Active() > 0 || l.Near.Town != nil {
		h.Raw(`<a href="`)
		h.Text(l.path)
		h.Raw(`" class="btn btn--quiet">`)
		h.Text(l.visit.T("atlas.reset"))
		h.Raw(`</a>`)
	}
}

// filterButton opens the filters on a phone, where the text is seen without it.
func (l *list) filterButton(h *shell.HTML) {
	if n := l.Query.WithoutText().Active(); n > 0 {
		h.Text(l.visit.N("atlas.filter_active", n))
		return
	}
	h.Text(l.visit.T("atlas.filter"))
}
