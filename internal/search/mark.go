package search

import (
	"slices"
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

// Mark divides text into what was looked for and what was not. The pieces
// together are the text.
func (q Query) Mark(text string, meant []Meant) []Piece {
	var pieces []Piece
	done := 0
	for start, end := nextWord(text, 0); start < end; start, end = nextWord(text, end) {
		if !q.wants(text[start:end], meant) {
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

// nextWord finds the next run of letters, digits and their accents.
func nextWord(text string, from int) (start, end int) {
	start = -1
	for i, r := range text[from:] {
		within := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
		switch {
		case within && start < 0:
			start = from + i
		case !within && start >= 0:
			return start, from + i
		}
	}
	if start < 0 {
		return len(text), len(text)
	}
	return start, len(text)
}

// wants reports whether a word of a text is one of those that are looked for.
func (q *Query) wants(word string, meant []Meant) bool {
	if len(meant) == 0 && word[0] < utf8.RuneSelf && !q.begins[word[0]|0x20] {
		return false // most words of a text: not worth folding
	}
	folded := folding.Fold(word)
	if folded == "" {
		return false
	}
	for i := range q.clauses {
		for _, a := range q.clauses[i].alternatives {
			for _, w := range a.words {
				if w == folded || !a.exact && (inflected(w, folded) || q.clauses[i].last && len(w) >= shortestBegun && strings.HasPrefix(folded, w)) {
					return true
				}
			}
		}
	}
	return slices.ContainsFunc(meant, func(m Meant) bool { return m.Word == folded || inflected(m.Word, folded) })
}

// snippetRunes is about how long an excerpt is.
const snippetRunes = 160

// Excerpt returns the part of text around the first thing that was looked for,
// false if there is none. Cut ends are marked with an ellipsis.
func (q Query) Excerpt(text string, meant []Meant) ([]Piece, bool) {
	text = strings.Join(strings.Fields(text), " ")
	for start, end := nextWord(text, 0); start < end; start, end = nextWord(text, end) {
		if q.wants(text[start:end], meant) {
			return q.Mark(around(text, start), meant), true
		}
	}
	return nil, false
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
