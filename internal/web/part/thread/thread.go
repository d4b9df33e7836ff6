// Package thread draws the three forms of solidarity. A form is never a colour
// alone: it is a hue, a shape, a weave and a word together.
package thread

import (
	"context"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"telaio/internal/taxonomy"
	"telaio/internal/web/shell"
)

// Thread is the drawing of one form: the suffix of its CSS classes. A form that
// the content gives no thread is drawn plain.
type Thread string

// The threads.
const (
	Twill Thread = "emp" // triangle
	Plain Thread = "adv" // square
	Satin Thread = "net" // circle
	None  Thread = ""
)

// Of returns the thread of the solidarity form with the code. The content
// names it, as the fact "thread" of the taxonomy's term.
func Of(v *shell.Visit, code string) Thread {
	term, _ := v.Site.Taxonomies[taxonomy.SolidarityForm].Term(code)
	switch t := Thread(term.Facts["thread"]); t {
	case Twill, Plain, Satin:
		return t
	default:
		return None
	}
}

// Fill is the value of an SVG fill attribute that weaves the shape. The page
// has to hold Weaves.
func (t Thread) Fill() string {
	if t == None {
		return "url(#warp)"
	}
	return "url(#w-" + string(t) + ")"
}

func (t Thread) class(block string) string {
	if t == None {
		return block
	}
	return block + " " + block + "--" + string(t)
}

// shape is the path of the thread's sign in a square of 16.
func (t Thread) shape() string {
	switch t {
	case Twill:
		return "M8 1 15.6 14.6H.4z"
	case Plain:
		return "M1.2 1.2h13.6v13.6H1.2z"
	case Satin:
		return "M8 .7a7.3 7.3 0 1 1 0 14.6A7.3 7.3 0 0 1 8 .7z"
	default:
		return "M8 .7 15.3 8 8 15.3.7 8z"
	}
}

// weave is the repeat of a weave: after how many threads it begins anew, and
// at which crossings (column, row) the warp lies on top.
type weave struct {
	thread Thread
	repeat int
	warp   [][2]int
}

func weaves() []weave {
	return []weave{
		{Plain, 2, [][2]int{{0, 0}, {1, 1}}},
		{Twill, 3, [][2]int{{0, 0}, {1, 1}, {2, 2}}},
		{Satin, 5, [][2]int{{0, 0}, {2, 1}, {4, 2}, {1, 3}, {3, 4}}},
	}
}

// unit is the width of one thread in a weave, in CSS pixels.
const unit = 6

// Weaves defines the fills that charts, maps and blocks refer to: w-adv, w-emp,
// w-net and warp. A page holds it once. It is the same on every page, and drawn
// once: that was a tenth of the making of an organisation's page.
func Weaves() templ.Component { return templ.Raw(woven()) }

var woven = sync.OnceValue(func() string {
	var b strings.Builder
	if err := weaveFills().Render(context.Background(), &b); err != nil {
		panic(err) // a strings.Builder takes every write
	}
	return b.String()
})
