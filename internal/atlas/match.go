package atlas

import (
	"cmp"
	"math"
	"slices"

	"github.com/bits-and-blooms/bitset"

	"telaio/internal/search"
)

// matches are the entries that a text search found.
type matches struct {
	found search.Found   // the hits by entry
	all   *bitset.BitSet // of the hits
	asked search.Query
	room  *room // that the hits are in
}

// room is what a search takes most of. It is used again.
type room struct {
	hits   []search.Hit
	all    *bitset.BitSet
	fields []search.Fields // by entry, of those that were found
}

// match turns what was found in the words into entries. The hits are in the room.
func (s *Snapshot) match(found search.Found, in *room) *matches {
	m := &matches{found: found, all: in.set(uint(len(s.entries))), room: in}
	in.fields = slices.Grow(in.fields[:0], len(s.entries))[:len(s.entries)]
	m.found.Hits = found.Hits[:0]
	words := m.all.Words()
	for _, h := range found.Hits {
		if h.Doc = s.entryOf[h.Doc]; h.Doc != none {
			m.found.Hits = append(m.found.Hits, h)
			words[h.Doc/64] |= 1 << (h.Doc % 64)
			in.fields[h.Doc] = h.Fields
		}
	}
	in.hits = m.found.Hits
	return m
}

// set is an empty one for so many entries.
func (in *room) set(entries uint) *bitset.BitSet {
	if in.all == nil || in.all.Len() != entries {
		in.all = bitset.New(entries)
		return in.all
	}
	return in.all.ClearAll()
}

// fieldsOf are the fields of each of the entries, which were all found, that have
// something of what was looked for.
func (s *Snapshot) fieldsOf(entries []*Entry, m *matches) []search.Fields {
	fields := make([]search.Fields, len(entries))
	for i, e := range entries {
		fields[i] = m.room.fields[s.byID[e.ID]]
	}
	return fields
}

// set is what was found, nil if nothing was looked for.
func (m *matches) set() *bitset.BitSet {
	if m == nil {
		return nil
	}
	return m.all
}

// rank orders hits: names first, then relevance, then the alphabet. The best has
// the highest. Relevance is never negative, so its bits are in its own order.
func rank(h search.Hit) uint64 {
	r := uint64(math.Float32bits(h.Relevance))<<32 | uint64(^h.Doc)
	if h.Named {
		r |= 1 << 63
	}
	return r
}

// compare sorts by rank.
func compare(a, b search.Hit) int { return cmp.Compare(rank(b), rank(a)) }

// fewBest is up to how many of the best are picked out without sorting all.
const fewBest = 200

// best are the n best of the hits in a set, in order.
func (m *matches) best(among *bitset.BitSet, n int) []search.Hit {
	if n > fewBest {
		return m.sorted(among, n)
	}
	best := make([]search.Hit, 0, n+1)
	last := uint64(0) // rank of the nth best
	for _, h := range m.found.Hits {
		if rank(h) <= last || !among.Test(uint(h.Doc)) {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, h, compare)
		best = slices.Insert(best, at, h)
		if len(best) > n {
			best = best[:n]
		}
		if len(best) == n {
			last = rank(best[n-1])
		}
	}
	return best
}

func (m *matches) sorted(among *bitset.BitSet, n int) []search.Hit {
	var all []search.Hit
	for _, h := range m.found.Hits {
		if among.Test(uint(h.Doc)) {
			all = append(all, h)
		}
	}
	slices.SortFunc(all, compare)
	return all[:min(len(all), n)]
}
