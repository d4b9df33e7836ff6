package search

import (
	"math"
	"slices"
	"strings"

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
	// Rarities are how much each clause of the query counts.
	Rarities []float32
}

// Hit is a document that has all that was asked.
type Hit struct {
	Doc       uint32  // see Index.ID
	Relevance float32 // comparable within one Found
	Named     bool    // its name has all that was asked
	Fields    Fields  // that have some of it
}

// Meant says that a word was taken for another.
type Meant struct{ Typed, Word string }

// Hint is a query that is part of the one that found nothing.
type Hint struct {
	Text  string
	Count int
}

// Find looks for the documents in which every clause holds. A word that no
// document has is taken for a misspelt one. The hits are in the room, grown if
// need be.
func (x *Index) Find(q Query, room []Hit) Found {
	if q.Empty() {
		return Found{}
	}
	found := Found{Rarities: make([]float32, len(q.clauses))}
	tallies := make([]*tally, len(q.clauses))
	for i := range q.clauses {
		t, meant := x.clause(q.language, &q.clauses[i])
		defer x.release(t)
		tallies[i] = t
		t.rarity = q.rarity(i, func() float32 { return x.rarity(x.present(t)) })
		found.Rarities[i] = t.rarity
		found.Meant = append(found.Meant, meant...)
	}
	if found.Hits = x.hits(tallies, room[:0]); len(found.Hits) == 0 {
		found.Hints = append(x.unquotedHint(q), x.hints(q, tallies)...)
	}
	return found
}

// hits appends the documents that every clause has found, with what all give
// them.
func (x *Index) hits(tallies []*tally, found []Hit) []Hit {
	fewest := slices.MinFunc(tallies, func(a, b *tally) int { return len(a.docs) - len(b.docs) })
	found = slices.Grow(found, len(fewest.docs))
	for _, n := range fewest.docs {
		if x.isGone(n) {
			continue
		}
		if h := (Hit{Doc: n, Named: true}); h.add(tallies) {
			found = append(found, h)
		}
	}
	return found
}

// add takes in what each clause gives the document; false if one has not found it.
func (h *Hit) add(tallies []*tally) bool {
	for _, t := range tallies {
		d := &t.of[h.Doc]
		if d.score == 0 {
			return false
		}
		h.Relevance += t.rarity * d.score
		h.Named = h.Named && d.named
		h.Fields |= d.fields
	}
	return true
}

// isGone reports whether a document has been replaced or taken out.
func (x *Index) isGone(n uint32) bool { return x.gone.Test(uint(n)) }

// present counts the documents that a clause has found and that are not gone.
func (x *Index) present(t *tally) uint {
	count := uint(0)
	for _, n := range t.docs {
		if !x.isGone(n) {
			count++
		}
	}
	return count
}

// set are the documents that a clause has found and that are not gone.
func (x *Index) set(t *tally) *bitset.BitSet {
	set := bitset.New(uint(x.Len()))
	for _, n := range t.docs {
		set.Set(uint(n))
	}
	set.InPlaceDifference(x.gone)
	return set
}

// rarity is what a clause counts that so many documents have: the inverse
// document frequency of BM25.
func (x *Index) rarity(count uint) float32 {
	have := float64(count)
	return float32(math.Log(1 + (max(0, float64(x.Len())-have)+0.5)/(have+0.5)))
}

// hints are the queries that leave out one clause; else those of two clauses, or
// those of one.
func (x *Index) hints(q Query, tallies []*tally) []Hint {
	if len(tallies) < 2 {
		return nil
	}
	sets := make([]*bitset.BitSet, len(tallies))
	for i, t := range tallies {
		sets[i] = x.set(t)
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
	if len(found) == 0 && len(sets) > 3 {
		found = pairHints(q, sets)
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

// pairHints are the queries of two clauses that find something.
func pairHints(q Query, sets []*bitset.BitSet) []Hint {
	var found []Hint
	for i, set := range sets {
		for j := i + 1; j < len(sets); j++ {
			if n := int(set.IntersectionCardinality(sets[j])); n > 0 {
				found = append(found, Hint{q.clauses[i].typed + " " + q.clauses[j].typed, n})
			}
		}
	}
	return found
}

// unquotedHint is the query without quotes, if it has some and finds something so.
func (x *Index) unquotedHint(q Query) []Hint {
	typed := q.typed()
	words := strings.ReplaceAll(typed, `"`, "")
	if words == typed {
		return nil
	}
	if n := len(x.Find(q.language.Parse(words), nil).Hits); n > 0 {
		return []Hint{{words, n}}
	}
	return nil
}
