// Package monogram is an organisation's mark: its logo, or the initials of its
// name where it has none.
package monogram

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Size is how large the mark is drawn.
type Size string

// The sizes.
const (
	Small Size = ""
	Large Size = "monogram--xl"
)

// Initials returns at most two capital letters that stand for the name:
// "Officine Zero" gives "OZ", "Ruote" gives "RU". Words without a letter or a
// digit and short joining words are passed over while longer ones remain.
func Initials(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	var telling []string
	for _, w := range words {
		if first := firstRune(w); utf8.RuneCountInString(w) > 2 || unicode.IsUpper(first) || unicode.IsDigit(first) {
			telling = append(telling, w)
		}
	}
	if len(telling) == 0 {
		telling = words
	}
	switch len(telling) {
	case 0:
		return "?"
	case 1:
		runes := []rune(telling[0])
		return strings.ToUpper(string(runes[:min(2, len(runes))]))
	default:
		return strings.ToUpper(string([]rune{firstRune(telling[0]), firstRune(telling[1])}))
	}
}

func firstRune(word string) rune {
	r, _ := utf8.DecodeRuneInString(word)
	return r
}
