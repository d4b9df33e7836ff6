package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
)

// The part of the earth that the map that can be moved shows land in.
const (
	landWest, landEast   = -25.0, 45.0
	landSouth, landNorth = 33.0, 72.0
)

// landRing is a closed line as browsers are sent it.
type landRing struct {
	Home   bool  `json:"home,omitempty"` // Italy
	Points []int `json:"points"`         // latitude and longitude of the first in hundredths of a degree, Italy's in thousandths, then steps
}

// landRings returns the land in and around Europe, in more detail Italy's and, less
// so, its neighbours'.
func landRings(t topology) []landRing {
	lines := make([][][2]float64, len(t.Arcs))
	for i, arc := range t.Arcs {
		lines[i] = t.unfold(arc)
	}
	var rings []landRing
	for _, s := range t.Objects.Countries.Geometries {
		home := drawn[s.ID] == "IT"
		stray, parts := 0.14, 100.0
		switch {
		case home:
			stray, parts = 0.008, 1000
		case drawn[s.ID] != "":
			stray = 0.05
		}
		for _, indexes := range s.Arcs {
			points := simplify(unbroken(join(lines, indexes)), stray)
			if len(points) >= 4 && slices.ContainsFunc(points, inView) {
				rings = append(rings, landRing{home, steps(coarseOutside(points), parts)})
			}
		}
	}
	return rings
}

func inView(p [2]float64) bool {
	return p[0] > landWest && p[0] < landEast && p[1] > landSouth && p[1] < landNorth
}

// unbroken draws land that goes on over the 180th meridian beyond it, where the
// line would else run around the earth.
func unbroken(points [][2]float64) [][2]float64 {
	for i := 1; i < len(points); i++ {
		points[i][0] -= 360 * math.Round((points[i][0]-points[i-1][0])/360)
	}
	return points
}

// coarseOutside keeps of the shape of a country only what is seen from afar, where
// it goes on out of view: Russia has a third of all points there.
func coarseOutside(points [][2]float64) [][2]float64 {
	const stray = 0.7
	var kept [][2]float64
	for from := 0; from < len(points); {
		to := from + 1
		for to < len(points) && inView(points[to]) == inView(points[from]) {
			to++
		}
		part := points[from:to]
		if !inView(points[from]) && len(part) > 2 {
			part = thin(part, stray)
		}
		kept = append(kept, part...)
		from = to
	}
	return kept
}

// steps writes points in so many parts of a degree, those that fall on the one
// before once.
func steps(points [][2]float64, parts float64) []int {
	var written []int
	var lat, lon int
	for _, p := range points[:len(points)-1] {
		y, x := int(math.Round(p[1]*parts)), int(math.Round(p[0]*parts))
		if len(written) > 0 && y == lat && x == lon {
			continue
		}
		written = append(written, y-lat, x-lon)
		lat, lon = y, x
	}
	return written
}

func writeLand(file string, t topology) error {
	raw, err := json.Marshal(landRings(t))
	if err != nil {
		return fmt.Errorf("write the land: %w", err)
	}
	if err := os.WriteFile(file, raw, 0o644); err != nil {
		return fmt.Errorf("write the land: %w", err)
	}
	return nil
}
