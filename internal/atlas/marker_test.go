package atlas

import (
	"encoding/json"
	"log/slog"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"telaio/internal/clock"
	"telaio/internal/organisation"
)

// decoded is what a browser reads out of the markers.
func decoded(t interface{ Fatal(...any) }, m Markers) (c markerColumns, points [][]Point) {
	if err := json.Unmarshal(m.Body, &c); err != nil {
		t.Fatal(err)
	}
	next := 0
	for i := range c.Names {
		var own []Point
		for range int(c.Count[i] - '0') {
			p := Point{c.DLat[next], c.DLon[next]}
			if town := c.In[next]; town >= 0 {
				p.Lat, p.Lon = p.Lat+c.Lat[town], p.Lon+c.Lon[town]
			}
			own = append(own, p)
			next++
		}
		points = append(points, own)
	}
	return c, points
}

func TestMarkers_areThePublicPointsAndNoOthers(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var all []organisation.Organisation
		for _, o := range rapid.SliceOfNDistinct(rapid.Custom(anyOrganisation), 0, 30, func(o organisation.Organisation) string { return o.ID }).Draw(r, "organisations") {
			for i := range o.Card.Places {
				if m := o.Card.Places[i].Municipality; rapid.Bool().Draw(r, "exact") {
					o.Card.Places[i].Lat, o.Card.Places[i].Lon = m.Lat+rapid.Float64Range(-0.1, 0.1).Draw(r, "lat"), m.Lon+0.01
				} else {
					o.Card.Places[i].Lat, o.Card.Places[i].Lon = m.Lat, m.Lon
				}
			}
			o.Slug = rapid.SampledFrom([]string{plainSlug(o.Card.Name), "altro"}).Draw(r, "slug")
			all = append(all, o)
		}
		s := snapshotOf(all)
		markers, err := s.Markers()
		if err != nil {
			r.Fatal(err)
		}
		c, points := decoded(r, markers)
		at := 0
		for i := range s.entries {
			e := &s.entries[i]
			if len(e.spots) == 0 {
				continue
			}
			var want []Point
			for _, p := range e.spots {
				want = append(want, p.Point)
			}
			slug := c.Slugs[at]
			if slug == "" {
				slug = plainSlug(c.Names[at])
			}
			if c.Names[at] != e.Name || slug != e.Slug || !cmp.Equal(points[at], want) {
				r.Fatalf("%s (%s) at %v; want %s (%s) at %v", c.Names[at], slug, points[at], e.Name, e.Slug, want)
			}
			at++
		}
		if at != len(c.Names) {
			r.Fatalf("%d organisations; want %d", len(c.Names), at)
		}
	})
}

func TestOnMap_hasABitForEachOrganisationWithAPoint(t *testing.T) {
	x := NewIndex(nil, vocabulary(), nil, &clock.Fixed{}, slog.New(slog.DiscardHandler))
	x.current.Store(snapshotOf([]organisation.Organisation{
		at("a", exactly(41, 12)), at("b"), at("c", exactly(45, 9)), at("d", exactly(41.5, 12.5)), at("e"),
	}))
	got, err := x.OnMap(t.Context(), parse(t, "zona=40,11,42,13"))
	if err != nil || got.Total != 2 || got.Located != 2 || !cmp.Equal(got.Found, []byte{0b101}) {
		t.Errorf("OnMap = %d, %d, %b, %v; want 2, 2, the first and the third", got.Total, got.Located, got.Found, err)
	}
	all, err := x.OnMap(t.Context(), Query{})
	if err != nil || all.Total != 5 || all.Located != 3 || all.Found != nil {
		t.Errorf("OnMap of all = %d, %d, %b, %v; want 5, 3 and no bits", all.Total, all.Located, all.Found, err)
	}
}

func TestGrid_countsEveryPointInViewOnce(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var all []organisation.Organisation
		n := rapid.IntRange(0, 3*mostPins).Draw(r, "n")
		for i := range n {
			all = append(all, at(string(rune('a'+i)), exactly(36+float64(i%100)/10, 6+float64(i*7%120)/10)))
		}
		x := NewIndex(nil, vocabulary(), nil, &clock.Fixed{}, slog.New(slog.DiscardHandler))
		x.current.Store(snapshotOf(all))
		edge := rapid.Int32Range(0, 10*perDegree)
		view := Area{36 * perDegree, 6 * perDegree, 36*perDegree + 1 + edge.Draw(r, "high"), 6*perDegree + 1 + edge.Draw(r, "wide")}
		got, err := x.Grid(t.Context(), Query{}, view, rapid.IntRange(-3, 30).Draw(r, "zoom"))
		if err != nil {
			r.Fatal(err)
		}
		want := len(x.current.Load().seen(x.current.Load().everything, view))
		counted := len(got.Pins)
		for _, c := range got.Cells {
			counted += c.Count
			if !view.Holds(c.Point) {
				r.Fatalf("the cell at %v is out of view", c.Point)
			}
		}
		if counted != want || got.Total != n || len(got.Cells) > (mostCells+1)*(mostCells+1) {
			r.Fatalf("%d points in %d cells; want %d", counted, len(got.Cells), want)
		}
	})
}
