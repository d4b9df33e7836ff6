package main

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"slices"
)

// topology is a TopoJSON file: shapes made of arcs that neighbours share, whose
// points are whole numbers, each the step from the one before.
type topology struct {
	Arcs      [][][2]float64 `json:"arcs"`
	Transform struct {
		Scale     [2]float64 `json:"scale"`
		Translate [2]float64 `json:"translate"`
	} `json:"transform"`
	Objects struct {
		Countries struct {
			Geometries []shape `json:"geometries"`
		} `json:"countries"`
	} `json:"objects"`
}

// shape is a country: its rings are lists of arcs, ^n meaning arc n backwards.
type shape struct {
	Type string `json:"type"`
	ID   string `json:"id"` // ISO 3166-1 numeric
	Arcs arcs   `json:"arcs"`
}

// ring is one closed line, in degrees.
type ring struct {
	country string
	points  [][2]float64 // longitude, latitude
}

// drawn lists the countries on the map of Italy.
var drawn = map[string]string{
	"380": "IT", "250": "FR", "756": "CH", "040": "AT", "705": "SI", "191": "HR", "674": "SM", "336": "VA",
	"492": "MC", "070": "BA", "008": "AL", "499": "ME", "788": "TN", "470": "MT", "438": "LI", "276": "DE", "348": "HU", "012": "DZ", "300": "GR",
}

// The part of the earth that the map may show, with some way around it.
const (
	west, east   = 3.0, 22.0
	south, north = 34.0, 49.5
)

// outlines returns the land of the drawn countries that touches the map.
func outlines(t topology) []ring {
	lines := make([][][2]float64, len(t.Arcs))
	for i, arc := range t.Arcs {
		lines[i] = t.unfold(arc)
	}
	var rings []ring
	for _, s := range t.Objects.Countries.Geometries {
		country := drawn[s.ID]
		if country == "" {
			continue
		}
		for _, indexes := range s.Arcs {
			points := simplify(join(lines, indexes), tolerance(country))
			if len(points) >= 4 && onMap(points) {
				rings = append(rings, ring{country, points})
			}
		}
	}
	slices.SortStableFunc(rings, func(a, b ring) int { return len(b.points) - len(a.points) })
	return rings
}

// tolerance is how far in degrees a line may stray: a third of a pixel of the
// map for Italy, more for its neighbours.
func tolerance(country string) float64 {
	if country == "IT" {
		return 0.012
	}
	return 0.03
}

func (t topology) unfold(arc [][2]float64) [][2]float64 {
	points := make([][2]float64, len(arc))
	var x, y float64
	for i, step := range arc {
		x, y = x+step[0], y+step[1]
		points[i] = [2]float64{
			x*t.Transform.Scale[0] + t.Transform.Translate[0],
			y*t.Transform.Scale[1] + t.Transform.Translate[1],
		}
	}
	return points
}

// join puts the arcs of a ring one after the other, without repeating the point
// where they meet.
func join(lines [][][2]float64, indexes []int) [][2]float64 {
	var points [][2]float64
	for _, i := range indexes {
		line := lines[max(i, ^i)]
		if i < 0 {
			line = slices.Clone(line)
			slices.Reverse(line)
		}
		if len(points) > 0 {
			line = line[1:]
		}
		points = append(points, line...)
	}
	return points
}

func onMap(points [][2]float64) bool {
	return slices.ContainsFunc(points, func(p [2]float64) bool {
		return p[0] > west && p[0] < east && p[1] > south && p[1] < north
	})
}

// simplify leaves out the points that lie within tolerance of the line between
// those that are kept (Douglas and Peucker's method).
func simplify(points [][2]float64, tolerance float64) [][2]float64 {
	if len(points) < 4 {
		return points
	}
	// A ring begins where it ends: halve it, so that there is a line to measure from.
	half := len(points) / 2
	first, second := thin(points[:half+1], tolerance), thin(points[half:], tolerance)
	return append(first, second[1:]...)
}

func thin(points [][2]float64, tolerance float64) [][2]float64 {
	farthest, distance := 0, 0.0
	last := len(points) - 1
	for i := 1; i < last; i++ {
		if d := fromLine(points[i], points[0], points[last]); d > distance {
			farthest, distance = i, d
		}
	}
	if distance <= tolerance {
		return [][2]float64{points[0], points[last]}
	}
	return append(thin(points[:farthest+1], tolerance), thin(points[farthest:], tolerance)[1:]...)
}

// fromLine is the distance of p from the segment a–b.
func fromLine(p, a, b [2]float64) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	if dx == 0 && dy == 0 {
		return math.Hypot(p[0]-a[0], p[1]-a[1])
	}
	along := ((p[0]-a[0])*dx + (p[1]-a[1])*dy) / (dx*dx + dy*dy)
	along = min(1, max(0, along))
	return math.Hypot(p[0]-a[0]-along*dx, p[1]-a[1]-along*dy)
}

func writeRings(w io.Writer, rings []ring) error {
	buffered := bufio.NewWriter(w)
	for _, r := range rings {
		fmt.Fprintf(buffered, "%s\t", r.country)
		for _, p := range r.points {
			fmt.Fprintf(buffered, "%.3f,%.3f ", p[1], p[0])
		}
		fmt.Fprintln(buffered)
	}
	return buffered.Flush()
}
