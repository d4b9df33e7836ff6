package importing

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"telaio/internal/fault"
)

// What a file may hold. A file beyond is refused before it is read to its end.
const (
	MostBytes = 64 << 20 // of a file, in bytes
	MostRows  = 200_000
	mostCells = 400     // in a row
	mostCell  = 100_000 // bytes of a cell
	mostLine  = 1 << 20 // bytes of a row
	mostBad   = 1_000   // rows that cannot be read
)

// Format is how a file is written.
type Format string

// The formats.
const (
	CSV     Format = "csv"
	XLSX    Format = "xlsx"
	GeoJSON Format = "geojson"
	JSON    Format = "json"
	HSDS    Format = "hsds"
)

// Table is a file as rows of cells, whatever its format.
type Table struct {
	Format     Format
	Encoding   string // of text, such as "UTF-8"
	Separator  string // of cells
	Sheet      string // of a workbook, that was read
	Sheets     []string
	Headings   []string
	HeadingsAt int   // number of their row, 0 = they are in none
	Above      []Row // rows above the headings, which are left out
	Rows       []Row
	Problems   []Problem // rows that could not be read
}

// Row is one row of a file.
type Row struct {
	Number int // the line of a text file, the row of a sheet, the place in a list; from 1
	Cells  []string
}

// cell returns the cell at a position, "" beyond the row's end.
func (r Row) cell(at int) string {
	if at < 0 || at >= len(r.Cells) {
		return ""
	}
	return r.Cells[at]
}

// empty reports whether the row says nothing.
func (r Row) empty() bool {
	for _, c := range r.Cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// Problem is one thing that is wrong with a row, or worth knowing.
type Problem struct {
	Row     int           `json:"row"`              // 0 = the whole file
	Column  string        `json:"column,omitempty"` // heading of the file, or name of the column
	Message fault.Message `json:"message"`
	Cell    string        `json:"cell,omitempty"` // the beginning of what is there
	Warning bool          `json:"warning,omitempty"`
}

// problem makes the message of a problem out of its key and its values.
func problem(key string, pairs ...any) fault.Message {
	m := fault.Message{Key: "import.problem." + key}
	for i := 0; i+1 < len(pairs); i += 2 {
		if m.Args == nil {
			m.Args = map[string]any{}
		}
		m.Args[pairs[i].(string)] = pairs[i+1]
	}
	return m
}

// refused is the refusal of a whole file.
func refused(key string, pairs ...any) error {
	return &fault.Error{Kind: fault.Invalid, Message: problem(key, pairs...)}
}

// ReadTable reads a file of any format, which its first bytes tell. The error
// is a refusal that says why nothing of it can be read.
func ReadTable(raw []byte, how Reading) (Table, error) {
	var t Table
	var err error
	switch {
	case len(raw) > MostBytes:
		return t, refused("too_long", "Max", MostBytes>>20)
	case len(bytes.TrimSpace(raw)) == 0:
		return t, refused("empty")
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")):
		t, err = readZip(raw, how)
	case bytes.HasPrefix(raw, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return t, refused("old_workbook")
	case bytes.HasPrefix(raw, []byte("%PDF-")):
		return t, refused("pdf")
	case bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(raw, []byte("\ufeff"))), []byte("<")):
		return t, refused("markup")
	case looksLikeJSON(raw):
		t, err = readJSON(raw)
	default:
		t, err = readText(raw, how)
	}
	if err != nil {
		return t, err
	}
	return t.checked()
}

// add adds a row. Of one that is too large, only the problem is kept.
func (t *Table) add(row Row) error {
	if len(t.Rows)+len(t.Problems) == MostRows {
		return refused("too_many_rows", "Max", MostRows)
	}
	if m, bad := row.wrong(); bad {
		return t.leaveOut(row, m)
	}
	t.Rows = append(t.Rows, row)
	return nil
}

// leaveOut keeps why a row cannot be read.
func (t *Table) leaveOut(row Row, why fault.Message) error {
	if len(t.Problems) == mostBad {
		return refused("too_many_bad", "Max", mostBad)
	}
	t.Problems = append(t.Problems, Problem{Row: row.Number, Message: why})
	return nil
}

func looksLikeJSON(raw []byte) bool {
	start := bytes.TrimLeft(bytes.TrimPrefix(raw, []byte("\ufeff")), " \t\r\n")
	return bytes.HasPrefix(start, []byte("{")) || bytes.HasPrefix(start, []byte("["))
}

// checked refuses a table without rows, and leaves out rows that are too large.
func (t Table) checked() (Table, error) {
	headed := false
	for i, heading := range t.Headings {
		t.Headings[i] = strings.Join(strings.Fields(heading), " ")
		headed = headed || t.Headings[i] != ""
	}
	t.Headings = apart(t.Headings)
	switch {
	case !headed:
		return t, refused("no_headings")
	case len(t.Headings) > mostCells:
		return t, refused("too_many_columns", "Max", mostCells)
	case len(t.Rows) == 0 && len(t.Problems) == 0:
		return t, refused("no_rows")
	}
	rows := t.Rows[:0]
	for _, row := range t.Rows {
		m, bad := row.wrong()
		if cell, more := row.beyond(len(t.Headings)); more && !bad && t.Format == CSV {
			t.Problems = append(t.Problems, Problem{Row: row.Number, Message: problem("more_cells", "Number", len(t.Headings)), Cell: excerpt(cell)})
			continue
		}
		if bad {
			t.Problems = append(t.Problems, Problem{Row: row.Number, Message: m})
			continue
		}
		rows = append(rows, row)
	}
	t.Rows = rows
	return t, nil
}

// apart gives each heading that is there before a number, "name (2)", so that one
// can be told from the other.
func apart(headings []string) []string {
	times := map[string]int{}
	for i, heading := range headings {
		if times[heading]++; heading != "" && times[heading] > 1 {
			headings[i] = heading + " (" + strconv.Itoa(times[heading]) + ")"
		}
	}
	return headings
}

// beyond returns the first cell with something in it after so many.
func (r Row) beyond(cells int) (string, bool) {
	for _, c := range r.Cells[min(cells, len(r.Cells)):] {
		if strings.TrimSpace(c) != "" {
			return c, true
		}
	}
	return "", false
}

// wrong says why the row cannot be taken as it is.
func (r Row) wrong() (fault.Message, bool) {
	if len(r.Cells) > mostCells {
		return problem("too_many_cells", "Max", mostCells), true
	}
	for _, c := range r.Cells {
		switch {
		case len(c) > mostCell:
			return problem("cell_too_long", "Max", mostCell), true
		case strings.ContainsRune(c, 0) || strings.ContainsRune(c, utf8.RuneError):
			return problem("unreadable"), true
		}
	}
	return fault.Message{}, false
}

// excerpt is the beginning of a cell, for a report.
func excerpt(cell string) string {
	const most = 80
	cell = strings.Join(strings.Fields(strings.ToValidUTF8(cell, "\ufffd")), " ")
	if utf8.RuneCountInString(cell) <= most {
		return cell
	}
	return string([]rune(cell)[:most]) + "…"
}

// isRefusal reports whether err tells the reader what to do about a file.
func isRefusal(err error) (*fault.Error, bool) {
	refusal, ok := errors.AsType[*fault.Error](err)
	return refusal, ok && refusal.Kind == fault.Invalid
}
