// Package worddiff compares two texts word by word, for people who read what
// changed.
package worddiff

import (
	"strings"
	"time"
	"unicode"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// Kind says what became of a piece of text.
type Kind int

// The kinds: in both texts, only in the old one, only in the new one.
const (
	Same Kind = iota
	Deleted
	Inserted
)

// Piece is a run of text of one kind.
type Piece struct {
	Kind Kind
	Text string
}

// Two long texts that have nothing in common would take the square of their
// length. Over atLeisure words, spaces and signs in both of them the work ends
// after patience; what is then shown is right but coarser. Shorter texts are
// compared in full, so that they look the same whatever else the machine does.
const (
	atLeisure = 6000
	patience  = 200 * time.Millisecond
)

// Sides returns the old text with what was deleted and the new text with what
// was inserted. Joined, the pieces of each side are the text itself.
func Sides(before, after string) (old, updated []Piece) {
	for _, p := range Pieces(before, after) {
		if p.Kind != Inserted {
			old = appendPiece(old, p)
		}
		if p.Kind != Deleted {
			updated = appendPiece(updated, p)
		}
	}
	return old, updated
}

// Pieces returns the pieces of both texts in reading order, deletions before
// insertions.
func Pieces(before, after string) []Piece {
	var alphabet tokens
	a, b := alphabet.encode(before), alphabet.encode(after)
	differ := diffmatchpatch.New()
	differ.DiffTimeout = 0 // none
	if len(a)+len(b) > atLeisure {
		differ.DiffTimeout = patience
	}
	var pieces []Piece
	for _, d := range differ.DiffMainRunes(a, b, false) {
		pieces = append(pieces, Piece{kindOf(d.Type), alphabet.decode(d.Text)})
	}
	return joinAcrossGaps(pieces)
}

func kindOf(op diffmatchpatch.Operation) Kind {
	switch op {
	case diffmatchpatch.DiffDelete:
		return Deleted
	case diffmatchpatch.DiffInsert:
		return Inserted
	default:
		return Same
	}
}

// tokens gives each different word, space or sign a rune of its own, so that an
// algorithm for characters compares words.
type tokens struct {
	words []string
	index map[string]rune
}

func (t *tokens) encode(text string) []rune {
	var runes []rune
	for _, word := range split(text) {
		r, ok := t.index[word]
		if !ok {
			if t.index == nil {
				t.index = map[string]rune{}
			}
			r = runeAt(len(t.words))
			t.words = append(t.words, word)
			t.index[word] = r
		}
		runes = append(runes, r)
	}
	return runes
}

func (t *tokens) decode(encoded string) string {
	var b strings.Builder
	for _, r := range encoded {
		b.WriteString(t.words[indexOf(r)])
	}
	return b.String()
}

// The surrogates, from U+D800 to U+DFFF, are no characters and are skipped.
const (
	firstRune      = 0x100
	firstSurrogate = 0xD800
	surrogates     = 0x800
)

func runeAt(i int) rune {
	r := rune(i + firstRune)
	if r >= firstSurrogate {
		r += surrogates
	}
	return r
}

func indexOf(r rune) int {
	if r >= firstSurrogate {
		r -= surrogates
	}
	return int(r) - firstRune
}

// split cuts text into words, runs of space, and single signs. An apostrophe
// ends a word, as in "dell'officina".
func split(text string) []string {
	var out []string
	start, last := 0, other
	for i, r := range text {
		c := classOf(r)
		if i > start && (c != last || c == other) {
			out = append(out, text[start:i])
			start = i
		}
		last = c
	}
	if start < len(text) {
		out = append(out, text[start:])
	}
	return out
}

type class int

const (
	other class = iota
	word
	space
)

func classOf(r rune) class {
	switch {
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
		return word
	case unicode.IsSpace(r):
		return space
	default:
		return other
	}
}

// joinAcrossGaps takes a bare space between two changes into both of them:
// three new words in a row are one insertion, not three.
func joinAcrossGaps(pieces []Piece) []Piece {
	var out []Piece
	for i := 0; i < len(pieces); {
		if pieces[i].Kind == Same {
			out = append(out, pieces[i])
			i++
			continue
		}
		var deleted, inserted strings.Builder
		for i < len(pieces) {
			p := pieces[i]
			if p.Kind == Same && !isGap(pieces, i) {
				break
			}
			if p.Kind != Inserted {
				deleted.WriteString(p.Text)
			}
			if p.Kind != Deleted {
				inserted.WriteString(p.Text)
			}
			i++
		}
		out = appendChange(out, deleted.String(), inserted.String())
	}
	return out
}

// isGap reports whether piece i is only a space on one line with a change after
// it.
func isGap(pieces []Piece, i int) bool {
	return strings.TrimSpace(pieces[i].Text) == "" && !strings.Contains(pieces[i].Text, "\n") && i+1 < len(pieces)
}

// appendChange keeps what both start and end with out of the change.
func appendChange(out []Piece, deleted, inserted string) []Piece {
	if strings.TrimSpace(deleted) == "" && deleted != "" && inserted != "" {
		if rest, ok := strings.CutPrefix(inserted, deleted); ok {
			return append(out, Piece{Same, deleted}, Piece{Inserted, rest})
		}
		if rest, ok := strings.CutSuffix(inserted, deleted); ok {
			return append(out, Piece{Inserted, rest}, Piece{Same, deleted})
		}
	}
	if strings.TrimSpace(inserted) == "" && inserted != "" && deleted != "" {
		if rest, ok := strings.CutPrefix(deleted, inserted); ok {
			return append(out, Piece{Same, inserted}, Piece{Deleted, rest})
		}
		if rest, ok := strings.CutSuffix(deleted, inserted); ok {
			return append(out, Piece{Deleted, rest}, Piece{Same, inserted})
		}
	}
	if deleted != "" {
		out = append(out, Piece{Deleted, deleted})
	}
	if inserted != "" {
		out = append(out, Piece{Inserted, inserted})
	}
	return out
}

func appendPiece(pieces []Piece, p Piece) []Piece {
	if n := len(pieces); n > 0 && pieces[n-1].Kind == p.Kind {
		pieces[n-1].Text += p.Text
		return pieces
	}
	return append(pieces, p)
}
