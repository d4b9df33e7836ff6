package atlas

import (
	"math"
	"strconv"
	"strings"

	"github.com/bits-and-blooms/bitset"
)

// Area is a rectangle of the map. The zero Area is the whole earth.
type Area struct{ South, West, North, East int32 } // in units of a Point

// areaStep is how exact an area is in an address: thousandths of a degree.
const areaStep = perDegree / 1000

// parseArea reads "south,west,north,east" in degrees; anything else is the zero
// Area.
func parseArea(text string) Area {
	if len(text) > 100 {
		return Area{}
	}
	parts := strings.Split(text, ",")
	if len(parts) != 4 {
		return Area{}
	}
	var edges [4]int32
	for i, part := range parts {
		degrees, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		most := [...]float64{90, 180}[i%2]
		if err != nil || !(math.Abs(degrees) <= most) {
			return Area{}
		}
		edges[i] = int32(math.Round(degrees*perDegree/areaStep)) * areaStep
	}
	a := Area{edges[0], edges[1], edges[2], edges[3]}
	if a.South >= a.North || a.West >= a.East {
		return Area{}
	}
	return a
}

// String writes the area as it stands in an address, "" for the zero Area.
func (a Area) String() string {
	if a == (Area{}) {
		return ""
	}
	var b strings.Builder
	for i, edge := range [...]int32{a.South, a.West, a.North, a.East} {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.FormatFloat(float64(edge)/perDegree, 'f', -1, 64))
	}
	return b.String()
}

// Holds reports whether the point lies in the area.
func (a Area) Holds(p Point) bool {
	return p.Lat >= a.South && p.Lat <= a.North && p.Lon >= a.West && p.Lon <= a.East
}

// within returns those of a set that have a public point in the area; nil stands
// for everything. It may return the set itself: nobody changes it.
func (s *Snapshot) within(set *bitset.BitSet, a Area) *bitset.BitSet {
	if a == (Area{}) {
		return set
	}
	inside := bitset.New(uint(len(s.entries)))
	for doc := range s.entries {
		from, to := s.placed.of(uint32(doc))
		for _, p := range s.placed.points[from:to] {
			if a.Holds(p) {
				inside.Set(uint(doc))
				break
			}
		}
	}
	if set != nil {
		inside.InPlaceIntersection(set)
	}
	return inside
}
