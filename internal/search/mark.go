package search

import (
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
}

// sought is a folded word that is marked.
type sought struct {
	word  string
	stems [3]string
	exact bool // in no other form
	begun bool // also where it is the beginning of another
}

// Marker returns one for the words of the query and those that misspelt ones
// were taken for.
func (q Query) Marker(meant []Meant) Marker {
	var m Marker
	for i := range q.clauses {
		for _, a := range q.clauses[i].alternatives {
			for _, word := range a.words {
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
	m.sought = append(m.sought, s)
	m.begins[s.word[0]] = true
}

// Mark divides text into what was looked for and what was not. The pieces
// together are the text.
func (m *Marker) Mark(text string) []Piece {
	var pieces []Piece
	done := 0
	for start, end := nextWord(text, 0); start < end; start, end = nextWord(text, end) {
		if !m.wants(text[start:end]) {
			continue
		}
		if start > done {
			pieces = append(pieces, Piece{Text: text[done:start]})
		}
		pieces = append(pieces, Piece{text[start:end], true})
		done = end
	}
	if done < len(text) {
		pieces = append(pieces, Piece{Text: text[done:]})
	}
	return pieces
}

// first is where in the text the first thing is that was looked for, -1 if there
// is none.
func (m *Marker) first(text string) int {
	for start, end := nextWord(text, 0); start < end; start, end = nextWord(text, end) {
		if m.wants(text[start:end]) {
			return start
		}
	}
	return -1
}

// In reports whether there is anything in the text that was looked for.
func (m *Marker) In(text string) bool { return m.first(text) >= 0 }

// nextWord finds the next run of letters, digits and their accents.
func nextWord(text string, from int) (start, end int) {
	start = from
	for start < len(text) {
		within, size := ofWord(text, start)
		if within {
			break
		}
		start += size
	}
	end = start
	for end < len(text) {
		within, size := ofWord(text, end)
		if !within {
			break
		}
		end += size
	}
	return start, end
}

// ofWord reports whether the character at a place is one of a word, and its size.
func ofWord(text string, at int) (within bool, size int) {
	if c := text[at]; c < utf8.RuneSelf {
		return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9', 1
	}
	r, size := utf8.DecodeRuneInString(text[at:])
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r), size
}

// wants reports whether a word of a text is one of those that are looked for.
func (m *Marker) wants(word string) bool {
	if word[0] < utf8.RuneSelf && !m.begins[word[0]|0x20] {
		return false // most words of a text: not worth folding
	}
	folded := folding.Fold(word)
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

// snippetRunes is about how long an excerpt is.
const snippetRunes = 160

// Excerpt returns the part around the first thing that was looked for of a text
// in lines, with single spaces between the words; false if there is none. Cut
// ends are marked with an ellipsis.
func (m *Marker) Excerpt(text string) ([]Piece, bool) {
	at := m.first(text)
	if at < 0 {
		return nil, false
	}
	from := strings.LastIndexByte(text[:at], '\n') + 1
	line, _, _ := strings.Cut(text[from:], "\n")
	return m.Mark(around(line, at-from)), true
}

// around cuts an excerpt out of text, from some words before the place on.
func around(text string, at int) string {
	from := at
	for n := 0; from > 0 && n < snippetRunes/3; n++ {
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
	}
	if from > 0 {
		if space := strings.IndexByte(text[from:at], ' '); space >= 0 {
			from += space + 1
		}
	}
	to := from
	for n := 0; to < len(text) && n < snippetRunes; n++ {
		_, size := utf8.DecodeRuneInString(text[to:])
		to += size
	}
	excerpt := text[from:to]
	if to < len(text) {
		if space := strings.LastIndexByte(excerpt, ' '); space > at-from {
			excerpt = excerpt[:space]
		}
		excerpt += " …"
	}
	if from > 0 {
		excerpt = "… " + excerpt
	}
	return excerpt
}
