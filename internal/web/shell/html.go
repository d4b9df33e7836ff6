package shell

import (
	"context"
	"io"
	"sync"

	"github.com/a-h/templ"
	templruntime "github.com/a-h/templ/runtime"
)

// HTML is markup that is put together by hand. It is for parts
// that a page has dozens of: drawn by templates, each piece is a component of its
// own and takes ten times as long.
type HTML []byte

// Raw appends markup as it is.
func (h *HTML) Raw(markup ...string) {
	for _, m := range markup {
		*h = append(*h, m...)
	}
}

// Text appends a text, escaped for the content of an element or an attribute
// between double quotes.
func (h *HTML) Text(text string) {
	done := 0
	for i := range len(text) {
		if escaped := escapes[text[i]]; escaped != "" {
			*h = append(append(*h, text[done:i]...), escaped...)
			done = i + 1
		}
	}
	*h = append(*h, text[done:]...)
}

// escapes is what stands for the characters that mean something in HTML.
var escapes = [256]string{'&': "&amp;", '\'': "&#39;", '<': "&lt;", '>': "&gt;", '"': "&#34;"}

// Component appends what a component draws. It is drawn to its end even when the
// reader has gone, and into memory, so that nothing can fail but its own code.
func (h *HTML) Component(part templ.Component) {
	if err := part.Render(context.Background(), h); err != nil {
		panic(err)
	}
}

// Write appends markup.
func (h *HTML) Write(markup []byte) (int, error) {
	*h = append(*h, markup...)
	return len(markup), nil
}

// rooms are used again: growing a new one costs more than filling it.
var rooms = sync.Pool{New: func() any { return new(HTML) }}

// Drawn is a component that is put together by hand when it is its turn.
func Drawn(draw func(h *HTML)) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		if page, ok := under(w); ok {
			draw(page)
			return nil
		}
		h := rooms.Get().(*HTML)
		defer rooms.Put(h)
		*h = (*h)[:0]
		draw(h)
		_, err := w.Write(*h)
		return err
	})
}

// under is the page that a component is written to, if it is one: what is drawn by
// hand need not be copied there.
func under(w io.Writer) (page *HTML, ok bool) {
	switch w := w.(type) {
	case *HTML:
		return w, true
	case *templruntime.Buffer:
		page, ok = w.Underlying.(*HTML)
		return page, ok && w.Flush() == nil
	default:
		return nil, false
	}
}
