package markdown

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// prose converts a text in which nothing is marked: paragraphs of words and
// punctuation, as most stories are. It takes a twentieth of the time that
// reading Markdown takes, and gives up on whatever might be a mark, an address
// or a line that Markdown treats in a way of its own.
func prose(source string) (string, bool) {
	if source == "" || source[0] == '\n' || strings.Contains(source, "\n\n\n") || strings.Contains(source, "www") {
		return "", false
	}
	before := '\n'
	for _, r := range source {
		if !plain(r, before) {
			return "", false
		}
		before = r
	}
	if before == ' ' || before == '\n' {
		return "", false
	}
	paragraphs := html.EscapeString(source)
	return "<p>" + strings.ReplaceAll(paragraphs, "\n\n", "</p>\n<p>") + "</p>", true
}

// plain reports whether a character means only itself after the one before it.
// A line begins with a letter, so that it is no item, heading or rule.
func plain(r, before rune) bool {
	switch {
	case 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z':
		return true
	case r == '\n':
		return before != ' '
	case r == ' ':
		return before != '\n' && before != ' '
	}
	if before == '\n' {
		return r >= utf8.RuneSelf && unicode.IsLetter(r)
	}
	switch r {
	case '.', ',', ';', ':', '!', '?', '(', ')', '\'', '"', '%', '-', '’', '‘', '“', '”', '«', '»', '–', '—', '…', '·', '€':
		return true
	}
	return '0' <= r && r <= '9' || r >= utf8.RuneSelf && unicode.IsLetter(r)
}
