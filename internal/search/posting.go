package search

import "encoding/binary"

// fieldBits is how many bits of a hit tell the fields.
const fieldBits = int(fieldCount)

// A posting says that a word is in a document. Two byte strings hold the
// postings of a word, in the order of documents: the hits (the distance to the
// document before, and the fields, in one varint), and the spots (how many, then
// the distance of each from the one before), which only phrases need.

// writer appends the postings of one word.
type writer struct {
	hits, spots []byte
	last, count uint32
	pending     []byte // the spots of the document under way
	fields      uint32 // of the document under way
	places      uint32
	place       uint32
	open        bool
}

// add notes that the word is at a place of a field of doc. Documents come in
// order, and so do the places of each.
func (w *writer) add(doc uint32, f Field, place uint32) {
	if w.open && w.last != doc {
		w.close()
	}
	if !w.open {
		gap := doc
		if w.count > 0 {
			gap = doc - w.last
		}
		w.open, w.last, w.fields, w.places, w.place = true, doc, gap<<fieldBits, 0, 0
		w.pending = w.pending[:0]
	}
	w.fields |= 1 << f
	w.pending = binary.AppendUvarint(w.pending, uint64(place-w.place))
	w.place = place
	w.places++
}

// close ends the document under way.
func (w *writer) close() {
	if !w.open {
		return
	}
	w.hits = binary.AppendUvarint(w.hits, uint64(w.fields))
	w.spots = binary.AppendUvarint(w.spots, uint64(w.places))
	w.spots = append(w.spots, w.pending...)
	w.count++
	w.open = false
}

// postings walks through what a writer wrote.
type postings struct {
	hits, spots []byte
	doc         uint32
	fields      Fields // that have the word
}

// next moves to the next document, false at the end.
func (p *postings) next() bool {
	if len(p.hits) == 0 {
		return false
	}
	hit, n := uint32(p.hits[0]), 1
	if hit >= oneByte {
		hit, n = longHit(p.hits)
	}
	p.hits = p.hits[n:]
	p.doc += hit >> fieldBits
	p.fields = Fields(hit) & allFields
	return true
}

// oneByte is what a hit of one byte is below.
const oneByte = 0x80

// longHit reads a hit of several bytes, and says how many.
func longHit(hits []byte) (hit uint32, n int) {
	v, n := binary.Uvarint(hits)
	return uint32(v), n
}

// places appends where the word is in the document. It is called once after
// each next, or never.
func (p *postings) places(to []uint32) []uint32 {
	count, n := binary.Uvarint(p.spots)
	p.spots = p.spots[n:]
	place := uint32(0)
	for range count {
		gap, n := binary.Uvarint(p.spots)
		p.spots = p.spots[n:]
		place += uint32(gap)
		to = append(to, place)
	}
	return to
}
