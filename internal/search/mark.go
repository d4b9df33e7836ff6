package search

import (
	"bytes"
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

	begins [][]byte // what it may begin with, in small letters and with capitals
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
	const telling = 3 // letters: what forms of a word have in common at least
	for _, begun := range []string{s.word[:min(len(s.word), telling)], strings.ToUpper(s.word[:1]) + s.word[1:min(len(s.word), telling)]} {
		s.begins = append(s.begins, []byte(begun))
	}
	m.sought = append(m.sought, s)
	m.begins[s.word[0]] = true
	for c := range m.second {
		m.second[c] = m.second[c] || len(s.word) < 2 || s.word[1] == byte(c) || s.word[1] >= utf8.RuneSelf || c >= utf8.RuneSelf
	}
}

// Mark divides text into what was looked for and what was not. The pieces
// together are the text.
func (m *Marker) Mark(text string) []Piece {
	var pieces []Piece
	done := 0
	for {
		start, end := m.next([]byte(text), done)
		if start == end {
			break
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

// snippetRunes is about how long an excerpt is.
const snippetRunes = 160

// Excerpt returns the part around the first thing that was looked for of a text
// in lines, with single spaces between the words; false if there is none. Cut
// ends are marked with an ellipsis.
func (m *Marker) Excerpt(text []byte) ([]Piece, bool) {
	at, ok := m.glance(text)
	if !ok {
		var end int
		if at, end = m.next(text, 0); at == end {
			return nil, false
		}
	}
	from := bytes.LastIndexByte(text[:at], '\n') + 1
	line, _, _ := bytes.Cut(text[from:], []byte("\n"))
	return m.Mark(around(line, at-from)), true
}

// glance finds the first thing that was looked for among those that are written
// as they were typed, or with capitals: that takes a tenth of reading the text.
func (m *Marker) glance(text []byte) (at int, ok bool) {
	at = len(text)
	for _, s := range m.sought {
		for _, begun := range s.begins {
			for from := 0; from < at; {
				i := bytes.Index(text[from:at], begun)
				if i < 0 {
					break
				}
				start := from + i
				from = start + 1
				if (start == 0 || text[start-1] < utf8.RuneSelf && !letters[text[start-1]]) && m.wants(text[start:wordEnd(text, start)]) {
					at = start
				}
			}
		}
	}
	return at, at < len(text)
}

// around cuts an excerpt out of text, from some words before the place on.
func around(text []byte, at int) string {
	from := at
	for n := 0; from > 0 && n < snippetRunes/3; n++ {
		_, size := utf8.DecodeLastRune(text[:from])
		from -= size
	}
	if from > 0 {
		if space := bytes.IndexByte(text[from:at], ' '); space >= 0 {
			from += space + 1
		}
	}
	to := from
	for n := 0; to < len(text) && n < snippetRunes; n++ {
		_, size := utf8.DecodeRune(text[to:])
		to += size
	}
	excerpt := string(text[from:to])
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
