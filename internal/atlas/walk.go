package atlas

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/bits-and-blooms/bitset"

	"telaio/internal/search"
)

// ByID is the order of a walk that is to meet each organisation once, whatever
// is published meanwhile: ids never change.
const ByID Order = "id"

// Mark is where a part of a walk ended: at the last entry, and what it was
// sorted by. The zero Mark is before everything.
type Mark struct {
	ID        string
	Name      string    // ByName
	At        time.Time // ByFreshness
	Relevance float32   // ByRelevance
	Named     bool      // ByRelevance
	Rarities  []float32 // ByRelevance: how much each word counted when the walk began, and so counts to its end
}

// Part is the next entries of a walk.
type Part struct {
	Entries []*Entry
	Total   int  // of the whole walk, as things are now
	Last    Mark // of the last entry
	More    bool
}

// Walk is a way through what a query finds.
type Walk struct {
	Query   Query // its page does not count
	Order   Order
	Without map[string]bool // ids of organisations that are passed over
}

// Walk returns the next entries of a walk, at most limit of them, from where a
// part before ended. It keeps nothing between two parts: what was published meanwhile is met if it
// comes after the mark. In towns that nobody is in it finds nobody.
func (x *Index) Walk(ctx context.Context, walk Walk, from Mark, limit int) (Part, error) {
	q, order := walk.Query, walk.Order
	s, m, err := x.searchAs(ctx, q.Text, from.Rarities)
	if err != nil {
		return Part{}, err
	}
	asked := len(q.Chosen[Towns])
	if q = s.known(q); asked > 0 && len(q.Chosen[Towns]) == 0 {
		return Part{}, nil
	}
	found := s.without(s.under(s.within(m.set(), q.Area), s.chosen(q), -1), walk.Without)
	compare := compareMarks(order)
	best := make([]marked, 0, limit+1)
	take := func(doc uint32, hit search.Hit) {
		e := &s.entries[doc]
		mark := Mark{ID: e.ID, Name: e.order, At: e.UpdatedAt, Relevance: hit.Relevance, Named: hit.Named}
		if from.ID != "" && compare(mark, from) <= 0 || len(best) > limit && compare(mark, best[limit].mark) >= 0 {
			return
		}
		at, _ := slices.BinarySearchFunc(best, mark, func(have marked, mark Mark) int { return compare(have.mark, mark) })
		best = slices.Insert(best, at, marked{e, mark})
		best = best[:min(len(best), limit+1)]
	}
	if order == ByRelevance && m != nil {
		for _, h := range m.found.Hits {
			if found.Test(uint(h.Doc)) {
				take(h.Doc, h)
			}
		}
	} else {
		for doc, ok := found.NextSet(0); ok; doc, ok = found.NextSet(doc + 1) {
			take(uint32(doc), search.Hit{})
		}
	}
	part := Part{Total: int(found.Count()), More: len(best) > limit}
	for _, b := range best[:min(len(best), limit)] {
		part.Entries, part.Last = append(part.Entries, b.entry), b.mark
	}
	if m != nil {
		part.Last.Rarities = m.found.Rarities
	}
	return part, nil
}

// marked is an entry of a walk with what it is sorted by.
type marked struct {
	entry *Entry
	mark  Mark
}

// compareMarks sorts a walk. Entries that are otherwise equal come by id.
func compareMarks(order Order) func(a, b Mark) int {
	switch order {
	case ByName:
		return func(a, b Mark) int { return strings.Compare(a.Name, b.Name) }
	case ByFreshness:
		return func(a, b Mark) int { return cmp.Or(b.At.Compare(a.At), strings.Compare(a.ID, b.ID)) }
	case ByRelevance:
		return func(a, b Mark) int {
			named := 0
			if a.Named != b.Named {
				if named = 1; a.Named {
					named = -1
				}
			}
			return cmp.Or(named, cmp.Compare(b.Relevance, a.Relevance), strings.Compare(a.ID, b.ID))
		}
	default:
		return func(a, b Mark) int { return strings.Compare(a.ID, b.ID) }
	}
}

// without takes some organisations out of a set, which itself stays as it is.
func (s *Snapshot) without(set *bitset.BitSet, ids map[string]bool) *bitset.BitSet {
	if len(ids) == 0 {
		return set
	}
	set = set.Clone()
	for id := range ids {
		if doc, ok := s.byID[id]; ok {
			set.Clear(uint(doc))
		}
	}
	return set
}

// IDs lists all that the walk meets, in the query's own order. In towns that
// nobody is in it meets nobody.
func (x *Index) IDs(ctx context.Context, walk Walk) ([]string, error) {
	q := walk.Query
	s, err := x.Snapshot(ctx)
	if err != nil || len(q.Chosen[Towns]) > 0 && len(s.known(q).Chosen[Towns]) == 0 {
		return nil, err
	}
	ids, err := x.ids(ctx, q)
	return slices.DeleteFunc(ids, func(id string) bool { return walk.Without[id] }), err
}

// Entry finds a published organisation by its id.
func (s *Snapshot) Entry(id string) (*Entry, bool) {
	doc, ok := s.byID[id]
	if !ok {
		return nil, false
	}
	return &s.entries[doc], true
}
