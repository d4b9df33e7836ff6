package questionnaire

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Clean returns typed text as it is kept: valid UTF-8 with U+FFFD where it was
// not, in the composed form (NFC), without control characters and without the
// invisible ones that change the direction of text, trimmed. Lines are kept
// only if asked for; otherwise they become one. Nothing is cut.
func Clean(s string, lines bool) string {
	if isPlain(s) {
		return s
	}
	s = strings.ToValidUTF8(s, string(utf8.RuneError))
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune { return cleanRune(r, lines) }, s)
	s = norm.NFC.String(s)
	if !lines {
		return strings.Join(strings.Fields(s), " ")
	}
	return strings.TrimSpace(s)
}

// isPlain reports whether s is printable ASCII without spaces at its ends or
// side by side, which most answers are: there is nothing to clean.
func isPlain(s string) bool {
	space := true
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c > '~' || (c == ' ' && space) {
			return false
		}
		space = c == ' '
	}
	return s == "" || !space
}

// cleanRune returns the rune to keep, or -1.
func cleanRune(r rune, lines bool) rune {
	switch {
	case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' || r == '\v' || r == '\f' || r == '\u0085':
		if lines {
			return '\n'
		}
		return ' '
	case r == '\t':
		return ' '
	case unicode.IsControl(r), isInvisible(r), isNoncharacter(r):
		return -1
	}
	return r
}

// turns reports whether the text has signs that override or embed a reading
// direction, or that hide a second text. Nobody types them by chance.
func turns(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r >= 0xe0000 && r <= 0xe007f
	})
}

// isInvisible reports whether r is one of the characters that override the
// direction of text or hide inside words. The joiners that some scripts and
// emoji need (U+200C, U+200D) are not among them.
func isInvisible(r rune) bool {
	switch {
	case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
		return true // embeddings, overrides, isolates
	case r == '\u200b', r == '\u200e', r == '\u200f', r == '\u061c', r == '\ufeff', r == '\u00ad':
		return true // zero-width space, marks of direction, byte order mark, soft hyphen
	case r >= '\u2060' && r <= '\u2064', r >= '\u206a' && r <= '\u206f':
		return true
	case r >= 0xe0000 && r <= 0xe007f:
		return true // tags
	}
	return false
}

func isNoncharacter(r rune) bool {
	return (r >= 0xfdd0 && r <= 0xfdef) || r&0xfffe == 0xfffe
}

// isUnreadable reports whether the text had bytes that are no characters.
func isUnreadable(s string) bool { return strings.ContainsRune(s, utf8.RuneError) }
