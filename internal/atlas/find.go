package atlas

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"

	"github.com/bits-and-blooms/bitset"

	"telaio/internal/organisation"
	"telaio/internal/search"
)

// PageSize is how many entries a page of a list has.
const PageSize = 20

// Value is one value of a facet and how many organisations would have it.
type Value struct {
	Code   string
	Count  int
	Chosen bool
	Place  uint16 // in the facet's vocabulary, from 0
}

// Dot is a municipality on the map.
type Dot struct {
	Town   *organisation.Municipality
	Count  int
	Chosen bool
	Stale  bool // none of them has been confirmed lately enough
}

// Result is what the atlas answers to a query.
type Result struct {
	Generation uint64                       // of the snapshot that answered
	Query      Query                        // as it was answered: without towns that have no organisation, on a page that exists
	Towns      []*organisation.Municipality // that the query chose, in its order
	Entries    []*Entry
	Total      int
	Pages      int
	// Counts are, for each facet, what choosing a value would give under the
	// query's other facets.
	Counts [facetCount][]Value
	// Dots are the towns under the query's other facets, the largest first.
	Dots     []Dot
	Abroad   int // of those that Dots counts, how many are in other countries only
	Unplaced int // and how many have no public place
	Located  int // of Total, how many have a public point, in any country
	Size     int // how many are published

	Near Near
	// Distances are those of Entries; nil
	// unless the list is sorted by them.
	Distances []Distance

	Asked search.Query // the text, understood; the zero Query if there was none
	// Fields are those of each of Entries that have something of the text; nil if
	// there was none.
	Fields []search.Fields
	Marker search.Marker // of what was asked
	// Meant are the words of the text that were taken for misspelt.
	Meant []search.Meant
	// Hints are texts that would find something, when this one finds nothing
	// anywhere. Elsewhere is how many it finds without the facets, when it finds
	// nothing with them.
	Hints     []search.Hint
	Elsewhere int
	TownHint  *TownHint // nil = the text found something, or names no town
}

// From is the position of the page's first entry, from 1.
func (r Result) From() int { return (max(r.Query.Page, 1)-1)*PageSize + min(1, len(r.Entries)) }

// To is the position of the page's last entry.
func (r Result) To() int { return (max(r.Query.Page, 1)-1)*PageSize + len(r.Entries) }

// Find answers the query. matches are what its text was found in, nil if it has
// none.
func (s *Snapshot) Find(q Query, m *matches) Result {
	q = s.known(q)
	text := s.within(m.set(), q.Area)
	chosen := s.chosen(q)
	found := s.under(text, chosen, -1)
	r := Result{Generation: s.Generation, Total: int(found.Count()), Size: len(s.entries)}
	r.Located = int(found.IntersectionCardinality(s.located))
	r.Towns = s.Towns(q)
	r.Pages = max(1, (r.Total+PageSize-1)/PageSize)
	if q.Page > r.Pages {
		q.Page = r.Pages
	}
	r.Query = q
	r.Entries = s.some(found, m, q, window{(max(q.Page, 1) - 1) * PageSize, PageSize})
	if q.Sorted() == ByDistance {
		r.Distances = s.distances(r.Entries, *q.From)
	}
	if m != nil {
		r.Fields = s.fieldsOf(r.Entries, m)
	}
	counted := s.listed(found)
	for _, f := range Facets() {
		r.Counts[f] = s.count(f, q, s.others(f, text, chosen, counted))
	}
	s.locate(&r, s.others(Towns, text, chosen, counted).BitSet)
	if m != nil {
		r.Meant, r.Hints = m.found.Meant, m.found.Hints
	}
	if all := m.set(); r.Total == 0 && all != nil {
		r.Elsewhere = int(all.Count())
	}
	return r
}

// Towns lists the municipalities that the query chose and that somebody is in.
func (s *Snapshot) Towns(q Query) []*organisation.Municipality {
	var towns []*organisation.Municipality
	for _, code := range q.Chosen[Towns] {
		if at, ok := s.townIndex[code]; ok {
			towns = append(towns, &s.towns[at])
		}
	}
	return towns
}

// known leaves out the towns that nobody is in.
func (s *Snapshot) known(q Query) Query {
	q.Chosen[Towns] = slices.DeleteFunc(slices.Clone(q.Chosen[Towns]), func(code string) bool {
		_, ok := s.townIndex[code]
		return !ok
	})
	if len(q.Chosen[Towns]) == 0 {
		q.Chosen[Towns] = nil
	}
	return q
}

// chosen returns, for each facet, the entries that have one of its chosen
// values, nil where none is chosen.
func (s *Snapshot) chosen(q Query) [facetCount]*bitset.BitSet {
	var sets [facetCount]*bitset.BitSet
	for _, f := range Facets() {
		for _, code := range q.Chosen[f] {
			i, ok := s.facets[f].index[code]
			switch {
			case !ok:
			case sets[f] == nil:
				sets[f] = s.facets[f].sets[i]
			default:
				sets[f] = sets[f].Union(s.facets[f].sets[i])
			}
		}
	}
	if len(q.Chosen[Towns]) > 0 {
		sets[Towns] = bitset.New(uint(len(s.entries)))
		for _, code := range q.Chosen[Towns] {
			for _, doc := range s.inTown[s.townIndex[code]] {
				sets[Towns].Set(uint(doc))
			}
		}
	}
	return sets
}

// under returns the entries that fit the text and every facet but one. It may
// return a set that is shared: nobody changes it.
func (s *Snapshot) under(text *bitset.BitSet, chosen [facetCount]*bitset.BitSet, but Facet) *bitset.BitSet {
	all := text
	for f, set := range chosen {
		switch {
		case set == nil || Facet(f) == but:
		case all == nil:
			all = set
		default:
			all = all.Intersection(set)
		}
	}
	if all == nil {
		return s.everything
	}
	return all
}

// others is what counts for the values of a facet: the entries under all other
// facets.
func (s *Snapshot) others(f Facet, text *bitset.BitSet, chosen [facetCount]*bitset.BitSet, found list) list {
	if chosen[f] == nil {
		return found
	}
	return s.listed(s.under(text, chosen, f))
}

// count is how many entries of a list have each value of the facet.
func (s *Snapshot) count(f Facet, q Query, among list) []Value {
	v := &s.facets[f]
	counts := make([]Value, len(v.codes))
	for i, code := range v.codes {
		counts[i] = Value{Code: code, Chosen: q.Has(f, code), Place: uint16(i)}
		switch {
		case among.BitSet == s.everything:
			counts[i].Count = v.sizes[i]
		case among.few == nil:
			counts[i].Count = int(among.IntersectionCardinality(v.sets[i]))
		}
	}
	for _, doc := range among.few {
		for _, i := range v.has[v.from[doc]:v.from[doc+1]] {
			counts[i].Count++
		}
	}
	return counts
}

// list is a set with its members, where these are so few that they are quicker to
// go through than all its words; else few is nil.
type list struct {
	*bitset.BitSet
	few []uint
}

func (s *Snapshot) listed(set *bitset.BitSet) list {
	n := set.Count()
	if set == s.everything || n > uint(len(set.Words())) {
		return list{set, nil}
	}
	return list{set, set.AsSlice(make([]uint, n))}
}

// window is a part of an ordered list.
type window struct{ skip, size int }

// some are the entries of a set that are in the window when the set is sorted.
func (s *Snapshot) some(set *bitset.BitSet, m *matches, q Query, w window) []*Entry {
	switch order := q.Sorted(); {
	case order == ByDistance:
		return s.nearestOf(set, w, *q.From)
	case order == ByFreshness:
		return s.newestOf(set, w)
	case order == ByName || m == nil:
		return s.firstOf(set, w)
	}
	entries := make([]*Entry, 0, w.size)
	best := m.best(set, w.skip+w.size)
	for _, h := range best[min(w.skip, len(best)):] {
		entries = append(entries, &s.entries[h.Doc])
	}
	return entries
}

// firstOf are those in the window by name.
func (s *Snapshot) firstOf(set *bitset.BitSet, w window) []*Entry {
	entries := make([]*Entry, 0, w.size)
	doc := set.Select(uint(w.skip))
	for ok := doc < set.Len(); ok && len(entries) < w.size; doc, ok = set.NextSet(doc + 1) {
		entries = append(entries, &s.entries[doc])
	}
	return entries
}

// newestOf are those in the window by their last change.
func (s *Snapshot) newestOf(set *bitset.BitSet, w window) []*Entry {
	entries := make([]*Entry, 0, w.size)
	for _, doc := range s.newest {
		if !set.Test(uint(doc)) {
			continue
		}
		if w.skip--; w.skip >= 0 {
			continue
		}
		if len(entries) == w.size {
			break
		}
		entries = append(entries, &s.entries[doc])
	}
	return entries
}

func (s *Snapshot) locate(r *Result, among *bitset.BitSet) {
	r.Abroad = int(among.IntersectionCardinality(s.abroad))
	r.Unplaced = int(among.IntersectionCardinality(s.unplaced))
	if r.Dots = s.dots; among != s.everything {
		r.Dots = s.countTowns(among)
	}
	if len(r.Towns) == 0 {
		return
	}
	r.Dots = slices.Clone(r.Dots)
	for i := range r.Dots {
		r.Dots[i].Chosen = r.Query.Has(Towns, r.Dots[i].Town.Code)
	}
}

// countTowns lists the towns on the map in which the entries are, the largest
// first.
func (s *Snapshot) countTowns(among *bitset.BitSet) []Dot {
	counts, stale := make([]uint32, len(s.towns)), make([]uint32, len(s.towns))
	towns := 0
	for w, word := range among.Words() {
		unconfirmed := s.stale.Words()[w]
		for ; word != 0; word &= word - 1 {
			bit := bits.TrailingZeros64(word)
			doc := w*64 + bit
			for _, town := range s.onMap[s.onMapFrom[doc]:s.onMapFrom[doc+1]] {
				if counts[town] == 0 {
					towns++
				}
				counts[town]++
				stale[town] += uint32(unconfirmed >> bit & 1)
			}
		}
	}
	dots := make([]Dot, 0, towns)
	for i, n := range counts {
		if n > 0 {
			dots = append(dots, Dot{Town: &s.towns[i], Count: int(n), Stale: stale[i] == n})
		}
	}
	slices.SortFunc(dots, func(a, b Dot) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Town.Code, b.Town.Code))
	})
	return dots
}
