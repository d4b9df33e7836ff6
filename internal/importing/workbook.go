package importing

import (
	"bytes"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// What a workbook may hold once it is unpacked, in bytes: all of it, and one
// sheet before it waits on the disk instead of in memory.
const (
	mostUnpacked = 64 << 20
	mostInMemory = 4 << 20
)

// isoDate is how dates are shown that a workbook has in the format of its country,
// which it does not say.
const isoDate = "yyyy-mm-dd"

// readWorkbook reads the sheet of a workbook that is asked for, else the first one
// that is a table and no note. Cells are taken as they are shown, formulas by their
// last result; none is calculated.
func readWorkbook(raw []byte, how Reading) (t Table, err error) {
	// The library has panicked on broken workbooks before: one that does so is
	// as unreadable as any other.
	defer func() {
		if recover() != nil {
			t, err = Table{}, refused("not_a_workbook")
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{
		UnzipSizeLimit: mostUnpacked, UnzipXMLSizeLimit: mostInMemory, ShortDatePattern: isoDate, LongDatePattern: isoDate,
	})
	if err != nil {
		return Table{}, refused("not_a_workbook")
	}
	defer book.Close()
	sheets := book.GetSheetList()
	wanted := sheets
	if slices.Contains(sheets, how.Sheet) {
		wanted = []string{how.Sheet}
	}
	t = Table{Format: XLSX}
	for _, sheet := range wanted {
		some := Table{Format: XLSX, Sheet: sheet}
		if err := readSheet(book, sheet, &some); err != nil {
			return some, err
		}
		some = some.headed(how)
		if t.Sheet == "" || len(t.Rows) == 0 || some.wide() {
			t = some
		}
		if len(t.Rows) > 0 && t.wide() {
			break
		}
	}
	t.Sheets = sheets
	return t.spread(areasOf(raw, t.Sheet)), nil
}

// wide reports whether the table has as many headings as a table has, and a note has
// not.
func (t Table) wide() bool {
	n := 0
	for _, heading := range t.Headings {
		if strings.TrimSpace(heading) != "" {
			n++
		}
	}
	return n >= leastColumn
}

// mostSheetRows is as many as a sheet can have, empty ones too.
const mostSheetRows = 1 << 20

func readSheet(book *excelize.File, sheet string, t *Table) error {
	rows, err := book.Rows(sheet)
	if err != nil {
		return refused("not_a_workbook")
	}
	defer rows.Close()
	for number := 1; rows.Next(); number++ {
		cells, err := rows.Columns()
		if err != nil {
			return refused("not_a_workbook")
		}
		row := Row{number, cells}
		switch {
		case number > mostSheetRows:
			return refused("too_many_rows", "Max", MostRows)
		case row.empty():
		case t.Headings == nil:
			t.HeadingsAt, t.Headings = number, cells
		default:
			if err := t.add(row); err != nil {
				return err
			}
		}
	}
	if rows.Error() != nil {
		return refused("not_a_workbook")
	}
	return nil
}
