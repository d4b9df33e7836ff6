package search

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/vellum/levenshtein"
)

// variant is an indexed word that stands for one that was asked.
type variant struct {
	word    uint32
	quality float32
}

// How well a word stands for another, 1 = the same.
const (
	inflectedQuality = 0.9
	begunQuality     = 0.6
	misspeltQuality  = 0.4 // halved for two mistakes
)

// The bounds of what a word may stand for.
const (
	maxVariants   = 300
	maxSpellings  = 20
	shortestBegun = 2 // bytes
)

// forms lists the word itself and its other forms.
func (s *segment) forms(word string) []variant {
	var found []variant
	same, ok := s.find(word)
	if ok {
		found = append(found, variant{same, 1})
	}
	all := stems(word)
	for i, stem := range all {
		if slices.Contains(all[:i], stem) {
			continue
		}
		for _, n := range s.family(stem) {
			if len(found) < maxVariants && !slices.ContainsFunc(found, func(v variant) bool { return v.word == n }) && inflected(word, s.word(n)) {
				found = append(found, variant{n, inflectedQuality})
			}
		}
	}
	return found
}

// family lists the words that have the stem, and perhaps a few others.
func (s *segment) family(stem string) []uint32 {
	key := stemKey(stem)
	from, _ := slices.BinarySearchFunc(s.families, key, func(k kin, key uint32) int { return cmp.Compare(k.stem, key) })
	var words []uint32
	for _, k := range s.families[from:] {
		if k.stem != key {
			break
		}
		words = append(words, k.word)
	}
	return words
}

// begun lists the words that begin so, but not the word itself.
func (s *segment) begun(word string) []variant {
	if len(word) < shortestBegun {
		return nil
	}
	var found []variant
	for n := s.seek(word); int(n) < s.size() && len(found) < maxVariants; n++ {
		w := s.word(n)
		if !strings.HasPrefix(w, word) {
			break
		}
		if w != word {
			found = append(found, variant{n, begunQuality})
		}
	}
	return found
}

// speller makes automata for misspelt words.
type speller struct {
	one, two *levenshtein.LevenshteinAutomatonBuilder
}

func newSpeller() (*speller, error) {
	one, err := levenshtein.NewLevenshteinAutomatonBuilder(1, true)
	if err != nil {
		return nil, err
	}
	two, err := levenshtein.NewLevenshteinAutomatonBuilder(2, true)
	return &speller{one, two}, err
}

// mistakes is how many wrong letters a word may have: none in a short one, two
// in a long one. Exchanging two neighbours is one mistake.
func mistakes(word string) uint8 {
	switch n := utf8.RuneCountInString(word); {
	case n < 4:
		return 0
	case n < 8:
		return 1
	default:
		return 2
	}
}

// automaton accepts the words that a misspelt one may stand for; false if it is
// too short for mistakes.
func (p *speller) automaton(word string) (*levenshtein.DFA, bool) {
	builder := p.one
	switch mistakes(word) {
	case 0:
		return nil, false
	case 2:
		builder = p.two
	}
	dfa, err := builder.BuildDfa(word, mistakes(word))
	return dfa, err == nil
}

// nearest is the word with synonyms that a misspelt one is nearest to, "" if
// there is none.
func (p *speller) nearest(word string, l *Language) string {
	dfa, ok := p.automaton(word)
	if !ok {
		return ""
	}
	best, fewest := "", uint8(255)
	for _, known := range slices.Sorted(maps.Keys(l.synonyms)) {
		if matched, distance := dfa.MatchAndDistance(known); matched && distance < fewest {
			best, fewest = known, distance
		}
	}
	return best
}

// misspelt lists the words that this one may have been meant for, the likeliest
// first: with the fewest mistakes, then the most common.
func (s *segment) misspelt(word string, p *speller) []variant {
	dfa, ok := p.automaton(word)
	if !ok || s.spelling == nil {
		return nil
	}
	var found []variant
	iterator, err := s.spelling.Search(dfa, nil, nil)
	for err == nil {
		key, n := iterator.Current()
		if _, distance := dfa.MatchAndDistance(string(key)); distance > 0 {
			found = append(found, variant{uint32(n), misspeltQuality / float32(distance)})
		}
		err = iterator.Next()
	}
	slices.SortFunc(found, func(a, b variant) int {
		return cmp.Or(cmp.Compare(b.quality, a.quality), cmp.Compare(s.counts[b.word], s.counts[a.word]), cmp.Compare(a.word, b.word))
	})
	return found[:min(len(found), maxSpellings)]
}
