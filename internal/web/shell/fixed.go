package shell

import (
	"strings"
	"sync"

	"github.com/a-h/templ"

	"telaio/internal/i18n"
)

// fixed keeps what has been made once: things by fixedKey.
type fixed struct{ made sync.Map }

type fixedKey struct {
	language i18n.Language
	part     any
}

// Keep returns what was made for the reader's language the first time. It must
// depend on nothing but the site, the language and the key, and nobody changes it.
// Keys are of a type of their own, and as few as the site's content allows: each
// is kept.
func Keep[T any](v *Visit, key any, make func() T) T {
	of := fixedKey{v.Language, key}
	made, ok := v.Site.fixed.made.Load(of)
	if !ok {
		made, _ = v.Site.fixed.made.LoadOrStore(of, make())
	}
	return made.(T)
}

// Once is Keep for what draw writes.
func Once(v *Visit, key any, draw func(h *HTML)) string {
	return Keep(v, key, func() string {
		var h HTML
		draw(&h)
		return string(h)
	})
}

// Hole stands in a fixed part for what differs from page to page.
const Hole = "{hole}"

// Fixed writes a part that is drawn once, as Once does, with the texts, escaped,
// in the place of its holes. The last text is for all holes that are left.
func Fixed(v *Visit, key any, part templ.Component, texts ...string) templ.Component {
	return Drawn(func(h *HTML) { h.Fixed(v, key, part, texts...) })
}

// Fixed is Fixed by hand.
func (h *HTML) Fixed(v *Visit, key any, part templ.Component, texts ...string) {
	for i, piece := range pieces(v, key, part) {
		if i > 0 {
			h.Text(texts[min(i, len(texts))-1])
		}
		h.Raw(piece)
	}
}

// Filled writes a part that is drawn once, as Once does, and draws what is in its
// holes, one after the other.
func (h *HTML) Filled(v *Visit, key any, part templ.Component, holes ...func(h *HTML)) {
	for i, piece := range pieces(v, key, part) {
		if i > 0 {
			holes[i-1](h)
		}
		h.Raw(piece)
	}
}

// pieces is a part between its holes.
func pieces(v *Visit, key any, part templ.Component) []string {
	return Keep(v, key, func() []string {
		var h HTML
		h.Component(part)
		return strings.Split(string(h), Hole)
	})
}
