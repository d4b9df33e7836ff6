package search

import (
	"slices"
	"strings"
)

// tally is what documents score.
type tally struct {
	of     []scored // by number
	docs   []uint32 // those found, in no order
	rarity float32  // of what was found: how much the scores count
}

// scored is what one document scores.
type scored struct {
	score  float32 // 0 = not found
	named  bool    // all of it found in the name
	fields Fields  // that have some of it
}

// tally returns an empty one. Whoever takes it gives it back with release.
func (x *Index) tally() *tally {
	if t, ok := x.tallies.Get().(*tally); ok {
		return t
	}
	return &tally{of: make([]scored, x.Len())}
}

// release empties the tally for the next search.
func (x *Index) release(t *tally) {
	for _, n := range t.docs {
		t.of[n] = scored{}
	}
	t.docs = t.docs[:0]
	x.tallies.Put(t)
}

// note keeps the better of two scores.
func (t *tally) note(doc uint32, s scored) {
	d := &t.of[doc]
	if d.score == 0 {
		t.docs = append(t.docs, doc)
	}
	*d = scored{max(d.score, s.score), d.named || s.named, d.fields | s.fields}
}

func (t *tally) empty() bool { return len(t.docs) == 0 }

// clause scores the documents in which a clause holds.
func (x *Index) clause(l *Language, c *clause) (*tally, []Meant) {
	t := x.tally()
	for _, a := range c.alternatives {
		x.alternative(a, c.last, t)
	}
	typed := c.alternatives[0]
	if typed.exact || len(typed.words) > 1 || !t.empty() {
		return t, nil
	}
	said := typed.words[0].text
	if other := x.meant(said, t); other != "" {
		return t, []Meant{{said, other}}
	}
	nearest := l.nearest(said)
	for _, other := range l.synonyms[nearest] {
		x.alternative(alternative{words: newWords(strings.Fields(other)), quality: synonymsQuality * misspeltQuality}, false, t)
	}
	if t.empty() {
		return t, nil
	}
	return t, []Meant{{said, nearest}}
}

func (x *Index) alternative(a alternative, last bool, t *tally) {
	switch {
	case len(a.words) == 1:
		x.word(a, last, t)
	case a.apart:
		x.apart(a, t)
	default:
		x.together(a, t)
	}
}

// word scores one word. What it may be the beginning of counts when it is the
// last one typed, or when the word itself is nowhere.
func (x *Index) word(a alternative, last bool, t *tally) {
	wanted := a.words[0]
	if a.exact {
		x.segments(func(s *segment, first uint32) {
			if n, ok := s.find(wanted.text); ok {
				x.score(s, first, []variant{{n, a.quality}}, t)
			}
		})
		return
	}
	nowhere := true
	x.segments(func(s *segment, first uint32) {
		forms := scaled(s.forms(wanted), a.quality)
		nowhere = nowhere && len(forms) == 0
		x.score(s, first, forms, t)
	})
	if last || nowhere {
		x.segments(func(s *segment, first uint32) { x.score(s, first, scaled(s.begun(wanted.text), a.quality), t) })
	}
}

func scaled(variants []variant, quality float32) []variant {
	for i := range variants {
		variants[i].quality *= quality
	}
	return variants
}

// score notes the documents that have one of the words. Common words have
// thousands: it does the work of postings and of note without a call for each.
func (x *Index) score(s *segment, first uint32, variants []variant, t *tally) {
	of, docs := t.of[first:], t.docs
	for _, v := range variants {
		weights := x.weights
		for fields := range weights {
			weights[fields] *= v.quality
		}
		hits, doc := s.postings(v.word).hits, uint32(0)
		for at := 0; at < len(hits); {
			hit, n := uint32(hits[at]), 1
			if hit >= oneByte {
				hit, n = longHit(hits[at:])
			}
			at += n
			doc += hit >> fieldBits
			d, fields := &of[doc], Fields(hit)&allFields
			if d.score == 0 {
				docs = append(docs, first+doc)
			}
			if score := weights[fields]; score > d.score {
				d.score = score
			}
			d.fields |= fields
			d.named = d.named || fields&(1<<Name) != 0
		}
	}
	t.docs = docs
}

// apart scores the documents that have all the words, by the weakest.
func (x *Index) apart(a alternative, t *tally) {
	var each []*tally
	for _, w := range a.words {
		one := x.tally()
		defer x.release(one)
		x.word(alternative{words: []word{w}, quality: a.quality}, false, one)
		each = append(each, one)
	}
	for _, n := range each[0].docs {
		weakest := each[0].of[n]
		for _, other := range each[1:] {
			o := other.of[n]
			weakest = scored{min(weakest.score, o.score), weakest.named && o.named, weakest.fields | o.fields}
		}
		if weakest.score > 0 {
			t.note(n, weakest)
		}
	}
}

// together scores the documents that have the words one after the other.
func (x *Index) together(a alternative, t *tally) {
	x.segments(func(s *segment, first uint32) {
		var run []spot
		for i, w := range a.words {
			spots := s.spotsOf(w, a.exact, uint32(i))
			if i > 0 {
				spots = inBoth(run, spots)
			}
			if run = spots; len(run) == 0 {
				return
			}
		}
		for _, at := range run {
			t.note(first+at.doc, scored{a.quality * x.weights[at.fields], at.fields.Has(Name), at.fields})
		}
	})
}

// spot is a place in a document.
type spot struct {
	doc, place uint32
	fields     Fields
}

func (a spot) compare(b spot) int {
	switch {
	case a.doc != b.doc:
		return int(int64(a.doc) - int64(b.doc))
	default:
		return int(int64(a.place) - int64(b.place))
	}
}

// spotsOf lists where the word is, or where the phrase would begin whose word
// it is after `before` others.
func (s *segment) spotsOf(w word, exact bool, before uint32) []spot {
	variants := s.forms(w)
	if exact {
		variants = slices.DeleteFunc(variants, func(v variant) bool { return v.quality < 1 })
	}
	var spots []spot
	var places []uint32
	for _, v := range variants {
		for p := s.placed(v.word); p.next(); {
			for _, place := range p.places(places[:0]) {
				if place > before {
					spots = append(spots, spot{p.doc, place - before, p.fields})
				}
			}
		}
	}
	if len(variants) > 1 {
		slices.SortFunc(spots, spot.compare)
	}
	return spots
}

// inBoth keeps the spots of a that are in b, in the fields that both have.
func inBoth(a, b []spot) []spot {
	var both []spot
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch c := a[i].compare(b[j]); {
		case c < 0:
			i++
		case c > 0:
			j++
		default:
			both = append(both, spot{a[i].doc, a[i].place, a[i].fields & b[j].fields})
			i++
			j++
		}
	}
	return both
}

// meant scores the documents that have a word that a misspelt one may stand
// for, and returns the likeliest such word, "" if there is none.
func (x *Index) meant(typed string, t *tally) string {
	best, count, quality := "", uint32(0), float32(0)
	x.segments(func(s *segment, first uint32) {
		variants := s.misspelt(typed)
		if len(variants) > 0 {
			likeliest := variants[0]
			if n := s.counts[likeliest.word]; likeliest.quality > quality || likeliest.quality == quality && n > count {
				best, count, quality = s.word(likeliest.word), n, likeliest.quality
			}
		}
		x.score(s, first, variants, t)
	})
	return best
}
