package search

import (
	"math"
	"slices"

	"github.com/bits-and-blooms/bitset"
)

// Found is what a query finds.
type Found struct {
	Hits []Hit // in no order
	// Meant are the words that were taken for misspelt, and what was looked for
	// instead.
	Meant []Meant
	// Hints are what would find something, when nothing is found.
	Hints []Hint
}

// Hit is a document that has all that was asked.
type Hit struct {
	Doc       uint32  // see Index.ID
	Relevance float32 // comparable within one Found
	Named     bool    // its name has all that was asked
}

// Meant says that a word was taken for another.
type Meant struct{ Typed, Word string }

// Hint is a query that is part of the one that found nothing.
type Hint struct {
	Text  string
	Count int
}

// Find looks for the documents in which every clause holds. A word that no
// document has is taken for a misspelt one.
func (x *Index) Find(q Query) Found {
	if q.Empty() {
		return Found{}
	}
	var found Found
	tallies, sets := make([]*tally, len(q.clauses)), make([]*bitset.BitSet, len(q.clauses))
	for i := range q.clauses {
		t, meant := x.clause(q.language, &q.clauses[i])
		tallies[i], sets[i] = t, x.present(t)
		t.rarity = x.rarity(sets[i].Count())
		found.Meant = append(found.Meant, meant...)
	}
	all := sets[0]
	for _, set := range sets[1:] {
		all = all.Intersection(set)
	}
	if found.Hits = hits(all, tallies); len(found.Hits) == 0 {
		found.Hints = hints(q, sets)
	}
	return found
}

// hits are the documents of a set, with what all clauses give them.
func hits(all *bitset.BitSet, tallies []*tally) []Hit {
	found := make([]Hit, 0, all.Count())
	for n, ok := all.NextSet(0); ok; n, ok = all.NextSet(n + 1) {
		h := Hit{Doc: uint32(n), Named: true}
		for _, t := range tallies {
			h.Relevance += t.rarity * t.score[n]
			h.Named = h.Named && t.named[n]
		}
		found = append(found, h)
	}
	return found
}

// present are the documents that a clause has found and that are not gone.
func (x *Index) present(t *tally) *bitset.BitSet {
	words := make([]uint64, (len(t.score)+63)/64)
	for n, score := range t.score {
		if score > 0 {
			words[n/64] |= 1 << (n % 64)
		}
	}
	set := bitset.From(words)
	set.InPlaceDifference(x.gone)
	return set
}

// rarity is what a clause counts that so many documents have: the inverse
// document frequency of BM25.
func (x *Index) rarity(count uint) float32 {
	have := float64(count)
	return float32(math.Log(1 + (max(0, float64(x.Len())-have)+0.5)/(have+0.5)))
}

// hints are the queries that leave out one clause, or those of one clause.
func hints(q Query, sets []*bitset.BitSet) []Hint {
	if len(sets) < 2 {
		return nil
	}
	var found []Hint
	for i := range sets {
		var rest *bitset.BitSet
		for j, set := range sets {
			switch {
			case j == i:
			case rest == nil:
				rest = set
			default:
				rest = rest.Intersection(set)
			}
		}
		if n := int(rest.Count()); n > 0 {
			found = append(found, Hint{q.without(i), n})
		}
	}
	if len(found) == 0 && len(sets) > 2 {
		for i, set := range sets {
			if n := int(set.Count()); n > 0 {
				found = append(found, Hint{q.clauses[i].typed, n})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b Hint) int { return b.Count - a.Count })
	return found[:min(len(found), 3)]
}
