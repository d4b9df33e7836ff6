// Package inert keeps spreadsheets from running what stands in a table: a text
// that begins like a formula gets an apostrophe in front, and can be had back as
// it was (OWASP, CSV injection).
package inert

import (
	"strconv"
	"strings"
)

// The signs that matter.
const (
	openers    = "=+-@＝＋－＠" // a spreadsheet takes what begins so for a formula
	separators = ",;\t\r\n" // after them a cell may begin
	skipped    = ` "`       // may stand before what a cell begins with
	mark       = "'"
)

// Cell returns a text as no spreadsheet takes it, or a part of it, for a
// formula; a number stays a number. A spreadsheet of a country where numbers
// have a decimal comma parts a table at its semicolons, knows no quotes around
// what it parts so, and sees cells begin in the middle of ours: what begins
// after a comma, a semicolon, a tab or a new line is marked too.
func Cell(text string) string {
	if strings.HasPrefix(text, "-") && isNumber(text) {
		return text
	}
	return rewritten(text, func(marks int) int { return marks + 1 })
}

// Bare returns the text that Cell has made a cell of.
func Bare(cell string) string {
	return rewritten(cell, func(marks int) int { return max(marks-1, 0) })
}

// isNumber reports whether a spreadsheet reads a number: digits, a point, an
// exponent. What else Go reads as one, such as "-Inf" and "-0x1p4", it does not.
func isNumber(text string) bool {
	_, err := strconv.ParseFloat(text, 64)
	return err == nil && strings.Trim(text, "+-.eE0123456789") == ""
}

// rewritten is the text with another number of marks in front of each formula.
func rewritten(text string, marks func(int) int) string {
	var b strings.Builder
	for begins := true; text != ""; {
		if !begins {
			end := strings.IndexAny(text, separators) + 1
			if end == 0 {
				break
			}
			b.WriteString(text[:end])
			text = text[end:]
		}
		first := begins
		begins = false
		rest := strings.TrimLeft(text, skipped)
		bare := strings.TrimLeft(rest, mark)
		if !opens(bare, first && len(rest) == len(text)) {
			continue
		}
		b.WriteString(text[:len(text)-len(rest)])
		b.WriteString(strings.Repeat(mark, marks(len(rest)-len(bare))))
		text = bare
	}
	return b.String() + text
}

// opens reports whether a cell that begins so may be taken for a formula. One
// that begins with a separator may, if that is the very beginning: some
// spreadsheets pass over it.
func opens(text string, veryFirst bool) bool {
	for _, r := range text {
		return strings.ContainsRune(openers, r) || veryFirst && strings.ContainsRune("\t\r\n", r)
	}
	return false
}
