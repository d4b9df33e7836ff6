package initiative

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"telaio/internal/fault"
	"telaio/internal/folding"
	"telaio/internal/inert"
)

// table is a file cut into cells.
type table struct {
	at   map[column]int // position of each column that there is
	rows []cells
}

type cells struct {
	line int
	text []string
}

// cell returns the cell of a column, "" if the row or the file has none.
func (t table) cell(c cells, name column) string {
	at, ok := t.at[name]
	if !ok || at >= len(c.text) {
		return ""
	}
	return strings.TrimSpace(inert.Bare(strings.TrimSpace(c.text[at])))
}

// table finds the separator and the columns.
func (u UseCases) table(text string) (table, fault.Message) {
	text, offset := withoutSeparatorLine(text)
	var best table
	for _, separator := range []rune{';', ',', '\t', '|'} {
		rows, err := cut(text, separator)
		if err != nil || len(rows) == 0 {
			continue
		}
		if found := u.columnsIn(rows[0].text); len(found) > len(best.at) {
			best = table{found, rows[1:]}
		}
	}
	for i := range best.rows {
		best.rows[i].line += offset
	}
	for _, needed := range []column{indicatorColumn, dayColumn, valueColumn} {
		if _, ok := best.at[needed]; !ok {
			return best, fault.Message{Key: "initiative.csv_problem.columns"}
		}
	}
	switch {
	case len(best.rows) == 0:
		return best, fault.Message{Key: "initiative.csv_problem.no_rows"}
	case len(best.rows) > mostRows:
		return best, fault.Message{Key: "initiative.csv_problem.too_many_rows", Args: map[string]any{"Max": mostRows}}
	}
	return best, fault.Message{}
}

// withoutSeparatorLine drops the first line "sep=;" that a spreadsheet may want,
// and says how many lines that are.
func withoutSeparatorLine(text string) (string, int) {
	line, rest, _ := strings.Cut(text, "\n")
	if strings.HasPrefix(strings.ToLower(strings.Trim(line, "\" \r")), "sep=") {
		return rest, 1
	}
	return text, 0
}

// cut splits the text at the separator, leaving out empty lines.
func cut(text string, separator rune) ([]cells, error) {
	r := csv.NewReader(strings.NewReader(strings.ReplaceAll(text, "\r\n", "\n")))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = separator, true, -1
	var rows []cells
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		if strings.TrimSpace(strings.Join(record, "")) != "" {
			rows = append(rows, cells{line, record})
		}
		if len(rows) > mostRows+1 {
			return rows, nil
		}
	}
}

// columnsIn finds the columns by their headings in any language.
func (u UseCases) columnsIn(head []string) map[column]int {
	found := map[column]int{}
	for i, cell := range head {
		heading := plain(inert.Bare(cell))
		for _, c := range columns() {
			if _, known := found[c]; known || heading == "" {
				continue
			}
			if heading == plain(string(c)) || slices.ContainsFunc(u.Sheets.words.all("initiative.csv."+string(c)), func(s string) bool { return plain(s) == heading }) {
				found[c] = i
			}
		}
	}
	return found
}

// plain leaves the letters and digits of a word, without case and accents.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, folding.Fold(s))
}
