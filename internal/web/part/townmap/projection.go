// Package townmap draws Italy on the server, with a dot for each municipality
// that organisations are in. The list beside it says the same in words.
package townmap

import (
	"math"
	"strconv"
	"strings"

	"telaio/internal/gazetteer"
)

// The drawing's size, in its own units.
const (
	width  = 520
	height = 620
)

// project puts a point of the earth on the drawing by Mercator's projection,
// which keeps the outline's familiar shape. Italy from the Alps to Sicily fills
// the drawing; Lampedusa is drawn at its lower edge.
func project(lat, lon float64) (x, y float64) {
	const scale, left, top = 2367.0, 258.7, 2230.0
	x = lon*math.Pi/180*scale - left
	y = top - scale*math.Log(math.Tan(math.Pi/4+lat*math.Pi/360))
	return x, y
}

// Land returns the outlines of Italy as the path of an SVG drawing.
func Land(rings []gazetteer.Ring) string {
	var path strings.Builder
	for _, ring := range rings {
		if ring.Country == "IT" && len(ring.Points) > 2 {
			drawRing(&path, ring.Points)
		}
	}
	return path.String()
}

// drawRing writes steps from point to point in tenths, which is shorter than
// where the points are.
func drawRing(path *strings.Builder, points []gazetteer.Point) {
	var fromX, fromY int
	for i, p := range points[:len(points)-1] {
		px, py := project(p.Lat, p.Lon)
		x, y := int(math.Round(px*10)), int(math.Round(py*10))
		if i == 0 {
			path.WriteString("M" + tenths(x) + " " + tenths(y) + "l")
		} else if x != fromX || y != fromY {
			path.WriteString(step(x-fromX, i > 1) + step(y-fromY, true))
		}
		fromX, fromY = x, y
	}
	path.WriteString("z")
}

// step writes a number with the space before it that it may need.
func step(n int, apart bool) string {
	if apart && n >= 0 {
		return " " + tenths(n)
	}
	return tenths(n)
}

// tenths writes n tenths in the fewest characters: -.5, 12, 3.1.
func tenths(n int) string { return string(appendTenths(nil, n)) }

func appendTenths(b []byte, n int) []byte {
	if n%10 == 0 {
		return strconv.AppendInt(b, int64(n/10), 10)
	}
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	if n >= 10 {
		b = strconv.AppendInt(b, int64(n/10), 10)
	}
	return append(b, '.', byte('0'+n%10))
}

func number(f float64) string { return tenths(int(math.Round(f * 10))) }
