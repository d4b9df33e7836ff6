package importing

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"telaio/internal/i18n"
	"telaio/internal/inert"
	"telaio/internal/questionnaire"
)

// Found is one line of a report as a table: what becomes of a row, and one thing
// that was found in it.
type Found struct {
	Line    Line
	Problem Problem // zero if nothing was found
}

// Found lists what becomes of each row that something becomes of, and all that
// was found, by row.
func (r Report) Found() []Found {
	lines := map[int]Line{}
	for _, l := range r.Lines {
		lines[l.Row] = l
	}
	all := make([]Found, 0, len(r.Lines)+len(r.Problems))
	for _, p := range r.Problems {
		l, known := lines[p.Row]
		if !known {
			l.Row = p.Row
		}
		all = append(all, Found{l, p})
	}
	for _, p := range r.Problems {
		delete(lines, p.Row)
	}
	for _, l := range lines {
		all = append(all, Found{Line: l})
	}
	slices.SortStableFunc(all, func(a, b Found) int { return cmp.Compare(a.Line.Row, b.Line.Row) })
	return all
}

// leftOut is what rows to mend are called once the others were taken.
const leftOut Outcome = "left_out"

// WriteTable writes the report as a table for a spreadsheet, in the language of
// the printer: UTF-8 with a mark. No cell of it is taken for a formula. Pages are
// the addresses of what the rows became; nil leaves their column out: nothing was
// taken yet.
func (r Report) WriteTable(w io.Writer, printer *i18n.Printer, pages map[int]string) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("write a report: %w", err)
	}
	table := csv.NewWriter(w)
	table.UseCRLF = true
	rows := [][]string{{
		printer.T("import.report.row"), printer.T("import.name"), printer.T("import.outcome_column"), printer.T("import.parts"),
		printer.T("import.report.column"), printer.T("import.report.severity"), printer.T("import.report.reason"), printer.T("import.report.cell"),
	}}
	if pages != nil {
		rows[0] = append(rows[0], printer.T("import.report.page"))
	}
	for _, f := range r.Found() {
		if pages != nil && f.Line.Outcome == Wrong {
			f.Line.Outcome = leftOut
		}
		f.Problem.Column = r.ColumnName(printer, f.Problem.Column)
		row := f.cells(printer)
		if pages != nil {
			row = append(row, pages[f.Line.Row])
		}
		for n := range row {
			row[n] = inert.Cell(row[n])
		}
		rows = append(rows, row)
	}
	if err := table.WriteAll(rows); err != nil {
		return fmt.Errorf("write a report: %w", err)
	}
	return nil
}

// ColumnName is what people call a column of a problem: as their file does, and of a
// file without headings as our forms do.
func (r Report) ColumnName(printer *i18n.Printer, column string) string {
	if r.Format == CSV || r.Format == XLSX || !slices.Contains(Columns(), column) {
		return column
	}
	name, _, _ := strings.Cut(printer.T("import.heading."+column), "|")
	return name
}

// cells are the texts of the line, in the order of the head of the table.
func (f Found) cells(printer *i18n.Printer) []string {
	cells := make([]string, 8)
	if f.Line.Row > 0 {
		cells[0] = strconv.Itoa(f.Line.Row)
	}
	cells[1] = f.Line.Name
	if f.Line.Outcome != "" {
		cells[2] = printer.T("import.became." + string(f.Line.Outcome))
	}
	parts := make([]string, len(f.Line.Parts))
	for n, part := range f.Line.Parts {
		parts[n] = printer.T("import.part." + part)
	}
	cells[3] = strings.Join(parts, ", ")
	if f.Problem.Message.Key == "" {
		return cells
	}
	severity := "wrong"
	if f.Problem.Warning {
		severity = "warning"
	}
	cells[4], cells[5] = f.Problem.Column, printer.T("import.severity."+severity)
	cells[6], cells[7] = questionnaire.Sentence(printer, f.Problem.Message), f.Problem.Cell
	return cells
}
