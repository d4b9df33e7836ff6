package search

import (
	"bytes"
	"unicode/utf8"
)

// snippetRunes is about how long an excerpt is.
const snippetRunes = 160

// Excerpt returns the part around the first thing that was looked for of a text
// in lines, with single spaces between the words; "" if there is none. Cut ends
// are marked with an ellipsis.
func (m *Marker) Excerpt(text []byte) string {
	at := m.glance(text)
	if at == len(text) {
		at, _ = next(m, text, 0)
	}
	if at == len(text) {
		return ""
	}
	return around(text, at)
}

// glance finds the first thing that was looked for among those that are written
// as they were typed, or with a capital; the end of the text if there is none. It
// leaps from one rare letter to the next: that takes a twentieth of reading the
// text.
func (m *Marker) glance(text []byte) int {
	first := len(text)
	for i := range m.sought {
		s := &m.sought[i]
		for j := range s.leaps {
			first = s.leap(m, text, first, s.leaps[j])
		}
	}
	return first
}

// leap finds what is looked for before the end, by one of its letters; the end if
// it is not there.
func (s *sought) leap(m *Marker, text []byte, end int, letter byte) int {
	for from := 0; from < end; {
		leap := bytes.IndexByte(text[from:end], letter)
		if leap < 0 {
			return end
		}
		from += leap + 1
		if at := from - 1 - s.rare; s.begins(text, at) && wants(m, text[at:wordEnd(text, at)]) {
			return at
		}
	}
	return end
}

// begins reports whether a word begins at the place that may be a form of what is
// looked for.
func (s *sought) begins(text []byte, at int) bool {
	if at < 0 || len(text)-at < len(s.common) || at > 0 && (text[at-1] >= utf8.RuneSelf || isLetter[text[at-1]]) {
		return false
	}
	return text[at]|0x20 == s.common[0]|0x20 && string(text[at+1:at+len(s.common)]) == s.common[1:]
}

// around cuts an excerpt out of the line that the place is in, from some words
// before the place on.
func around(text []byte, at int) string {
	from := at
	for n := 0; from > 0 && text[from-1] != '\n' && n < snippetRunes/3; n++ {
		from = runeBefore(text, from)
	}
	whole := from == 0 || text[from-1] == '\n'
	if !whole {
		if space := bytes.IndexByte(text[from:at], ' '); space >= 0 {
			from += space + 1
		}
	}
	to := from
	for n := 0; to < len(text) && text[to] != '\n'; to++ {
		if utf8.RuneStart(text[to]) {
			if n == snippetRunes {
				break
			}
			n++
		}
	}
	var room [utf8.UTFMax*snippetRunes + 8]byte
	excerpt := room[:0]
	if !whole {
		excerpt = append(excerpt, "… "...)
	}
	if to == len(text) || text[to] == '\n' {
		return string(append(excerpt, text[from:to]...))
	}
	if space := bytes.LastIndexByte(text[from:to], ' '); space > at-from {
		to = from + space
	}
	return string(append(append(excerpt, text[from:to]...), " …"...))
}

// runeBefore is where the character before the place begins.
func runeBefore(text []byte, at int) int {
	for at--; at > 0 && !utf8.RuneStart(text[at]); at-- {
	}
	return at
}
