package search

import (
	"cmp"
	"slices"
	"strings"
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

// forms lists the word itself and its other forms, which have one of its stems.
func (s *segment) forms(w word) []variant {
	var found []variant
	same, ok := s.find(w.text)
	if ok {
		found = append(found, variant{same, 1})
	}
	for i, stem := range w.stems {
		if slices.Contains(w.stems[:i], stem) {
			continue
		}
		for _, n := range s.family(stem) {
			if len(found) < maxVariants && !slices.ContainsFunc(found, func(v variant) bool { return v.word == n }) && inflected(w, s.word(n)) {
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
