package search

import (
	"slices"
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/italian"

	"telaio/internal/folding"
)

// Language is what the search knows of the words that people use. It comes
// from the content, so that a research team can teach it more.
type Language struct {
	synonyms map[string][]string // a folded word or phrase → the others of its groups
	ignored  map[string]bool     // folded words that say nothing when others do
	longest  int                 // words in the longest phrase that has synonyms
	known    wordList            // what has synonyms
	places   map[string]bool     // words that are the name of a place

	provinces map[string]string // folded names and signs → the word that stands for the province
}

// NewLanguage takes groups of words and phrases that mean the same, and words
// that are looked for only when nothing else is asked.
func NewLanguage(groups [][]string, ignored []string) *Language {
	l := &Language{synonyms: map[string][]string{}, ignored: map[string]bool{}}
	for _, word := range ignored {
		for _, folded := range folding.Words(word) {
			l.ignored[folded] = true
		}
	}
	for _, group := range groups {
		l.join(group)
	}
	l.known = newWordList(l.synonyms)
	return l
}

// WithPlaces returns the language with names of places that readers have in mind who
// type them. One that is a single word is looked for as it is: Como is no form of
// come, and Paris none of pari. Where nothing has it, nothing is found.
func (l *Language) WithPlaces(names []string) *Language {
	with := *l
	with.places = map[string]bool{}
	for _, name := range names {
		words := slices.DeleteFunc(tokens(name), func(word string) bool { return len(word) == 1 || l.ignored[word] })
		if len(words) == 1 {
			with.places[words[0]] = true
		}
	}
	return &with
}

func (l *Language) join(group []string) {
	var folded []string
	for _, phrase := range group {
		if f := folding.Fold(phrase); f != "" && !slices.Contains(folded, f) {
			folded = append(folded, f)
			l.longest = max(l.longest, strings.Count(f, " ")+1)
		}
	}
	for _, phrase := range folded {
		for _, other := range folded {
			if other != phrase && !slices.Contains(l.synonyms[phrase], other) {
				l.synonyms[phrase] = append(l.synonyms[phrase], other)
			}
		}
	}
}

// IsPlace reports whether a word is the name of a place that readers have in mind.
func (l *Language) IsPlace(word string) bool { return l.places[folding.Fold(word)] }

// Ignores reports whether a word says nothing beside others.
func (l *Language) Ignores(word string) bool { return l.ignored[folding.Fold(word)] }

// others lists what means the same as a phrase: what its own groups say or, if it
// is in none, those of a phrase in other forms (corsi for corso).
func (l *Language) others(words []string) []string {
	if same := l.synonyms[strings.Join(words, " ")]; same != nil || len(words[0]) < shortestStem {
		return same
	}
	var all []string
	begin := words[0][:commonBegin]
	for n := l.known.seek(begin); int(n) < l.known.size() && strings.HasPrefix(l.known.word(n), begin); n++ {
		phrase := l.known.word(n)
		if strings.Count(phrase, " ") != len(words)-1 || !alike(words, strings.Fields(phrase)) {
			continue
		}
		for _, other := range l.synonyms[phrase] {
			if !slices.Contains(all, other) {
				all = append(all, other)
			}
		}
	}
	return all
}

// alike reports whether each word is the other phrase's, or a form of it.
func alike(a, b []string) bool {
	return slices.EqualFunc(a, b, func(a, b string) bool { return a == b || inflected(newWord(a), b) })
}

// The bounds of what may be forms of one word, in bytes.
const (
	shortestStem = 4
	commonBegin  = 3 // which they all begin with
)

// stems returns what the forms of a word may have in common: the word without
// its endings, as Italian and as English have them (the Snowball stemmers), and
// without its last vowels. Words of other scripts stay as they are.
func stems(word string) [3]string {
	if len(word) < shortestStem {
		return [3]string{word, word, word}
	}
	env := snowballstem.NewEnv(word)
	italian.Stem(env)
	it := env.Current()
	env.SetCurrent(word)
	english.Stem(env)
	return [3]string{it, env.Current(), strings.TrimRight(word, "aeiou")}
}

// inflected reports whether another folded word is a form of this one.
func inflected(w word, other string) bool {
	if len(w.text) < shortestStem || len(other) < shortestStem || w.text[:commonBegin] != other[:commonBegin] {
		return false
	}
	return akin(w.stems, stems(other))
}

// akin reports whether two words have a stem in common.
func akin(a, b [3]string) bool { return a[0] == b[0] || a[1] == b[1] || a[2] == b[2] }
