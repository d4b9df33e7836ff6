package search

import (
	"strings"
	"unicode/utf8"
)

// snippetRunes is about how long an excerpt is.
const snippetRunes = 160

// Excerpt is a part of a text.
type Excerpt struct {
	Text          string // "" = there is none
	Before, After bool   // the line goes on there
}

// Excerpt returns the part around the first thing that was looked for of a text
// in lines, with single spaces between the words.
func (m *Marker) Excerpt(text string) Excerpt {
	at := m.glance(text)
	if at == len(text) {
		at, _ = m.next(text, 0)
	}
	if at == len(text) {
		return Excerpt{}
	}
	return around(text, at)
}

// glance finds the first thing that was looked for among those that are written
// as they were typed, or with a capital; the end of the text if there is none. It
// leaps from one rare letter to the next: that takes a twentieth of reading the
// text.
func (m *Marker) glance(text string) int {
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
func (s *sought) leap(m *Marker, text string, end int, letter byte) int {
	for from := 0; from < end; {
		leap := strings.IndexByte(text[from:end], letter)
		if leap < 0 {
			return end
		}
		from += leap + 1
		if at := from - 1 - s.rare; s.begins(text, at) && m.wants(text[at:wordEnd(text, at)]) && m.together(text, at, wordEnd(text, at)) {
			return at
		}
	}
	return end
}

// begins reports whether a word begins at the place that may be a form of what is
// looked for.
func (s *sought) begins(text string, at int) bool {
	if at < 0 || len(text)-at < len(s.common) || at > 0 && (text[at-1] >= utf8.RuneSelf || isLetter[text[at-1]]) {
		return false
	}
	return text[at]|0x20 == s.common[0]|0x20 && text[at+1:at+len(s.common)] == s.common[1:]
}

// around cuts an excerpt out of the line that the place is in, from some words
// before the place on.
func around(text string, at int) Excerpt {
	from := at
	for n := 0; from > 0 && text[from-1] != '\n' && n < snippetRunes/3; n++ {
		from = runeBefore(text, from)
	}
	whole := from == 0 || text[from-1] == '\n'
	if !whole {
		if space := strings.IndexByte(text[from:at], ' '); space >= 0 {
			from += space + 1
		}
	}
	line := text[from:]
	if end := strings.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	to := ahead(line, snippetRunes)
	e := Excerpt{Text: line[:to], Before: !whole, After: to < len(line)}
	if space := strings.LastIndexByte(e.Text, ' '); e.After && space > at-from {
		e.Text = e.Text[:space]
	}
	return e
}

// ahead is how many bytes the text's first n characters take, or all of them.
func ahead(text string, n int) int {
	to := 0
	for more := n; more > 0; {
		if len(text)-to <= more {
			return len(text)
		}
		part := text[to : to+more]
		to, more = to+more, 0
		for i := range len(part) {
			if !utf8.RuneStart(part[i]) {
				more++
			}
		}
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	return to
}

// runeBefore is where the character before the place begins.
func runeBefore(text string, at int) int {
	for at--; at > 0 && !utf8.RuneStart(text[at]); at-- {
	}
	return at
}
