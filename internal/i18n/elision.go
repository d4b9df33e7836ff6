package i18n

import (
	"regexp"
	"strings"
)

// beforeVowel finds an Italian article before a date whose number begins with a
// vowel as it is spoken: il 8 novembre, dal 11 marzo.
var beforeVowel = regexp.MustCompile(`(?i)\b(il|al|dal|del|nel|sul) (\*\*)?(8|11) (gen|feb|mar|apr|mag|giu|lug|ago|set|ott|nov|dic)`)

// Elide returns the text with the articles before such dates as one says them:
// l'8 novembre, dall'11 marzo. Other languages have no such articles.
func Elide(lang Language, text string) string {
	if lang != Italian || !mayHaveDate(text) {
		return text
	}
	return beforeVowel.ReplaceAllStringFunc(text, func(found string) string {
		article, date, _ := strings.Cut(found, " ")
		switch article {
		case "il":
			return "l'" + date
		case "Il":
			return "L'" + date
		default:
			return article + "l'" + date
		}
	})
}

// mayHaveDate passes over nearly every text, which takes far less than looking for
// the articles: they all end in the same letter.
func mayHaveDate(text string) bool {
	for _, number := range [...]string{"l 8 ", "l 11 ", "l **8 ", "l **11 "} {
		if strings.Contains(text, number) {
			return true
		}
	}
	return false
}
