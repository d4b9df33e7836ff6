package importing

import (
	"bytes"

	"github.com/xuri/excelize/v2"
)

// What a workbook may hold once it is unpacked, in bytes: all of it, and one
// sheet before it waits on the disk instead of in memory.
const (
	mostUnpacked = 64 << 20
	mostInMemory = 4 << 20
)

// readWorkbook reads the first sheet of a workbook that has rows. Cells are
// taken as they are shown, formulas by their last result; none is calculated.
func readWorkbook(raw []byte) (t Table, err error) {
	// The library has panicked on broken workbooks before: one that does so is
	// as unreadable as any other.
	defer func() {
		if recover() != nil {
			t, err = Table{}, refused("not_a_workbook")
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{UnzipSizeLimit: mostUnpacked, UnzipXMLSizeLimit: mostInMemory})
	if err != nil {
		return Table{}, refused("not_a_workbook")
	}
	defer book.Close()
	t = Table{Format: XLSX}
	for _, sheet := range book.GetSheetList() {
		if err := readSheet(book, sheet, &t); err != nil {
			return t, err
		}
		if len(t.Rows) > 0 {
			break
		}
		t.Headings = nil
	}
	return t, nil
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
			t.Headings = cells
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
