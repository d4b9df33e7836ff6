package importing

import (
	"bytes"

	"github.com/xuri/excelize/v2"
)

// mostUnpacked is how large a workbook may be once it is unpacked, in bytes.
const mostUnpacked = 256 << 20

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
	book, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{UnzipSizeLimit: mostUnpacked, UnzipXMLSizeLimit: mostUnpacked})
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
		case row.empty():
		case t.Headings == nil:
			t.Headings = cells
		case len(t.Rows) == MostRows:
			return refused("too_many_rows", "Max", MostRows)
		default:
			t.Rows = append(t.Rows, row)
		}
	}
	if rows.Error() != nil {
		return refused("not_a_workbook")
	}
	return nil
}
