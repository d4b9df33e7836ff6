package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"telaio/internal/folding"
)

// together reports whether a word of a text that is wanted is so for itself, or stands
// among the other words of its phrase: of "lavoro condiviso" no other "lavoro" is
// worth a mark.
func (m *Marker) together(text string, at, end int) bool {
	if !m.parted {
		return true
	}
	folded := folding.Fold(text[at:end])
	for i := range m.sought {
		s := &m.sought[i]
		if s.is(folded) && (s.phrase == nil || s.stands(text, at)) {
			return true
		}
	}
	return false
}

// is reports whether a folded word is the one that is sought.
func (s *sought) is(folded string) bool {
	return s.text == folded || s.begun && strings.HasPrefix(folded, s.text) || !s.exact && inflected(s.word, folded)
}

// stands reports whether the phrase stands in the text where its word is at the place.
func (s *sought) stands(text string, at int) bool {
	for range s.place {
		if at = wordBefore(text, at); at < 0 {
			return false
		}
	}
	for i := range s.phrase {
		end := wordEnd(text, at)
		part := sought{word: s.phrase[i], exact: s.exact, begun: s.begun && i == len(s.phrase)-1}
		if end == at || !part.is(folding.Fold(text[at:end])) {
			return false
		}
		at = wordAfter(text, end)
	}
	return true
}

// wordAfter is where the next word of the line begins, or the line's end.
func wordAfter(text string, from int) int {
	for from < len(text) && text[from] != '\n' && wordEnd(text, from) == from {
		_, size := utf8.DecodeRuneInString(text[from:])
		from += size
	}
	return from
}

// wordBefore is where the word of the line begins that is before the one at a place,
// -1 if there is none.
func wordBefore(text string, at int) int {
	start := -1
	for at > 0 {
		before := runeBefore(text, at)
		r, _ := utf8.DecodeRuneInString(text[before:])
		switch inWord := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r); {
		case inWord:
			start = before
		case start >= 0 || r == '\n':
			return start
		}
		at = before
	}
	return start
}
