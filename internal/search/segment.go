package search

import (
	"cmp"
	"hash/fnv"
	"io"
	"slices"
	"sort"
	"strings"

	"telaio/internal/folding"
)

// segment is an index over some documents, numbered from 0. It never changes.
type segment struct {
	ids      []string
	text     string   // the words, sorted, one after the other
	from     []uint32 // by word: where it begins in text; one more at the end
	counts   []uint32 // by word: in how many documents it is
	hits     []byte
	hitsFrom []uint32
	spots    io.ReaderAt
	spotFrom []uint32
	families []kin // sorted
}

// kin says that a word has a stem.
type kin struct{ stem, word uint32 }

// The bounds of what is indexed.
const (
	maxTokenBytes = 60
	textGap       = 16 // places between two texts, so that no phrase joins them
)

// builder collects the words of documents.
type builder struct {
	ids     []string
	writers map[string]*writer
}

func newBuilder() *builder { return &builder{writers: map[string]*writer{}} }

func (b *builder) add(d *Document) {
	indexDocument(b.writers, uint32(len(b.ids)), d)
	b.ids = append(b.ids, d.ID)
}

// segment makes the index. The builder must not be used any more.
func (b *builder) segment(aside Aside) *segment {
	s := &segment{ids: b.ids}
	s.pack(b.writers, aside)
	return s
}

func indexDocument(writers map[string]*writer, number uint32, d *Document) {
	place := uint32(1)
	for f, texts := range d.Texts {
		for _, text := range texts {
			for word := range strings.FieldsSeq(folding.Fold(text)) {
				word = token(word)
				w := writers[word]
				if w == nil {
					w = &writer{}
					writers[strings.Clone(word)] = w
				}
				w.add(number, Field(f), place)
				place++
			}
			place += textGap
		}
	}
}

// token shortens a word to what is indexed.
func token(word string) string {
	if len(word) <= maxTokenBytes {
		return word
	}
	n := maxTokenBytes
	for word[n]&0xC0 == 0x80 { // inside a character
		n--
	}
	return word[:n]
}

// pack puts the words in order and their postings one after the other.
func (s *segment) pack(writers map[string]*writer, aside Aside) {
	words := make([]string, 0, len(writers))
	letters, hitBytes, spotBytes := 0, 0, 0
	for word, w := range writers {
		w.close()
		words = append(words, word)
		letters, hitBytes, spotBytes = letters+len(word), hitBytes+len(w.hits), spotBytes+len(w.spots)
	}
	slices.Sort(words)
	s.from, s.hitsFrom, s.spotFrom = make([]uint32, len(words)+1), make([]uint32, len(words)+1), make([]uint32, len(words)+1)
	s.counts = make([]uint32, len(words))
	text, hits, spots := make([]byte, 0, letters), make([]byte, 0, hitBytes), make([]byte, 0, spotBytes)
	for i, word := range words {
		w := writers[word]
		text, hits, spots = append(text, word...), append(hits, w.hits...), append(spots, w.spots...)
		s.counts[i] = w.count
		s.from[i+1], s.hitsFrom[i+1], s.spotFrom[i+1] = uint32(len(text)), uint32(len(hits)), uint32(len(spots))
		s.families = appendKin(s.families, word, uint32(i))
		writers[word] = nil // its room is wanted for what it is copied to
	}
	s.text, s.hits, s.families = string(text), hits, slices.Clip(s.families)
	s.spots = aside(spots)
	slices.SortFunc(s.families, func(a, b kin) int { return cmp.Or(cmp.Compare(a.stem, b.stem), cmp.Compare(a.word, b.word)) })
}

// appendKin notes the stems of the nth word, each once.
func appendKin(families []kin, word string, n uint32) []kin {
	all := stems(word)
	for i, stem := range all {
		if !slices.Contains(all[:i], stem) {
			families = append(families, kin{stemKey(stem), n})
		}
	}
	return families
}

func stemKey(stem string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(stem))
	return h.Sum32()
}

// size is how many different words there are.
func (s *segment) size() int { return len(s.counts) }

// word returns the nth word.
func (s *segment) word(n uint32) string { return s.text[s.from[n]:s.from[n+1]] }

// seek is the number of the first word that is not before w.
func (s *segment) seek(w string) uint32 {
	return uint32(sort.Search(s.size(), func(i int) bool { return s.word(uint32(i)) >= w }))
}

// find is the number of the word w.
func (s *segment) find(w string) (uint32, bool) {
	n := s.seek(w)
	return n, int(n) < s.size() && s.word(n) == w
}

// postings walks through the documents that have the nth word.
func (s *segment) postings(n uint32) postings {
	return postings{hits: s.hits[s.hitsFrom[n]:s.hitsFrom[n+1]]}
}

// placed walks through them and knows the places too, which have to be read. If
// that fails it knows of no document.
func (s *segment) placed(n uint32) postings {
	p := s.postings(n)
	p.spots = make([]byte, s.spotFrom[n+1]-s.spotFrom[n])
	if read, _ := s.spots.ReadAt(p.spots, int64(s.spotFrom[n])); read < len(p.spots) {
		return postings{}
	}
	return p
}
