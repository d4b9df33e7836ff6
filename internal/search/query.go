package search

import (
	"slices"
	"strings"

	"telaio/internal/folding"
)

// Query is what someone looks for: every clause must hold.
type Query struct {
	clauses  []clause
	rarities []float32 // of the clauses; nil = as rare as they are
	language *Language
}

// clause is one thing that is asked: one of its alternatives must hold.
type clause struct {
	typed        string // as it was written
	alternatives []alternative
	last         bool // it may not be finished
}

// alternative is one way of saying it.
type alternative struct {
	words   []word
	exact   bool    // as they are, not in other forms
	apart   bool    // anywhere in the document, not one after the other
	quality float32 // of a document that has it, 1 = what was typed
}

// word is one that is looked for.
type word struct {
	text  string // folded
	stems [3]string
}

func newWord(text string) word { return word{text, stems(text)} }

func newWords(texts []string) []word {
	words := make([]word, len(texts))
	for i, text := range texts {
		words[i] = newWord(text)
	}
	return words
}

// The bounds of a query. What lies beyond them is left out.
const (
	maxQueryBytes   = 400
	maxClauses      = 10
	synonymsQuality = 0.6
)

// Parse reads what someone typed: words, and phrases between quotes.
func (l *Language) Parse(text string) Query {
	q := Query{language: l}
	rest := cut(text, maxQueryBytes)
	for rest != "" {
		before, phrase, after := nextPhrase(rest)
		q.addWords(before)
		q.addPhrase(phrase)
		rest = after
	}
	q.dropIgnored()
	q.clauses = q.clauses[:min(len(q.clauses), maxClauses)]
	return q
}

func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}

// nextPhrase divides text at its first quotes. A quote that is never closed is
// none.
func nextPhrase(text string) (before, phrase, after string) {
	const quotes = "\"“”„«»"
	open := strings.IndexAny(text, quotes)
	if open < 0 {
		return text, "", ""
	}
	inside := strings.TrimLeft(text[open:], quotes)
	end := strings.IndexAny(inside, quotes)
	if end < 0 {
		return text[:open] + " " + inside, "", ""
	}
	return text[:open], inside[:end], strings.TrimLeft(inside[end:], quotes)
}

func (q *Query) addPhrase(phrase string) {
	if words := tokens(phrase); len(words) > 0 {
		q.clauses = append(q.clauses, clause{
			typed: `"` + strings.TrimSpace(phrase) + `"`, alternatives: []alternative{{words: newWords(words), exact: true, quality: 1}},
		})
	}
}

// tokens folds text into words as they are indexed.
func tokens(text string) []string {
	words := folding.Words(text)
	for i, w := range words {
		words[i] = token(w)
	}
	return words
}

// addWords adds a clause for each word, and one for each phrase that has
// synonyms.
func (q *Query) addWords(text string) {
	words := tokens(text)
	inProvinces := q.language.speaksOfProvinces(words)
	for len(words) > 0 {
		if inProvinces {
			if n, found := q.language.province(words); n > 0 {
				q.clauses = append(q.clauses, clause{
					typed: strings.Join(words[:n], " "), alternatives: []alternative{{words: newWords([]string{found}), exact: true, quality: 1}},
				})
				words = words[n:]
				continue
			}
		}
		n := q.language.phrase(words)
		typed := strings.Join(words[:n], " ")
		c := clause{typed: typed, alternatives: []alternative{{
			words: newWords(words[:n]), exact: n == 1 && q.language.places[words[0]], apart: true, quality: 1,
		}}}
		for _, other := range q.language.others(words[:n]) {
			c.alternatives = append(c.alternatives, alternative{words: newWords(strings.Fields(other)), quality: synonymsQuality})
		}
		words = words[n:]
		c.last = len(words) == 0
		if !slices.ContainsFunc(q.clauses, func(have clause) bool { return have.typed == typed }) {
			q.clauses = append(q.clauses, c)
		}
	}
}

// phrase is how many of the first words are one phrase that has synonyms, at
// least 1.
func (l *Language) phrase(words []string) int {
	for n := min(l.longest, len(words)); n > 1; n-- {
		if len(l.others(words[:n])) > 0 {
			return n
		}
	}
	return 1
}

// dropIgnored takes out the words that say nothing, unless there are no others.
func (q *Query) dropIgnored() {
	telling := slices.DeleteFunc(slices.Clone(q.clauses), func(c clause) bool {
		return len(c.typed) == 1 || q.language.ignored[c.typed]
	})
	if len(telling) > 0 {
		q.clauses = telling
	}
}

// Weighed is the query whose clauses count as much as they did in an earlier Found,
// so that what came or went since moves nothing else: a walk goes on where it ended.
// Rarities of another query are not taken.
func (q Query) Weighed(rarities []float32) Query {
	if q.rarities = nil; len(rarities) == len(q.clauses) {
		q.rarities = rarities
	}
	return q
}

// rarity is how much the ith clause counts.
func (q *Query) rarity(i int, now func() float32) float32 {
	if q.rarities != nil {
		return q.rarities[i]
	}
	return now()
}

// Empty reports whether nothing is asked that could be looked for.
func (q Query) Empty() bool { return len(q.clauses) == 0 }

// typed is what was typed, clause by clause.
func (q Query) typed() string {
	typed := make([]string, len(q.clauses))
	for i, c := range q.clauses {
		typed[i] = c.typed
	}
	return strings.Join(typed, " ")
}

// without is what was typed less one clause.
func (q Query) without(n int) string {
	q.clauses = slices.Delete(slices.Clone(q.clauses), n, n+1)
	return q.typed()
}
