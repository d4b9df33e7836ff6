package atlas

import (
	"context"

	"github.com/bits-and-blooms/bitset"

	"telaio/internal/organisation"
)

// Cell is a part of the map and how many organisations have a public point in
// it.
type Cell struct {
	Point // the middle of its points
	Count int
}

// Pin is one point of one organisation.
type Pin struct {
	Point
	Name, Slug string
	Town       *organisation.Municipality // nil = not known
	Stale      bool                       // not confirmed for long
}

// Grid is what a part of the map shows when there are too many organisations to
// send them all: counts, or the points themselves where they are few.
type Grid struct {
	Cells []Cell
	Pins  []Pin
	Total int // organisations that the query finds, here and elsewhere
}

// The bounds of a grid.
const (
	mostPins  = 200 // points that are sent one by one
	mostCells = 48  // along each side
	// MostZoom is the closest that a map is looked at.
	MostZoom = 18
)

// Grid counts what the query finds in a part of the map, at a zoom of 0 (the
// whole earth on 256 pixels) to MostZoom.
func (x *Index) Grid(ctx context.Context, q Query, view Area, zoom int) (Grid, error) {
	s, found, err := x.found(ctx, q)
	if err != nil {
		return Grid{}, err
	}
	g := Grid{Total: int(found.Count())}
	seen := s.seen(found, view)
	if len(seen) <= mostPins {
		g.Pins = s.pins(seen)
		return g, nil
	}
	g.Cells = s.cells(seen, view, zoom)
	return g, nil
}

// sight is a point of an entry.
type sight struct{ doc, point uint32 }

// seen lists the points of a set's entries that are in view.
func (s *Snapshot) seen(set *bitset.BitSet, view Area) []sight {
	var all []sight
	for doc, ok := set.NextSet(0); ok; doc, ok = set.NextSet(doc + 1) {
		from, to := s.placed.of(uint32(doc))
		for i := from; i < to; i++ {
			if view.Holds(s.placed.points[i]) {
				all = append(all, sight{uint32(doc), i})
			}
		}
	}
	return all
}

func (s *Snapshot) pins(seen []sight) []Pin {
	pins := make([]Pin, len(seen))
	for i, at := range seen {
		e := &s.entries[at.doc]
		pins[i] = Pin{Point: s.placed.points[at.point], Name: e.Name, Slug: e.Slug, Stale: s.stale.Test(uint(at.doc)), Town: s.townOf(at.point)}
	}
	return pins
}

// cells counts points in squares of 64 pixels, or larger ones where the view has
// too many of them.
func (s *Snapshot) cells(seen []sight, view Area, zoom int) []Cell {
	side := int64(360 * perDegree / 4 >> min(max(zoom, 0), MostZoom))
	side = max(side, int64(view.North-view.South)/mostCells+1, (int64(view.East)-int64(view.West))/mostCells+1)
	columns := (int64(view.East)-int64(view.West))/side + 1
	rows := int64(view.North-view.South)/side + 1
	type sum struct {
		lat, lon, n int64
		last        uint32 // entry + 1: who has several points in a cell counts once
	}
	sums := make([]sum, columns*rows)
	for _, at := range seen {
		p := s.placed.points[at.point]
		c := &sums[int64(p.Lat-view.South)/side*columns+(int64(p.Lon)-int64(view.West))/side]
		if c.last != at.doc+1 {
			c.lat, c.lon, c.n, c.last = c.lat+int64(p.Lat), c.lon+int64(p.Lon), c.n+1, at.doc+1
		}
	}
	var cells []Cell
	for _, c := range sums {
		if c.n > 0 {
			cells = append(cells, Cell{Point{int32(c.lat / c.n), int32(c.lon / c.n)}, int(c.n)})
		}
	}
	return cells
}

// ParseArea reads an area as it stands in an address, "south,west,north,east" in
// degrees; anything else is the zero Area.
func ParseArea(text string) Area { return parseArea(text) }
