package importing

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// errLongLine stops the reading of a row that does not end.
var errLongLine = errors.New("a row is longer than the limit")

// readText reads separated values in whatever encoding and with whatever
// separator spreadsheets write them.
func readText(raw []byte, how Reading) (Table, error) {
	text, encoding, err := decoded(raw)
	if err != nil {
		return Table{}, err
	}
	text, separator, skipped := separatorOf(text, how)
	t := Table{Format: CSV, Encoding: encoding, Separator: string(separator)}
	guard := &lineGuard{from: strings.NewReader(text)}
	r := csv.NewReader(guard)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = separator, true, -1
	for {
		guard.left = mostLine
		start := r.InputOffset()
		record, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return t.headed(how), nil
		case errors.Is(err, errLongLine):
			return t, refused("line_too_long", "Max", mostLine>>10, "Row", lastLine(t)+1)
		case err != nil:
			return t, refused("not_a_table")
		}
		line, _ := r.FieldPos(0)
		row := Row{line + skipped, record}
		switch {
		case row.empty():
		case t.Headings == nil:
			t.HeadingsAt, t.Headings = row.Number, record
		case swallows(record, separator, len(t.Headings)), open(text[start:r.InputOffset()]):
			if err := t.leaveOut(row, problem("swallowed")); err != nil {
				return t, err
			}
		default:
			if err := t.add(row); err != nil {
				return t, err
			}
		}
	}
}

// open reports whether a row of several lines ends within quotation marks: the rest
// of the file went into one cell.
func open(row string) bool {
	return strings.Contains(strings.TrimSpace(row), "\n") && strings.Count(row, `"`)%2 == 1
}

// swallows reports whether a cell holds whole rows: its lines have as many cells
// as there are headings. In tables of two columns such a line may be a sentence.
func swallows(cells []string, separator rune, headings int) bool {
	for _, cell := range cells {
		lines := strings.Split(cell, "\n")
		if headings < 3 || len(lines) < 3 {
			continue
		}
		whole := 0
		for _, line := range lines[1 : len(lines)-1] {
			if strings.Count(line, string(separator)) == headings-1 {
				whole++
			}
		}
		if whole == len(lines)-2 {
			return true
		}
	}
	return false
}

func lastLine(t Table) int {
	if len(t.Rows) == 0 {
		return 1
	}
	return t.Rows[len(t.Rows)-1].Number
}

// lineGuard passes text on until a row has taken too much of it.
type lineGuard struct {
	from io.Reader
	left int
}

// Read reads, and fails when the row is too long. The reader behind it reads
// ahead by 4 KB, which the limit can spare.
func (g *lineGuard) Read(p []byte) (int, error) {
	if g.left <= 0 {
		return 0, errLongLine
	}
	n, err := g.from.Read(p)
	g.left -= n
	return n, err
}

// decoded returns the text of a file and the name of its encoding: UTF-8 or
// UTF-16 with or without a byte order mark, otherwise Windows-1252, in which
// every byte means something, or Mac Roman where lines end as they do on an old
// Macintosh.
func decoded(raw []byte) (text, name string, err error) {
	if order, wide := utf16Order(raw); wide {
		out, _, err := transform.Bytes(unicode.UTF16(order, unicode.UseBOM).NewDecoder(), raw)
		if err != nil {
			return "", "", refused("unreadable_file")
		}
		return string(out), "UTF-16", nil
	}
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	if bytes.Count(raw, []byte{0}) > len(raw)/textPerZero {
		return "", "", refused("unreadable_file")
	}
	macintosh := !bytes.Contains(raw, []byte("\n")) && bytes.Contains(raw, []byte("\r"))
	if macintosh {
		raw = bytes.ReplaceAll(raw, []byte("\r"), []byte("\n"))
	}
	switch {
	case mostlyUTF8(raw):
		return strings.ToValidUTF8(string(raw), string(utf8.RuneError)), "UTF-8", nil
	case macintosh:
		return byLine(raw, charmap.Macintosh), "Mac Roman", nil
	default:
		return byLine(raw, charmap.Windows1252), "Windows-1252", nil
	}
}

// byLine decodes the lines that are not UTF-8: a file may have been put together
// from others.
func byLine(raw []byte, with *charmap.Charmap) string {
	var b strings.Builder
	for line := range bytes.Lines(raw) {
		if utf8.Valid(line) {
			b.Write(line)
			continue
		}
		for _, sign := range line {
			b.WriteRune(with.DecodeByte(sign))
		}
	}
	return b.String()
}

// textPerZero is how many bytes of a text there are at least for each zero byte;
// the rows with such bytes are refused one by one.
const textPerZero = 100

// mostlyUTF8 reports whether more of what is not plain ASCII is UTF-8 than is not:
// a few broken signs do not make a file one of another encoding.
func mostlyUTF8(raw []byte) bool {
	if utf8.Valid(raw) {
		return true
	}
	fit, unfit := 0, 0
	for len(raw) > 0 {
		r, size := utf8.DecodeRune(raw)
		switch {
		case r == utf8.RuneError && size == 1:
			unfit++
		case size > 1:
			fit++
		}
		raw = raw[size:]
	}
	return fit > unfit
}

// utf16Order recognises UTF-16 by its mark, or by the zero bytes of plain
// letters.
func utf16Order(raw []byte) (unicode.Endianness, bool) {
	head := raw[:min(len(raw), 400)]
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		return unicode.LittleEndian, true
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return unicode.BigEndian, true
	}
	var even, odd int
	for i, b := range head {
		if b == 0 && i%2 == 0 {
			even++
		}
		if b == 0 && i%2 == 1 {
			odd++
		}
	}
	switch {
	case odd > len(head)/4 && even == 0:
		return unicode.LittleEndian, true
	case even > len(head)/4 && odd == 0:
		return unicode.BigEndian, true
	}
	return unicode.LittleEndian, false
}

// separatorOf finds what separates the cells: what a first line "sep=;" says, or
// what cuts the names of columns apart, else the first row into the most cells. It
// returns the text without such a line, and how many lines that was.
func separatorOf(text string, how Reading) (rest string, separator rune, skipped int) {
	line, after, _ := strings.Cut(text, "\n")
	if mark := strings.Trim(line, "\" \r"); strings.HasPrefix(strings.ToLower(mark), "sep=") {
		if r, _ := utf8.DecodeRuneInString(mark[len("sep="):]); strings.ContainsRune(";,\t|^~:", r) {
			return after, r, 1
		}
	}
	separator, best := ',', cut{}
	for _, candidate := range ";,\t|^~" {
		if c := cutBy(text, candidate, how); best.less(c) {
			separator, best = candidate, c
		}
	}
	return text, separator, 0
}

// cut is what a separator makes of the first rows of a text.
type cut struct{ known, cells int }

// less reports whether the other is the likelier one: more of the names of columns,
// else more headings.
func (c cut) less(other cut) bool {
	if c.known >= leastKnown || other.known >= leastKnown {
		return c.known < other.known
	}
	return c.cells < other.cells
}

// cutBy cuts the first rows: it counts the cells of the first one, and the names of
// columns in the one that has the most of them.
func cutBy(text string, separator rune, how Reading) cut {
	guard := &lineGuard{from: strings.NewReader(text)}
	r := csv.NewReader(guard)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = separator, true, -1
	var c cut
	for n := range mostAbove {
		guard.left = mostLine
		record, err := r.Read()
		if err != nil {
			break
		}
		if n == 0 {
			c.cells = len(record)
		}
		c.known = max(c.known, how.known(record))
	}
	return c
}
