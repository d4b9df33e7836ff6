package search

import (
	"iter"
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

// Marker finds in texts what a query looked for. The zero Marker finds nothing. It
// remembers what it has met, and is not for several goroutines at once.
type Marker struct {
	sought []sought
	forms  []string  // folded words that were found to be forms of what is sought
	parted bool      // some of what is sought counts only beside other words
	comes  [256]turn // when in the words a byte may come
}

// turn is when in a word a byte comes.
type turn uint8

const (
	comesFirst turn = 1 << iota
	comesSecond
)

// sought is a folded word that is marked.
type sought struct {
	word
	exact bool // in no other form
	begun bool // also where it is the beginning of another

	phrase []word // that it is part of, and counts only as such; nil = it stands for itself
	place  int    // in the phrase

	common string // what all its forms begin with
	rare   int    // where in common is the letter that texts have least of
	leaps  string // that letter; the first one also as a capital
	kin    string // what even forms begin with whose stem ends in another letter
}

// Marker returns one for the words of the query and those that misspelt ones
// were taken for.
func (q Query) Marker(meant []Meant) Marker {
	var m Marker
	for i := range q.clauses {
		for _, a := range q.clauses[i].alternatives {
			for place, w := range a.words {
				if !a.exact && len(a.words) > 1 && q.language.ignored[w.text] {
					continue // of "lavoro di cura" the first word and the last are worth a mark
				}
				s := sought{word: w, exact: a.exact, begun: !a.exact && q.clauses[i].last && len(w.text) >= shortestBegun}
				if len(a.words) > 1 && !a.apart {
					s.phrase, s.place = a.words, place
				}
				m.add(s)
			}
		}
	}
	for _, other := range meant {
		for _, phrase := range append([]string{other.Word}, q.language.synonyms[other.Word]...) {
			words := newWords(strings.Fields(phrase))
			for place, w := range words {
				if len(words) == 1 {
					m.add(sought{word: w})
				} else if !q.language.ignored[w.text] {
					m.add(sought{word: w, phrase: words, place: place})
				}
			}
		}
	}
	return m
}

func (m *Marker) add(s sought) {
	s.common = common(s.word)
	s.kin = s.common[:max(min(commonBegin, len(s.common)), len(s.common)-1)]
	s.rare = rarest(s.common)
	s.leaps = s.common[s.rare : s.rare+1]
	if s.rare == 0 {
		s.leaps += strings.ToUpper(s.leaps)
	}
	m.sought = append(m.sought, s)
	m.parted = m.parted || s.phrase != nil
	m.comes[s.text[0]] |= comesFirst
	for c := range m.comes {
		if len(s.text) < 2 || s.text[1] == byte(c) || s.text[1] >= utf8.RuneSelf || c >= utf8.RuneSelf {
			m.comes[c] |= comesSecond
		}
	}
}

// common is what a word has in common with its stems, and so with its other
// forms.
func common(w word) string {
	common := w.text
	for _, stem := range w.stems {
		n := 0
		for n < min(len(common), len(stem)) && common[n] == stem[n] {
			n++
		}
		common = common[:max(n, min(commonBegin, len(w.text)))]
	}
	return common
}

// rarest is the place of the letter that texts have least of. The first one, which
// may be a capital, has to be looked for twice.
func rarest(common string) int {
	rarest, least := 0, 2*often(common[0])
	for i := 1; i < len(common); i++ {
		if often := often(common[i]); often < least {
			rarest, least = i, often
		}
	}
	return rarest
}

// often grows with how often Italian texts have a letter.
func often(letter byte) int {
	const rising = "xjwkyqzhbfgvupmdcslrtnoaie"
	if at := strings.IndexByte(rising, letter); at >= 0 {
		return at
	}
	return len(rising)
}

// Mark divides text into what was looked for and what was not. The pieces
// together are the text.
func (m *Marker) Mark(text string) iter.Seq[Piece] {
	return func(yield func(Piece) bool) {
		done := 0
		for done < len(text) {
			start, end := m.next(text, done)
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
	start, end := m.next(text, 0)
	return start < end
}

// next finds the next word that was looked for; start is end if there is none.
// Most of a text are other words: they are passed over by their first letters.
func (m *Marker) next(text string, from int) (start, end int) {
	for at := from; at < len(text); {
		c := text[at]
		switch {
		case c < utf8.RuneSelf && !isLetter[c]:
			at++
			continue
		case c < utf8.RuneSelf && (m.comes[c|0x20]&comesFirst == 0 || at+1 < len(text) && isLetter[text[at+1]] && m.comes[text[at+1]|0x20]&comesSecond == 0):
			for at < len(text) && isLetter[text[at]] {
				at++
			}
			at = wordEnd(text, at)
			continue
		}
		if end = wordEnd(text, at); end == at { // not a letter after all
			_, size := utf8.DecodeRuneInString(text[at:])
			at += size
			continue
		}
		if m.wants(text[at:end]) && m.together(text, at, end) {
			return at, end
		}
		at = end
	}
	return len(text), len(text)
}

// isLetter has the letters and digits of ASCII.
var isLetter = func() (is [256]bool) {
	for c := range utf8.RuneSelf {
		is[c] = 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9'
	}
	return is
}()

// wordEnd is where the run of letters, digits and their accents ends that a place
// is in, the place itself if it is in none.
func wordEnd(text string, at int) int {
	for at < len(text) {
		if c := text[at]; c < utf8.RuneSelf {
			if !isLetter[c] {
				return at
			}
			at++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) {
			return at
		}
		at += size
	}
	return at
}

// wants reports whether a word of a text is one of those that are looked for.
func (m *Marker) wants(word string) bool {
	for i := range m.sought {
		if m.sought[i].text == word { // as most are: there is nothing to fold
			return true
		}
	}
	folded := folding.Fold(word)
	for i := range m.sought {
		s := &m.sought[i]
		if s.text == folded || s.begun && strings.HasPrefix(folded, s.text) {
			return folded != ""
		}
	}
	return m.isForm(folded)
}

// isForm reports whether a folded word is a form of one that is looked for.
func (m *Marker) isForm(folded string) bool {
	if slices.Contains(m.forms, folded) {
		return true
	}
	for i := range m.sought {
		s := &m.sought[i]
		if !s.exact && strings.HasPrefix(folded, s.kin) && inflected(s.word, folded) {
			m.forms = append(m.forms, strings.Clone(folded))
			return true
		}
	}
	return false
}
