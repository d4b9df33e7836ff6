package search

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"telaio/internal/folding"
)

// Piece is a part of a text.
type Piece struct {
	Text   string
	Marked bool // it is what was looked for
}

// Marker finds in texts what a query looked for. The zero Marker finds nothing.
type Marker struct {
	sought []sought
	begins [256]bool // what the words begin with
	second [256]bool // and what comes second
}

// sought is a folded word that is marked.
type sought struct {
	word  string
	stems [3]string
	exact bool // in no other form
	begun bool // also where it is the beginning of another

	common string // what all its forms begin with
	rare   int    // where in common, after the first letter, is the one that texts have least of
}

// Marker returns one for the words of the query and those that misspelt ones
// were taken for.
func (q Query) Marker(meant []Meant) Marker {
	var m Marker
	for i := range q.clauses {
		for _, a := range q.clauses[i].alternatives {
			for _, word := range a.words {
				if !a.exact && len(a.words) > 1 && q.language.ignored[word] {
					continue // of "lavoro di cura" the first word and the last are worth a mark
				}
				m.add(sought{word: word, exact: a.exact, begun: !a.exact && q.clauses[i].last && len(word) >= shortestBegun})
			}
		}
	}
	for _, other := range meant {
		if other.Word != "" {
			m.add(sought{word: other.Word})
		}
	}
	return m
}

func (m *Marker) add(s sought) {
	s.stems = stems(s.word)
	s.common, s.rare = telling(s.word, s.stems)
	m.sought = append(m.sought, s)
	m.begins[s.word[0]] = true
	for c := range m.second {
		m.second[c] = m.second[c] || len(s.word) < 2 || s.word[1] == byte(c) || s.word[1] >= utf8.RuneSelf || c >= utf8.RuneSelf
	}
}

// telling is what a word has in common with its stems, and so with its other
// forms, and the place of its rarest letter after the first.
func telling(word string, stems [3]string) (common string, rare int) {
	const least = 3 // letters, which forms of a word have in common in any case
	common = word
	for _, stem := range stems {
		n := 0
		for n < min(len(common), len(stem)) && common[n] == stem[n] {
			n++
		}
		common = common[:max(n, min(least, len(word)))]
	}
	for i := range common {
		if i > 0 && (rare == 0 || strings.IndexByte(rarest, common[i]) < strings.IndexByte(rarest, common[rare])) {
			rare = i
		}
	}
	return common, rare
}

// rarest are the letters of Italian texts, those that come least often first.
const rarest = "xjwkyqzhbfgvupmdcslrtnoaie"

// Mark divides text into what was looked for and what was not. The pieces
// together are the text.
func (m *Marker) Mark(text string) iter.Seq[Piece] {
	return func(yield func(Piece) bool) {
		done := 0
		for done < len(text) {
			start, end := m.next([]byte(text), done)
			if start > done && !yield(Piece{Text: text[done:start]}) {
				return
			}
			if end > start && !yield(Piece{text[start:end], true}) {
				return
			}
			done = end
		}
	}
}

// In reports whether there is anything in the text that was looked for.
func (m *Marker) In(text string) bool {
	start, end := m.next([]byte(text), 0)
	return start < end
}

// next finds the next word that was looked for; start is end if there is none.
// Most of a text are other words: they are passed over by their first letters.
func (m *Marker) next(text []byte, from int) (start, end int) {
	for at := from; at < len(text); {
		c := text[at]
		switch {
		case c < utf8.RuneSelf && !letters[c]:
			at++
			continue
		case c < utf8.RuneSelf && (!m.begins[c|0x20] || at+1 < len(text) && letters[text[at+1]] && !m.second[text[at+1]|0x20]):
			for at < len(text) && letters[text[at]] {
				at++
			}
			at = wordEnd(text, at)
			continue
		}
		if end = wordEnd(text, at); end == at { // not a letter after all
			_, size := utf8.DecodeRune(text[at:])
			at += size
			continue
		}
		if m.wants(text[at:end]) {
			return at, end
		}
		at = end
	}
	return len(text), len(text)
}

// letters are the letters and digits of ASCII.
var letters = func() (is [256]bool) {
	for c := range utf8.RuneSelf {
		is[c] = 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9'
	}
	return is
}()

// wordEnd is where the run of letters, digits and their accents ends that a place
// is in, the place itself if it is in none.
func wordEnd(text []byte, at int) int {
	for at < len(text) {
		if c := text[at]; c < utf8.RuneSelf {
			if !letters[c] {
				return at
			}
			at++
			continue
		}
		r, size := utf8.DecodeRune(text[at:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) {
			return at
		}
		at += size
	}
	return at
}

// wants reports whether a word of a text is one of those that are looked for.
func (m *Marker) wants(word []byte) bool {
	for i := range m.sought {
		if m.sought[i].word == string(word) { // as most are: there is nothing to fold
			return true
		}
	}
	folded := folding.Fold(string(word))
	for i := range m.sought {
		s := &m.sought[i]
		if s.word == folded || s.begun && strings.HasPrefix(folded, s.word) || !s.exact && s.inflected(folded) {
			return folded != ""
		}
	}
	return false
}

// inflected reports whether another folded word is a form of this one.
func (s *sought) inflected(other string) bool {
	if len(s.word) < shortestStem || len(other) < shortestStem || s.word[:3] != other[:3] {
		return false
	}
	return akin(s.stems, stems(other))
}
