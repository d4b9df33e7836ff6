package townmap

import (
	"math"
	"strconv"
	"unicode/utf8"

	"telaio/internal/organisation"
)

// Town is a municipality with organisations.
type Town struct {
	*organisation.Municipality
	Count  int
	Chosen bool
	Stale  bool // none of its organisations has been confirmed lately enough
}

// Map is a map of Italy under the list of the same organisations.
type Map struct {
	Land     string            // of Land, "" = the dots alone
	Towns    []Town            // the largest first
	Others   string            // the address that a town's code is put behind
	Back     func(Town) string // where the dot of a chosen town leads
	Abroad   int               // organisations outside Italy
	Unplaced int               // organisations without a public place
	Shown    int               // organisations in the list, of Size; both 0 = not said
	Size     int
	Live     Live
}

// Live is what turns the drawing into a map that can be moved, where there is a
// script for it; the zero Live leaves it as it is.
type Live struct {
	Script, Style string // addresses
	State         string // address of what the map shows
}

// dot is a town as it is drawn.
type dot struct {
	Town
	name    string // in the reader's language
	x, y, r float64
	small   bool // too close to a larger one to hold its number
	label   label
}

// label is where the town's name stands beside its dot.
type label struct {
	x, y   float64
	anchor string // "" = it is not written
}

// The bounds of what is drawn.
const (
	mostLinks  = 40   // towns that are links; the others are points
	mostPoints = 1500 // points
	mostLabels = 14
)

// drawing is what is on the map.
type drawing struct {
	dots   []dot
	points string // the path of the towns beyond the most that can be links

	// Where the dots are, and what they and the names take.
	room  [mostLinks]dot
	taken [mostLinks + mostLabels]box
}

// lay places the dots and the names of the largest towns so that they do not
// cover each other.
func (d *drawing) lay(towns []Town, called func(*organisation.Municipality) string) {
	linked := min(mostLinks, len(towns))
	d.dots = d.room[:0]
	for _, t := range towns[:linked] {
		dot := place(t, d.dots)
		dot.name = called(t.Municipality)
		d.dots = append(d.dots, dot)
	}
	taken := boxes(d.dots, d.taken[:0])
	labels := 0
	for i := range d.dots {
		if !d.dots[i].small && labels < mostLabels {
			if d.dots[i].label = free(&d.dots[i], &taken); d.dots[i].label.anchor != "" {
				labels++
			}
		}
	}
	if d.points = ""; linked < len(towns) {
		d.points = pointPath(towns[linked:])
	}
}

// place gives the town its dot, a small one where it would cover another.
func place(t Town, larger []dot) dot {
	x, y := project(t.Lat, t.Lon)
	d := dot{Town: t, x: x, y: y, r: radius(t.Count)}
	d.stay()
	for i := range larger {
		other := &larger[i]
		dx, dy, reach := d.x-other.x, d.y-other.y, other.r+d.r-4
		if dx*dx+dy*dy < reach*reach {
			d.small, d.r = true, 6
			break
		}
	}
	if d.small {
		d.leave(larger)
		d.stay()
	}
	return d
}

// stay brings the dot back onto the drawing.
func (d *dot) stay() {
	const edge = 8
	d.x, d.y = min(max(d.x, edge), width-edge), min(max(d.y, edge), height-edge)
}

// leave moves a small dot to the rim of those that it would lie upon, where it
// can be seen and reached.
func (d *dot) leave(larger []dot) {
	for i := range larger {
		other := &larger[i]
		dx, dy := d.x-other.x, d.y-other.y
		far, reach := math.Hypot(dx, dy), other.r+d.r
		switch {
		case other.small || far >= reach:
		case far == 0:
			d.x += reach
		default:
			d.x, d.y = other.x+dx*reach/far, other.y+dy*reach/far
		}
	}
}

// radius grows with the area's root, and leaves room for the number.
func radius(count int) float64 {
	digits := len(strconv.Itoa(count))
	return min(26, max(13+1.6*math.Sqrt(float64(count)-1), float64(8+5*digits), 15))
}

// box is a rectangle that is taken.
type box struct{ left, top, right, bottom float64 }

func (b box) meets(o box) bool {
	return b.left < o.right && o.left < b.right && b.top < o.bottom && o.top < b.bottom
}

func boxes(dots []dot, taken []box) []box {
	for i := range dots {
		d := &dots[i]
		taken = append(taken, box{d.x - d.r, d.y - d.r, d.x + d.r, d.y + d.r})
	}
	return taken
}

// free finds room for the name: right of the dot, left, above, below.
func free(d *dot, taken *[]box) label {
	const letter, line = 11.2, 20.0 // on a narrow screen, where names are drawn largest
	long := letter * float64(utf8.RuneCountInString(d.name))
	gap := d.r + 5
	for _, l := range [...]label{
		{d.x + gap, d.y + 6, "start"},
		{d.x - gap, d.y + 6, "end"},
		{d.x, d.y - gap, "middle"},
		{d.x, d.y + gap + 13, "middle"},
	} {
		left := l.x
		switch l.anchor {
		case "end":
			left -= long
		case "middle":
			left -= long / 2
		}
		room := box{left, l.y - line + 4, left + long, l.y + 4}
		if room.left < 2 || room.right > width-2 || room.top < 2 || room.bottom > height-2 || meetsAny(room, *taken) {
			continue
		}
		*taken = append(*taken, room)
		return l
	}
	return label{}
}

func meetsAny(b box, taken []box) bool {
	for _, t := range taken {
		if b.meets(t) {
			return true
		}
	}
	return false
}

// pointPath is a line of no length for each town, once per unit of the drawing:
// round line ends make it a point.
func pointPath(towns []Town) string {
	path := make([]byte, 0, 10*min(len(towns), mostPoints))
	seen := make(map[[2]int16]struct{}, min(len(towns), mostPoints))
	for _, t := range towns {
		x, y := project(t.Lat, t.Lon)
		at := [2]int16{int16(math.Round(x)), int16(math.Round(y))}
		if _, drawn := seen[at]; drawn || len(seen) == mostPoints {
			continue
		}
		seen[at] = struct{}{}
		path = strconv.AppendInt(append(path, 'M'), int64(at[0]), 10)
		path = strconv.AppendInt(append(path, ' '), int64(at[1]), 10)
		path = append(path, "h0"...)
	}
	return string(path)
}
