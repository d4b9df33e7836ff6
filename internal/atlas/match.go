package atlas

import (
	"cmp"
	"slices"

	"github.com/bits-and-blooms/bitset"

	"telaio/internal/search"
)

// matches are the entries that a text search found.
type matches struct {
	found search.Found
	hits  []hit
	all   *bitset.BitSet // of the hits
}

// hit is an entry that has what was looked for.
type hit struct {
	entry     uint32
	named     bool // in its name: such come first
	relevance float32
}

// match turns what was found in the words into entries.
func (s *Snapshot) match(found search.Found) *matches {
	m := &matches{found: found, hits: make([]hit, 0, len(found.Hits)), all: bitset.New(uint(len(s.entries)))}
	for _, h := range found.Hits {
		if entry := s.entryOf[h.Doc]; entry != none {
			m.hits = append(m.hits, hit{entry, h.Named, h.Relevance})
			m.all.Set(uint(entry))
		}
	}
	return m
}

// set is what was found, nil if nothing was looked for.
func (m *matches) set() *bitset.BitSet {
	if m == nil {
		return nil
	}
	return m.all
}

// before orders hits: names first, then relevance, then the alphabet.
func (h hit) before(other hit) int {
	if h.named != other.named {
		if h.named {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(other.relevance, h.relevance), cmp.Compare(h.entry, other.entry))
}

// fewBest is up to how many of the best are picked out without sorting all.
const fewBest = 200

// best are the n best of the hits in a set, in order.
func (m *matches) best(among *bitset.BitSet, n int) []hit {
	best := make([]hit, 0, min(n, len(m.hits))+1)
	for _, h := range m.hits {
		if !among.Test(uint(h.entry)) {
			continue
		}
		if n > fewBest {
			best = append(best, h)
			continue
		}
		if len(best) == n && h.before(best[n-1]) > 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, h, hit.before)
		best = slices.Insert(best, at, h)
		best = best[:min(len(best), n)]
	}
	if n > fewBest {
		slices.SortFunc(best, hit.before)
	}
	return best[:min(len(best), n)]
}
