package atlas

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"telaio/internal/organisation"
)

// PageSize is how many entries a page of a list has.
const PageSize = 20

// Matches are the ids that a text search found. An organisation whose name
// matches comes first; it may be in both lists.
type Matches struct{ Names, All []string }

// Value is one value of a facet and how many organisations would have it.
type Value struct {
	Code   string
	Count  int
	Chosen bool
}

// Dot is a municipality on the map.
type Dot struct {
	Town   organisation.Municipality
	Count  int
	Chosen bool
}

// Result is what the atlas answers to a query.
type Result struct {
	Query   Query // as it was answered: without towns that have no organisation, on a page that exists
	Entries []Entry
	Total   int
	Pages   int
	// Counts are, for each facet, what choosing a value would give under the
	// query's other facets.
	Counts [facetCount][]Value
	// Dots are the towns under the query's other facets, the largest first.
	Dots     []Dot
	Abroad   int // of those that Dots counts, how many are in other countries only
	Unplaced int // and how many have no public place
}

// From is the position of the page's first entry, from 1.
func (r Result) From() int { return (max(r.Query.Page, 1)-1)*PageSize + min(1, len(r.Entries)) }

// To is the position of the page's last entry.
func (r Result) To() int { return (max(r.Query.Page, 1)-1)*PageSize + len(r.Entries) }

// Find answers the query. matches are what its text was found in, nil if it has
// none.
func (s *Snapshot) Find(q Query, matches *Matches) Result {
	q = s.known(q)
	var names, text *roaring.Bitmap
	if matches != nil {
		names, text = s.docs(matches.Names), s.docs(matches.All)
	}
	chosen := s.chosen(q)
	found := s.under(text, chosen, -1)
	r := Result{Total: int(found.GetCardinality())}
	r.Pages = max(1, (r.Total+PageSize-1)/PageSize)
	if q.Page > r.Pages {
		q.Page = r.Pages
	}
	r.Query = q
	r.Entries = s.page(found, names, max(q.Page, 1))
	for _, f := range Facets() {
		r.Counts[f] = s.count(f, q, s.others(f, text, chosen, found))
	}
	s.locate(&r, s.others(Towns, text, chosen, found))
	return r
}

// known leaves out the towns that nobody is in.
func (s *Snapshot) known(q Query) Query {
	q.Chosen[Towns] = slices.DeleteFunc(slices.Clone(q.Chosen[Towns]), func(code string) bool {
		_, ok := s.facets[Towns].index[code]
		return !ok
	})
	if len(q.Chosen[Towns]) == 0 {
		q.Chosen[Towns] = nil
	}
	return q
}

func (s *Snapshot) docs(ids []string) *roaring.Bitmap {
	docs := make([]uint32, 0, len(ids))
	for _, id := range ids {
		if doc, ok := s.byID[id]; ok {
			docs = append(docs, doc)
		}
	}
	return roaring.BitmapOf(docs...)
}

// chosen returns, for each facet, the entries that have one of its chosen
// values, nil where none is chosen.
func (s *Snapshot) chosen(q Query) [facetCount]*roaring.Bitmap {
	var sets [facetCount]*roaring.Bitmap
	for f, codes := range q.Chosen {
		var any []*roaring.Bitmap
		for _, code := range codes {
			if i, ok := s.facets[f].index[code]; ok {
				any = append(any, s.facets[f].sets[i])
			}
		}
		switch len(any) {
		case 0:
		case 1:
			sets[f] = any[0]
		default:
			sets[f] = roaring.FastOr(any...)
		}
	}
	return sets
}

// under returns the entries that fit the text and every facet but one. It may
// return a set that is shared: nobody changes it.
func (s *Snapshot) under(text *roaring.Bitmap, chosen [facetCount]*roaring.Bitmap, but Facet) *roaring.Bitmap {
	all := text
	for f, set := range chosen {
		switch {
		case set == nil || Facet(f) == but:
		case all == nil:
			all = set
		default:
			all = roaring.And(all, set)
		}
	}
	if all == nil {
		return s.everything
	}
	return all
}

// others is what counts for the values of a facet: the entries under all other
// facets.
func (s *Snapshot) others(f Facet, text *roaring.Bitmap, chosen [facetCount]*roaring.Bitmap, found *roaring.Bitmap) *roaring.Bitmap {
	if chosen[f] == nil {
		return found
	}
	return s.under(text, chosen, f)
}

func (s *Snapshot) count(f Facet, q Query, among *roaring.Bitmap) []Value {
	v := &s.facets[f]
	counts := make([]Value, len(v.codes))
	for i, code := range v.codes {
		counts[i] = Value{Code: code, Chosen: q.Has(f, code)}
		if among == s.everything {
			counts[i].Count = v.sizes[i]
		} else {
			counts[i].Count = int(among.AndCardinality(v.sets[i]))
		}
	}
	return counts
}

// page returns the entries of the nth page: those whose names match first.
func (s *Snapshot) page(found, names *roaring.Bitmap, n int) []Entry {
	entries := make([]Entry, 0, PageSize)
	skip := (n - 1) * PageSize
	if names != nil {
		first := roaring.And(found, names)
		entries = s.take(entries, first, skip)
		skip = max(0, skip-int(first.GetCardinality()))
		found = roaring.AndNot(found, first)
	}
	return s.take(entries, found, skip)
}

// take appends entries of set, from the one at position skip on, until the page
// is full.
func (s *Snapshot) take(page []Entry, set *roaring.Bitmap, skip int) []Entry {
	if uint64(skip) >= set.GetCardinality() {
		return page
	}
	first, err := set.Select(uint32(skip))
	if err != nil {
		return page
	}
	docs := set.Iterator()
	docs.AdvanceIfNeeded(first)
	for docs.HasNext() && len(page) < PageSize {
		page = append(page, s.entries[docs.Next()])
	}
	return page
}

// locate fills in the map.
func (s *Snapshot) locate(r *Result, among *roaring.Bitmap) {
	r.Abroad = int(among.AndCardinality(s.abroad))
	r.Unplaced = int(among.AndCardinality(s.unplaced))
	counts := make([]int, len(s.towns))
	var block [256]uint32
	docs := among.ManyIterator()
	for n := docs.NextMany(block[:]); n > 0; n = docs.NextMany(block[:]) {
		for _, doc := range block[:n] {
			for _, town := range s.townsOf[doc] {
				counts[town]++
			}
		}
	}
	for i, n := range counts {
		if n > 0 {
			r.Dots = append(r.Dots, Dot{Town: s.towns[i], Count: n, Chosen: r.Query.Has(Towns, s.towns[i].Code)})
		}
	}
	slices.SortStableFunc(r.Dots, func(a, b Dot) int { return cmp.Compare(b.Count, a.Count) })
}
