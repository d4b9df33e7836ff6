package atlas

import (
	"maps"
	"slices"
	"time"

	"github.com/bits-and-blooms/bitset"

	"telaio/internal/freshness"
	"telaio/internal/organisation"
	"telaio/internal/search"
	"telaio/internal/taxonomy"
)

// Snapshot is the atlas at one moment. It never changes; entries are numbered
// in the order of their names.
type Snapshot struct {
	Generation uint64 // grows with every change of what the public sees

	entries    []Entry
	byID       map[string]uint32
	newest     []uint32
	everything *bitset.BitSet
	facets     [facetCount]values // all but Towns
	towns      []organisation.Municipality
	townIndex  map[string]uint32
	inTown     [][]uint32     // by town: entries
	onMap      []uint32       // indexes into towns of those on the map, entry after entry
	onMapFrom  []uint32       // by entry: where its own begin in onMap; one more at the end
	dots       []Dot          // of everything
	abroad     *bitset.BitSet // on no map, with a place in another country
	unplaced   *bitset.BitSet // on no map, and nowhere abroad
	stale      *bitset.BitSet // unconfirmed
	located    *bitset.BitSet // with a public point, anywhere
	placed     placed
	kept       *kept // the markers, once made

	freshUntil time.Time // then the first entry ages; zero = never

	words   *search.Index // nil until IndexWords
	entryOf []uint32      // by number in words; none = public no more
}

// values are those of one facet, in the vocabulary's order.
type values struct {
	codes []string
	index map[string]int
	sets  []*bitset.BitSet
	sizes []int
	has   []uint16 // values of the entries, one entry after the other
	from  []uint32 // by entry: where its own begin in has; one more at the end
}

func newValues(codes []string, entries int) values {
	v := values{codes: codes, index: make(map[string]int, len(codes)), sizes: make([]int, len(codes)), from: make([]uint32, 1, entries+1)}
	for i, code := range codes {
		v.index[code] = i
		v.sets = append(v.sets, bitset.New(uint(entries)))
	}
	return v
}

// add takes in the next entry.
func (v *values) add(doc uint32, codes []string) {
	for _, code := range codes {
		if i, ok := v.index[code]; ok && !v.sets[i].Test(uint(doc)) {
			v.sets[i].Set(uint(doc))
			v.sizes[i]++
			v.has = append(v.has, uint16(i))
		}
	}
	v.from = append(v.from, uint32(len(v.has)))
}

// newSnapshot indexes entries, which are in the order of their names.
func newSnapshot(entries []Entry, vocabulary taxonomy.Set, generation uint64, now time.Time) *Snapshot {
	n := uint(len(entries))
	s := &Snapshot{
		Generation: generation, entries: entries, byID: make(map[string]uint32, n), onMapFrom: make([]uint32, 1, n+1),
		everything: bitset.New(n), abroad: bitset.New(n), unplaced: bitset.New(n), stale: bitset.New(n), located: bitset.New(n), kept: &kept{},
	}
	s.everything.SetAll()
	s.freshUntil = age(s.entries, now)
	for _, f := range Facets() {
		s.facets[f] = newValues(f.Codes(vocabulary), len(entries))
	}
	s.collectTowns()
	for i := range entries {
		s.add(uint32(i))
	}
	s.dots = s.countTowns(s.everything)
	s.newest = make([]uint32, n)
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

// collectTowns numbers the towns by their codes.
func (s *Snapshot) collectTowns() {
	known := map[string]organisation.Municipality{}
	for i := range s.entries {
		for _, m := range s.entries[i].towns {
			known[m.Code] = m
		}
	}
	s.townIndex = make(map[string]uint32, len(known))
	for i, code := range slices.Sorted(maps.Keys(known)) {
		s.towns = append(s.towns, known[code])
		s.townIndex[code] = uint32(i)
	}
	s.inTown = make([][]uint32, len(s.towns))
}

func (s *Snapshot) add(doc uint32) {
	e := &s.entries[doc]
	s.byID[e.ID] = doc
	s.stale.SetTo(uint(doc), e.Freshness == freshness.Unconfirmed)
	for _, f := range Facets() {
		s.facets[f].add(doc, e.codes(f))
	}
	s.placed.add(e, s.townIndex)
	s.located.SetTo(uint(doc), len(e.spots) > 0)
	for _, m := range e.towns {
		town := s.townIndex[m.Code]
		s.inTown[town] = append(s.inTown[town], doc)
		if located(m) {
			s.onMap = append(s.onMap, town)
		}
	}
	s.onMapFrom = append(s.onMapFrom, uint32(len(s.onMap)))
	switch {
	case s.onMapFrom[doc] < s.onMapFrom[doc+1]:
	case e.abroad:
		s.abroad.Set(uint(doc))
	default:
		s.unplaced.Set(uint(doc))
	}
}

// located reports whether the municipality can be a dot on the map of Italy.
func located(m organisation.Municipality) bool {
	return m.Country == "IT" && (m.Lat != 0 || m.Lon != 0)
}

// Size is how many organisations are published.
func (s *Snapshot) Size() int { return len(s.entries) }

// TownCount is how many municipalities have a public place, in any country.
func (s *Snapshot) TownCount() int { return len(s.towns) }

// Count is how many organisations have the value of a facet other than Towns.
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

// outdated reports whether time alone has made the snapshot untrue.
func (s *Snapshot) outdated(now time.Time) bool {
	return !s.freshUntil.IsZero() && !now.Before(s.freshUntil)
}
