package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
)

// The part of the earth that the map that can be moved shows land in.
const (
	landWest, landEast   = -25.0, 45.0
	landSouth, landNorth = 33.0, 72.0
)

// landRing is a closed line as browsers are sent it.
type landRing struct {
	Home   bool  `json:"home,omitempty"` // Italy
	Points []int `json:"points"`         // latitude and longitude of the first in thousandths of a degree, then steps
}

// landRings returns the land in and around Europe, Italy's in more detail.
func landRings(t topology) []landRing {
	lines := make([][][2]float64, len(t.Arcs))
	for i, arc := range t.Arcs {
		lines[i] = t.unfold(arc)
	}
	var rings []landRing
	for _, s := range t.Objects.Countries.Geometries {
		home := drawn[s.ID] == "IT"
		stray := 0.04
		if home {
			stray = 0.008
		}
		for _, indexes := range s.Arcs {
			points := simplify(join(lines, indexes), stray)
			if len(points) >= 4 && inView(points) {
				rings = append(rings, landRing{home, steps(points)})
			}
		}
	}
	return rings
}

func inView(points [][2]float64) bool {
	for _, p := range points {
		if p[0] > landWest && p[0] < landEast && p[1] > landSouth && p[1] < landNorth {
			return true
		}
	}
	return false
}

func steps(points [][2]float64) []int {
	var written []int
	var lat, lon int
	for _, p := range points[:len(points)-1] {
		y, x := int(math.Round(p[1]*1000)), int(math.Round(p[0]*1000))
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
