package importing

import "slices"

// Reading says what is known of a file before it is read.
type Reading struct {
	Sheet    string            // of a workbook, "" = the first one that is a table
	Headings func(string) bool // reports whether a column may be called so; nil = nobody knows
}

// known counts the cells that are called as columns are.
func (r Reading) known(cells []string) int {
	n := 0
	for _, cell := range cells[:min(len(cells), mostCells)] {
		if r.Headings != nil && len(cell) <= mostHeading && r.Headings(cell) {
			n++
		}
	}
	return n
}

const (
	mostAbove   = 20  // rows that a file may have above its headings
	mostHeading = 200 // bytes of a heading that anybody knows
	leastKnown  = 2   // cells by which such a row of headings is known
	leastColumn = 2   // columns of a sheet that is more than a note
)

// headed finds the headings of a table: its first row, or the one further down that
// has the names of columns, where the first has none. What stands above them, a title
// or a date, is kept apart.
func (t Table) headed(r Reading) Table {
	if r.known(t.Headings) > 0 {
		return t
	}
	at := slices.IndexFunc(t.Rows[:min(len(t.Rows), mostAbove)], func(row Row) bool { return r.known(row.Cells) >= leastKnown })
	if at < 0 {
		return t
	}
	t.Above = append([]Row{{t.HeadingsAt, t.Headings}}, t.Rows[:at]...)
	t.HeadingsAt, t.Headings = t.Rows[at].Number, slices.Clone(t.Rows[at].Cells)
	t.Rows = t.Rows[at+1:]
	return t
}

// text is the first cell of the row with something in it.
func (r Row) text() string {
	for _, cell := range r.Cells {
		if cell = excerpt(cell); cell != "" {
			return cell
		}
	}
	return ""
}
