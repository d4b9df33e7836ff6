// Package lookalike recognises names that look like other names: letters of
// another script, digits for letters, signs that cannot be seen. It follows the
// idea of Unicode's report 39 with a short table of what occurs in names here.
package lookalike

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Skeleton returns the form that names share if they look the same: without
// accents, case, spaces at the ends or invisible signs, with each letter
// replaced by the Latin one that it resembles. It is for comparing, never for
// showing.
func Skeleton(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(name) {
		if unicode.IsMark(r) || invisible(r) {
			continue
		}
		r = unicode.ToLower(r)
		if latin, ok := resembles[r]; ok {
			b.WriteString(latin)
			continue
		}
		b.WriteRune(r)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// resembles maps small letters, digits and signs to the Latin letters that they
// are mistaken for. Accents are gone before it is asked.
var resembles = map[rune]string{
	// Cyrillic
	'а': "a", 'в': "b", 'е': "e", 'к': "k", 'м': "m", 'н': "h", 'о': "o", 'р': "p", 'с': "c", 'т': "t",
	'у': "y", 'х': "x", 'ѕ': "s", 'і': "i", 'ј': "j", 'ԁ': "d", 'ԛ': "q", 'ԝ': "w", 'һ': "h", 'ӏ': "l", 'г': "r", 'п': "n",
	// Greek
	'α': "a", 'β': "b", 'γ': "y", 'ε': "e", 'ζ': "z", 'η': "n", 'ι': "i", 'κ': "k", 'ν': "v", 'ο': "o",
	'ρ': "p", 'τ': "t", 'υ': "u", 'χ': "x", 'ω': "w", 'σ': "o",
	// Armenian and Latin letters with a look of their own
	'օ': "o", 'ս': "u", 'ո': "n", 'հ': "h", 'ı': "i", 'ɑ': "a", 'ɡ': "g", 'ø': "o", 'ł': "l", 'đ': "d", 'ß': "ss", 'æ': "ae", 'œ': "oe",
	// digits and signs
	'0': "o", '1': "l", '|': "l", '!': "l", '$': "s", '@': "a",
	'’': "'", '‘': "'", '`': "'", '´': "'", '–': "-", '—': "-", '‐': "-", '‑': "-",
}

// MixedScript reports whether one word of the name has letters of more than one
// script, such as a Cyrillic о in a Latin word.
func MixedScript(name string) bool {
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		first := ""
		for _, r := range word {
			script := scriptOf(r)
			if script == "" {
				continue
			}
			if first == "" {
				first = script
			}
			if script != first {
				return true
			}
		}
	}
	return false
}

// Foreign reports whether the name has no Latin letter and yet reads as if all
// of it were Latin, such as "ОРА" in Cyrillic.
func Foreign(name string) bool {
	letters := 0
	for _, r := range norm.NFKC.String(name) {
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		if _, ok := resembles[unicode.ToLower(r)]; !ok || unicode.Is(unicode.Latin, r) {
			return false
		}
	}
	return letters > 1
}

// Hidden reports whether the text holds a sign that cannot be seen or that
// turns the reading direction.
func Hidden(text string) bool { return strings.ContainsFunc(text, invisible) }

// invisible reports whether r is a direction override, an isolate, a joiner or
// a sign of no width.
func invisible(r rune) bool {
	switch {
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r >= 0x200B && r <= 0x200F, r >= 0x2060 && r <= 0x2064:
		return true
	case r == 0x00AD, r == 0x061C, r == 0xFEFF, r == 0x180E:
		return true
	default:
		return false
	}
}

// scriptOf names the script of a letter that has one. The letters that Chinese,
// Japanese and Korean write together count as one script.
func scriptOf(r rune) string {
	switch {
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo):
		return "Han"
	case unicode.In(r, unicode.Common, unicode.Inherited):
		return ""
	}
	for _, script := range []struct {
		name  string
		table *unicode.RangeTable
	}{
		{"Latin", unicode.Latin},
		{"Cyrillic", unicode.Cyrillic},
		{"Greek", unicode.Greek},
		{"Arabic", unicode.Arabic},
		{"Hebrew", unicode.Hebrew},
		{"Armenian", unicode.Armenian},
		{"Georgian", unicode.Georgian},
	} {
		if unicode.Is(script.table, r) {
			return script.name
		}
	}
	return "another"
}
