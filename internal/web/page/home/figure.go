package home

import (
	"math"
	"strconv"
	"strings"
	"sync"

	"telaio/internal/web/part/thread"
)

// The loom of the front page, in warps and rows of side pixels.
const (
	side    = 14
	columns = 42
	rows    = 46
	beam    = 16 // height of the bars that hold the warp
)

// cloth is one shape on the loom: an SVG path in the weave of its form.
type cloth struct{ class, path string }

// figure is a circle, a square and a triangle, each woven as the form that it
// stands for. It never changes.
var figure = sync.OnceValue(func() []cloth {
	return []cloth{
		{"stroke-emp", weave(thread.Twill, 24, 44, triangle)},
		{"stroke-adv", weave(thread.Plain, 16, 32, square)},
		{"stroke-net", weave(thread.Satin, 2, 21, circle)},
	}
})

// weave draws the rows from first (included) to last (excluded), each from one
// warp to another.
func weave(t thread.Thread, first, last int, shape func(row int) (from, to int)) string {
	var d strings.Builder
	for row := first; row < last; row++ {
		from, to := shape(row)
		d.WriteString(thread.Pick(t, row, from, to, side))
	}
	return d.String()
}

func square(int) (from, to int) { return 4, 20 }

func circle(row int) (from, to int) {
	const centre, middle, radius = 29, 11, 9.4
	half := math.Sqrt(radius*radius - math.Pow(float64(row-middle), 2))
	return int(math.Round(centre - half)), int(math.Round(centre + half))
}

// triangle has equal sides, and its tip a row and a half above row 24.
func triangle(row int) (from, to int) {
	const centre = 28
	half := int(math.Round((float64(row-24) + 1.5) * math.Tan(math.Pi/6)))
	return centre - half, centre + half
}

// viewBox is that of the figure with its beams.
func viewBox() string {
	return "0 " + strconv.Itoa(-beam) + " " + strconv.Itoa(columns*side) + " " + strconv.Itoa(rows*side+2*beam)
}
