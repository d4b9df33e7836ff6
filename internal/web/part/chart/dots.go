package chart

import (
	"strconv"

	"telaio/internal/i18n"
	"telaio/internal/web/shell"
)

// Dots shows how many people chose each level, one dot for each of them.
type Dots struct {
	counts [ScaleTop + 1]int
	shown  bool
}

// DotsOf counts who chose each of the levels 0 to 4. Fewer people than the
// threshold are kept back: the dots then hold no count at all.
func DotsOf(counts [ScaleTop + 1]int, fewest int) Dots {
	people := 0
	for _, n := range counts {
		people += n
	}
	if people == 0 || people < fewest {
		return Dots{}
	}
	return Dots{counts: counts, shown: true}
}

// Shown reports whether there is something to draw.
func (d Dots) Shown() bool { return d.shown }

// Sentence says the same in words: "2 persone al livello 1, 1 persona al livello 3".
func (d Dots) Sentence(v *shell.Visit) string {
	var parts []string
	for l, n := range d.counts {
		if n > 0 {
			parts = append(parts, v.N("chart.people_at", n, i18n.Args{"Level": v.Number(l)}))
		}
	}
	return v.List(parts)
}

// Dots stand in columns of at most so many, so that thirty people fit.
const (
	dotColumn = 3
	dotWidth  = 19 // px from one dot to the next
	dotHeight = 18
	dotTop    = 12
)

// rows is how many dots the tallest column has.
func (d Dots) rows() int {
	most := 1
	for _, n := range d.counts {
		most = max(most, (n+dotColumn-1)/dotColumn)
	}
	return most
}

// line is the height of the line that the lowest dots lie on.
func (d Dots) line() int { return dotTop + (d.rows()-1)*dotHeight }

func (d Dots) height() string { return strconv.Itoa(d.line() + 24) }

// drawing is the line, the levels and the dots as SVG. It is put together from
// numbers alone: a page has a thousand dots, and a template takes ten times as
// long for each.
func (d Dots) drawing() string {
	b := make([]byte, 0, 2048)
	line := strconv.Itoa(d.line())
	b = append(b, `<line class="stroke-field" x1="0" x2="100%" y1="`+line+`" y2="`+line+`"></line>`...)
	for level, n := range d.counts {
		x := strconv.Itoa(10+20*level) + "%"
		b = append(b, `<text class="t2" x="`+x+`" y="`+strconv.Itoa(d.line()+22)+`" text-anchor="middle">`+strconv.Itoa(level)+`</text>`...)
		if n == 0 {
			continue
		}
		b = append(b, `<svg class="fill-ink stroke-bg" x="`+x+`" overflow="visible" stroke-width="2">`...)
		for i := range n {
			row := i / dotColumn
			inRow := min(dotColumn, n-row*dotColumn)
			b = append(b, `<circle cx="`...)
			b = strconv.AppendFloat(b, float64(i%dotColumn)*dotWidth-float64(inRow-1)*dotWidth/2, 'f', -1, 64)
			b = append(b, `" cy="`...)
			b = strconv.AppendInt(b, int64(d.line()-row*dotHeight), 10)
			b = append(b, `" r="8"/>`...)
		}
		b = append(b, `</svg>`...)
	}
	return string(b)
}
