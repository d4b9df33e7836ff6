package atlas

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"telaio/internal/organisation"
	"telaio/internal/taxonomy"
)

// Snapshot is the atlas at one moment. It never changes; entries are numbered
// in the order of their names.
type Snapshot struct {
	Generation uint64 // grows with every change of what the public sees

	entries    []Entry
	byID       map[string]uint32
	newest     []uint32
	everything *roaring.Bitmap
	facets     [facetCount]values
	towns      []organisation.Municipality
	townsOf    [][]uint32      // by entry: indexes into towns of those on the map
	abroad     *roaring.Bitmap // on no map, with a place in another country
	unplaced   *roaring.Bitmap // on no map, and nowhere abroad
}

// values are those of one facet, in the vocabulary's order.
type values struct {
	codes []string
	index map[string]int
	sets  []*roaring.Bitmap
	sizes []int
}

func newValues(codes []string) values {
	v := values{codes: codes, index: make(map[string]int, len(codes))}
	for i, code := range codes {
		v.index[code] = i
		v.sets = append(v.sets, roaring.New())
	}
	return v
}

func (v *values) add(code string, doc uint32) {
	if i, ok := v.index[code]; ok {
		v.sets[i].Add(doc)
	}
}

// close makes the sets ready to be read.
func (v *values) close() {
	v.sizes = make([]int, len(v.sets))
	for i, set := range v.sets {
		set.RunOptimize()
		v.sizes[i] = int(set.GetCardinality())
	}
}

// newSnapshot indexes entries, which are in the order of their names.
func newSnapshot(entries []Entry, vocabulary taxonomy.Set, generation uint64) *Snapshot {
	s := &Snapshot{
		Generation: generation, entries: entries, byID: make(map[string]uint32, len(entries)),
		everything: roaring.New(), abroad: roaring.New(), unplaced: roaring.New(), townsOf: make([][]uint32, len(entries)),
	}
	s.everything.AddRange(0, uint64(len(entries)))
	for _, f := range Facets() {
		s.facets[f] = newValues(codesOf(vocabulary[f.Taxonomy()]))
	}
	s.facets[Towns] = newValues(s.collectTowns())
	for i := range entries {
		s.add(uint32(i))
	}
	for f := range s.facets {
		s.facets[f].close()
	}
	s.newest = make([]uint32, len(entries))
	for i := range s.newest {
		s.newest[i] = uint32(i)
	}
	slices.SortStableFunc(s.newest, func(a, b uint32) int { return entries[b].UpdatedAt.Compare(entries[a].UpdatedAt) })
	return s
}

func codesOf(t taxonomy.Taxonomy) []string {
	codes := make([]string, len(t.Terms))
	for i, term := range t.Terms {
		codes[i] = term.Code
	}
	return codes
}

// collectTowns fills towns, by code, and returns their codes.
func (s *Snapshot) collectTowns() []string {
	known := map[string]organisation.Municipality{}
	for i := range s.entries {
		for _, m := range s.entries[i].towns {
			known[m.Code] = m
		}
	}
	for _, m := range known {
		s.towns = append(s.towns, m)
	}
	slices.SortFunc(s.towns, func(a, b organisation.Municipality) int {
		if a.Code < b.Code {
			return -1
		}
		return 1
	})
	codes := make([]string, len(s.towns))
	for i, m := range s.towns {
		codes[i] = m.Code
	}
	return codes
}

func (s *Snapshot) add(doc uint32) {
	e := &s.entries[doc]
	s.byID[e.ID] = doc
	for _, f := range Facets() {
		for _, code := range e.codes(f) {
			s.facets[f].add(code, doc)
		}
	}
	for _, m := range e.towns {
		s.facets[Towns].add(m.Code, doc)
		if onMap(m) {
			s.townsOf[doc] = append(s.townsOf[doc], uint32(s.facets[Towns].index[m.Code]))
		}
	}
	switch {
	case len(s.townsOf[doc]) > 0:
	case e.abroad:
		s.abroad.Add(doc)
	default:
		s.unplaced.Add(doc)
	}
}

// onMap reports whether the municipality can be a dot on the map of Italy.
func onMap(m organisation.Municipality) bool {
	return m.Country == "IT" && (m.Lat != 0 || m.Lon != 0)
}

// Size is how many organisations are published.
func (s *Snapshot) Size() int { return len(s.entries) }

// TownCount is how many municipalities have a public place, in any country.
func (s *Snapshot) TownCount() int { return len(s.towns) }

// Count is how many organisations have the value.
func (s *Snapshot) Count(f Facet, code string) int {
	if i, ok := s.facets[f].index[code]; ok {
		return s.facets[f].sizes[i]
	}
	return 0
}

// Latest lists the n pages that changed last, the newest first.
func (s *Snapshot) Latest(n int) []Entry {
	latest := make([]Entry, 0, min(n, len(s.newest)))
	for _, doc := range s.newest[:min(n, len(s.newest))] {
		latest = append(latest, s.entries[doc])
	}
	return latest
}

// All lists every entry by name. The slice must not be changed.
func (s *Snapshot) All() []Entry { return s.entries }

// ByID returns a published organisation's entry.
func (s *Snapshot) ByID(id string) (Entry, bool) {
	doc, ok := s.byID[id]
	if !ok {
		return Entry{}, false
	}
	return s.entries[doc], true
}

// Town returns a municipality that has a public place.
func (s *Snapshot) Town(code string) (organisation.Municipality, bool) {
	i, ok := s.facets[Towns].index[code]
	if !ok {
		return organisation.Municipality{}, false
	}
	return s.towns[i], true
}
