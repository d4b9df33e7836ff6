package search

import (
	"slices"
	"strings"

	"telaio/internal/folding"
)

// ProvinceWord is the word under which a search finds what lies in a province, by the
// sign of that: no text has it, and none is a misspelt form of it.
func ProvinceWord(sign string) string { return "0province" + folding.Fold(sign) }

// mostProvinceWords is how many words the name of a province has.
const mostProvinceWords = 4

// What people write before the name of a province.
var (
	provinceNouns  = []string{"provincia", "prov", "province"}
	metropolitan   = [][]string{{"citta", "metropolitana"}, {"area", "metropolitana"}, {"metropolitan", "city"}, {"metropolitan", "area"}}
	provinceJoints = []string{"di", "del", "della", "dell", "of", "e", "ed", "and"}
)

// WithProvinces returns the language with the provinces by their signs, each with its
// names: "provincia di Torino", "prov. TO" and "Torino e provincia" stand for what
// lies there.
func (l *Language) WithProvinces(names map[string][]string) *Language {
	with := *l
	with.provinces = map[string]string{}
	for sign, all := range names {
		for _, name := range append([]string{sign}, all...) {
			with.provinces[folding.Fold(name)] = ProvinceWord(sign)
		}
	}
	return &with
}

// WithoutLead takes off the words at the end that only lead to the name of a place: of
// "corsi in provincia di", "corsi" stays.
func (l *Language) WithoutLead(words []string) []string {
	for len(words) > 0 {
		last := folding.Fold(words[len(words)-1])
		switch {
		case l.ignored[last] || slices.Contains(provinceNouns, last):
			words = words[:len(words)-1]
		case len(words) > 1 && nounOf([]string{folding.Fold(words[len(words)-2]), last}) == 2:
			words = words[:len(words)-2]
		default:
			return words
		}
	}
	return nil
}

// WithoutTail takes off the words at the beginning that only follow the name of a
// place: "(RM)", "e dintorni", "e provincia".
func (l *Language) WithoutTail(words []string) []string {
	for len(words) > 0 {
		first := folding.Fold(words[0])
		if !l.ignored[first] && !slices.Contains(provinceNouns, first) && words[0][0] != '(' {
			break
		}
		words = words[1:]
	}
	return words
}

// speaksOfProvinces reports whether some of the words may be about a province.
func (l *Language) speaksOfProvinces(words []string) bool {
	return len(l.provinces) > 0 && slices.ContainsFunc(words, func(word string) bool {
		return slices.Contains(provinceNouns, word) || strings.HasPrefix(word, "metropolitan")
	})
}

// province reads a province at the beginning of the words: how many are of it, 0 if
// there is none, and the word under which it is found.
func (l *Language) province(words []string) (n int, found string) {
	if noun := nounOf(words); noun > 0 {
		if noun < len(words) && slices.Contains(provinceJoints, words[noun]) {
			noun++
		}
		if n, found = l.provinceName(words[noun:]); n == 0 {
			return 0, ""
		}
		return noun + n, found
	}
	if n, found = l.provinceName(words); n == 0 {
		return 0, ""
	}
	rest := words[n:]
	joint := min(len(rest), 1)
	if joint == 1 && !slices.Contains(provinceJoints, rest[0]) {
		joint = 0
	}
	if noun := nounOf(rest[joint:]); noun > 0 {
		return n + joint + noun, found
	}
	return 0, ""
}

// nounOf is how many of the first words say that a province comes.
func nounOf(words []string) int {
	if len(words) > 0 && slices.Contains(provinceNouns, words[0]) {
		return 1
	}
	for _, two := range metropolitan {
		if len(words) > 1 && slices.Equal(words[:2], two) {
			return 2
		}
	}
	return 0
}

// provinceName is the longest name, or the sign, of a province at the beginning.
func (l *Language) provinceName(words []string) (n int, found string) {
	for n = min(mostProvinceWords, len(words)); n > 0; n-- {
		if found, ok := l.provinces[strings.Join(words[:n], " ")]; ok {
			return n, found
		}
	}
	return 0, ""
}
