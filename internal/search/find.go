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
	total, all := newTally(x.Len()), bitset.New(uint(x.Len()))
	all.SetAll()
	named := all.Clone()
	var found Found
	sets := make([]*bitset.BitSet, len(q.clauses))
	for i := range q.clauses {
		t, meant := x.clause(&q.clauses[i])
		found.Meant = append(found.Meant, meant...)
		var inName *bitset.BitSet
		sets[i], inName = x.collect(t, total)
		all.InPlaceIntersection(sets[i])
		named.InPlaceIntersection(inName)
	}
	for n, ok := all.NextSet(0); ok; n, ok = all.NextSet(n + 1) {
		found.Hits = append(found.Hits, Hit{Doc: uint32(n), Relevance: total.score[n], Named: named.Test(n)})
	}
	if len(found.Hits) == 0 {
		found.Hints = hints(q, sets)
	}
	return found
}

// collect adds a clause's scores to the total, rarer clauses more, and returns
// the documents in which it holds, and those that have it in their names.
func (x *Index) collect(t, total *tally) (all, named *bitset.BitSet) {
	all, named = bitset.New(uint(x.Len())), bitset.New(uint(x.Len()))
	for n := range uint(min(x.Len(), len(x.base.ids))) {
		if t.score[n] > 0 && x.gone.Test(n) {
			t.score[n] = 0
		}
	}
	count := 0
	for n, score := range t.score {
		if score > 0 {
			all.Set(uint(n))
			count++
			if t.named[n] {
				named.Set(uint(n))
			}
		}
	}
	rarity := float32(math.Log(1 + float64(x.Len()-count)/(float64(count)+0.5) + 0.1))
	for n, score := range t.score {
		total.score[n] += rarity * score
	}
	return all, named
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
