package style

import (
	"bytes"
	"strings"
)

// minify removes comments, and blanks that no rule needs. Strings stay as they
// are, and inside parentheses blanks stay single, so that url() and calc() keep
// their meaning.
func minify(sheet string) string {
	out := make([]byte, 0, len(sheet))
	depth := 0 // of parentheses
	for i := 0; i < len(sheet); i++ {
		switch c := sheet[i]; {
		case c == '"' || c == '\'':
			end := closing(sheet, i)
			out = append(out, sheet[i:end]...)
			i = end - 1
		case strings.HasPrefix(sheet[i:], "/*"):
			length := strings.Index(sheet[i:], "*/")
			if length < 0 {
				return string(out)
			}
			i += length + 1
		case isBlank(c):
			for i+1 < len(sheet) && isBlank(sheet[i+1]) {
				i++
			}
			if i+1 < len(sheet) && needsBlank(out, sheet[i+1], depth) {
				out = append(out, ' ')
			}
		default:
			switch c {
			case '(':
				depth++
			case ')':
				depth--
			case '}':
				out = bytes.TrimSuffix(out, []byte{';'})
			}
			out = append(out, c)
		}
	}
	return string(out)
}

// closing returns the position after the string that begins at i.
func closing(sheet string, i int) int {
	quote := sheet[i]
	for j := i + 1; j < len(sheet); j++ {
		switch sheet[j] {
		case '\\':
			j++
		case quote:
			return j + 1
		}
	}
	return len(sheet)
}

func isBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// needsBlank reports whether a blank between what has been written and the
// character after it means something.
func needsBlank(out []byte, after byte, depth int) bool {
	if len(out) == 0 || isBlank(out[len(out)-1]) {
		return false
	}
	return depth > 0 || !strings.ContainsRune("{};,:", rune(out[len(out)-1])) && !strings.ContainsRune("{};,", rune(after))
}
