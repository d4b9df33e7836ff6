// Package folding reduces what people type to what they mean when they search:
// no case, no accents, no punctuation.
package folding

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold returns s as words of letters and digits in lower case, without accents,
// with one space between them: "L'Aquila, CAFFÈ" becomes "l aquila caffe". Any
// text is safe, also one that is not UTF-8.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	write := func(text string) {
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteString(text)
	}
	for i := 0; i < len(s); {
		if c := s[i]; c < 0x80 {
			i++
			switch {
			case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
				write(s[i-1 : i])
			case 'A' <= c && c <= 'Z':
				write(string(rune(c) + 'a' - 'A'))
			default:
				space = true
			}
			continue
		}
		end := i
		for end < len(s) && s[end] >= 0x80 {
			end++
		}
		for _, r := range norm.NFKD.String(s[i:end]) {
			switch {
			case unicode.Is(unicode.Mn, r): // the accent of the letter before
			case unicode.IsLetter(r) || unicode.IsDigit(r):
				write(plain(unicode.ToLower(r)))
			default:
				space = true
			}
		}
		i = end
	}
	return b.String()
}

// plain writes a letter that has no accent to lose as people without it on
// their keyboard do.
func plain(r rune) string {
	switch r {
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ø':
		return "o"
	case 'ł':
		return "l"
	case 'đ', 'ð':
		return "d"
	case 'þ':
		return "th"
	case 'ı':
		return "i"
	case 'ς':
		return "σ"
	}
	return string(r)
}

// Words splits s into its folded words.
func Words(s string) []string { return strings.Fields(Fold(s)) }
