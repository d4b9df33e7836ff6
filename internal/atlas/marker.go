package atlas

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/bits-and-blooms/bitset"

	"telaio/internal/organisation"
)

// MostMarkers is how many organisations browsers are given all points of; beyond
// it they are given counts of the cells of a grid.
const MostMarkers = 20_000

// Markers are the public points of everything published, as one text that
// browsers keep: what a query finds is told apart from it.
type Markers struct {
	Hash string // of Body: no other text has it
	Body []byte // JSON, see markerColumns; nobody changes it
}

// markerColumns is how the points are written: as columns of small numbers, which
// compress to a seventh. Organisations with a public point are numbered in the
// order of their names.
type markerColumns struct {
	Towns []string `json:"towns"`
	Lat   []int32  `json:"lat"` // of the towns' centres, in ten-thousandths of a degree
	Lon   []int32  `json:"lon"`
	Names []string `json:"names"` // by organisation
	Slugs []string `json:"slugs"` // "" where plainSlug makes it of the name
	Stale string   `json:"stale"` // a 1 for each that has not been confirmed for long, a 0 for the others
	Count string   `json:"count"` // of each one's points: a digit, more than nine being nine
	In    []int32  `json:"in"`    // by point: index into Towns, -1 = in none
	DLat  []int32  `json:"dlat"`  // by point: how far it is from its town's centre, or from 0, 0
	DLon  []int32  `json:"dlon"`
}

// mostPoints is how many points of an organisation the map has.
const mostPoints = 9

// kept makes the Markers of a snapshot once, when they are first asked for.
type kept struct {
	once    sync.Once
	markers Markers
	err     error
}

// Markers returns those of the snapshot.
func (s *Snapshot) Markers() (Markers, error) {
	s.kept.once.Do(func() { s.kept.markers, s.kept.err = s.writeMarkers() })
	return s.kept.markers, s.kept.err
}

func (s *Snapshot) writeMarkers() (Markers, error) {
	c := markerColumns{
		Towns: []string{}, Lat: []int32{}, Lon: []int32{}, Names: []string{}, Slugs: []string{}, In: []int32{}, DLat: []int32{}, DLon: []int32{},
	}
	centres := make([]Point, len(s.towns))
	for i, t := range s.towns {
		centres[i], _ = At(t.Lat, t.Lon)
		c.Towns, c.Lat, c.Lon = append(c.Towns, t.Name), append(c.Lat, centres[i].Lat), append(c.Lon, centres[i].Lon)
	}
	stale, count := make([]byte, 0, len(s.entries)), make([]byte, 0, len(s.entries))
	for doc, ok := s.located.NextSet(0); ok; doc, ok = s.located.NextSet(doc + 1) {
		e := &s.entries[doc]
		slug := e.Slug
		if plainSlug(e.Name) == slug {
			slug = ""
		}
		c.Names, c.Slugs = append(c.Names, e.Name), append(c.Slugs, slug)
		stale = append(stale, "01"[when01(s.stale.Test(doc))])
		from, to := s.placed.of(uint32(doc))
		to = min(to, from+mostPoints)
		count = append(count, byte('0'+to-from))
		for i := from; i < to; i++ {
			c.addPoint(s.placed.points[i], s.placed.towns[i], centres)
		}
	}
	c.Stale, c.Count = string(stale), string(count)
	body, err := json.Marshal(c)
	if err != nil {
		return Markers{}, fmt.Errorf("write the markers: %w", err)
	}
	sum := sha256.Sum256(body)
	return Markers{Hash: hex.EncodeToString(sum[:12]), Body: body}, nil
}

// MarkerTowns are those that the points are in, in the order of the Markers.
// Nobody changes them.
func (s *Snapshot) MarkerTowns() []organisation.Municipality { return s.towns }

func (c *markerColumns) addPoint(p Point, town uint32, centres []Point) {
	in, centre := int32(-1), Point{}
	if town != none {
		in, centre = int32(town), centres[town]
	}
	c.In, c.DLat, c.DLon = append(c.In, in), append(c.DLat, p.Lat-centre.Lat), append(c.DLon, p.Lon-centre.Lon)
}

func when01(holds bool) int {
	if holds {
		return 1
	}
	return 0
}

var notPlain = regexp.MustCompile(`[^a-z0-9]+`)

// plainSlug is what the browser makes of a name whose slug it is not told: small
// letters of ASCII, with hyphens for all else.
func plainSlug(name string) string {
	lower := strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, name)
	return strings.Trim(notPlain.ReplaceAllString(lower, "-"), "-")
}

// OnMap is what a query puts on the map.
type OnMap struct {
	Snapshot *Snapshot
	// Found has a bit for each organisation of the Markers, the lowest bit of the
	// first byte being the first; nil = all of them.
	Found          []byte
	Total, Located int
}

// OnMap answers the query for the map.
func (x *Index) OnMap(ctx context.Context, q Query) (OnMap, error) {
	s, found, err := x.found(ctx, q)
	if err != nil {
		return OnMap{}, err
	}
	m := OnMap{Snapshot: s, Total: int(found.Count()), Located: int(found.IntersectionCardinality(s.located))}
	if m.Located < int(s.located.Count()) {
		m.Found = ranked(found, s.located)
	}
	return m, nil
}

// found is everything that the query finds.
func (x *Index) found(ctx context.Context, q Query) (*Snapshot, *bitset.BitSet, error) {
	s, m, err := x.search(ctx, q.Text)
	if err != nil {
		return nil, nil, err
	}
	q = s.known(q)
	return s, s.under(s.within(m.set(), q.Area), s.chosen(q), -1), nil
}

// ranked has a bit for each member of all, in order, that says whether it is in
// the set.
func ranked(set, all *bitset.BitSet) []byte {
	bits := make([]byte, (all.Count()+7)/8)
	rank := 0
	for doc, ok := all.NextSet(0); ok; doc, ok = all.NextSet(doc + 1) {
		if set.Test(doc) {
			bits[rank/8] |= 1 << (rank % 8)
		}
		rank++
	}
	return bits
}
