package search

import (
	"bytes"
	"io"
	"maps"
	"slices"
	"sync"

	"github.com/bits-and-blooms/bitset"
)

// Index finds documents. It never changes: With makes the next one.
type Index struct {
	weights [1 << fieldCount]float32 // by the fields that have a word
	// base has the documents that were there at the beginning, fresh those that
	// came or changed since. A document is numbered as in base, or after all of
	// base as in fresh.
	base, fresh *segment
	added       map[string]Document // those of fresh
	gone        *bitset.BitSet      // of base, by number: replaced or taken out
	number      map[string]uint32   // of base, by id
	tallies     *sync.Pool          // of *tally, of this index's size
}

// Builder makes an Index out of documents that come one after the other. What
// it has taken in it does not keep.
type Builder struct {
	// Aside keeps the places of words, which only phrases need; nil = in memory.
	Aside Aside

	base *builder
}

// Aside keeps bytes that are seldom needed, for as long as someone holds what it
// returns.
type Aside func([]byte) io.ReaderAt

// inMemory is the plain Aside.
func inMemory(b []byte) io.ReaderAt { return bytes.NewReader(b) }

// NewBuilder returns one that has no document yet.
func NewBuilder() *Builder { return &Builder{base: newBuilder()} }

// Add takes in a document. Ids must differ.
func (b *Builder) Add(d Document) { b.base.add(&d) }

// Index makes the index. The builder must not be used any more.
func (b *Builder) Index() *Index {
	aside := b.Aside
	if aside == nil {
		aside = inMemory
	}
	x := &Index{base: b.base.segment(aside), fresh: newBuilder().segment(inMemory), tallies: &sync.Pool{}}
	x.gone = bitset.New(uint(len(x.base.ids)))
	x.number = make(map[string]uint32, len(x.base.ids))
	for i, id := range x.base.ids {
		x.number[id] = uint32(i)
	}
	for fields := range x.weights {
		for f := range fieldCount {
			if fields&(1<<f) != 0 {
				x.weights[fields] = max(x.weights[fields], f.weight())
			}
		}
	}
	return x
}

// With returns an index in which some documents are new or replaced and others
// are gone.
func (x *Index) With(docs []Document, gone []string) *Index {
	next := *x
	next.tallies = &sync.Pool{}
	next.gone = x.gone.Clone()
	next.added = make(map[string]Document, len(x.added)+len(docs))
	maps.Copy(next.added, x.added)
	for _, id := range gone {
		next.retire(id)
	}
	for _, d := range docs {
		next.retire(d.ID)
		next.added[d.ID] = d
	}
	fresh := newBuilder()
	for _, id := range slices.Sorted(maps.Keys(next.added)) {
		d := next.added[id]
		fresh.add(&d)
	}
	next.fresh = fresh.segment(inMemory)
	return &next
}

func (x *Index) retire(id string) {
	delete(x.added, id)
	if n, ok := x.number[id]; ok {
		x.gone.Set(uint(n))
	}
}

// Worn reports whether so much has changed since the index was built that it should
// be built again from all documents.
func (x *Index) Worn() bool { return len(x.added) > 100+len(x.base.ids)/20 }

// Len is one more than the highest number of a document.
func (x *Index) Len() int { return len(x.base.ids) + len(x.fresh.ids) }

// ID returns the id of the document with a number, "" if it is gone.
func (x *Index) ID(n uint32) string {
	if int(n) >= len(x.base.ids) {
		return x.fresh.ids[int(n)-len(x.base.ids)]
	}
	if x.gone.Test(uint(n)) {
		return ""
	}
	return x.base.ids[n]
}

// segments calls f with each segment and the number of its first document.
func (x *Index) segments(f func(s *segment, first uint32)) {
	f(x.base, 0)
	f(x.fresh, uint32(len(x.base.ids)))
}
