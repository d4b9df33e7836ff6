package publication

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"telaio/internal/inert"
	"telaio/internal/organisation"
)

// Collection writes published organisations in one form, one after the other.
// What it writes is complete after Close.
type Collection interface {
	Add(page Page) error
	Close() error
}

// Columns are the columns of an atlas as a table, the same that an import needs
// no mapping for. Lists have their parts between semicolons; coded values are
// codes of the taxonomies.
func Columns() []string {
	return []string{
		"id", "slug", "name", "other_names", "types", "target", "target_groups", "solidarity_forms",
		"municipality", "region", "country", "address", "latitude", "longitude", "place_publicity",
		"email", "phone", "website", "year", "short_description", "story", "source",
	}
}

// Row is an organisation as a row of the table. Of its places it has the seat,
// or the first one, as far as the public may know it.
func Row(o organisation.Organisation) []string {
	c, place := o.Card, mainPlace(o.Card.Places)
	lat, lon := coordinates(place)
	return []string{
		o.ID, o.Slug, c.Name, joined(c.OtherNames), joined(c.Types), c.Target, joined(c.TargetGroups), joined(c.Forms()),
		place.Municipality.Name, place.Municipality.Region, place.Country, place.Address, lat, lon, string(place.Publicity),
		c.Contacts.Email, c.Contacts.Phone, c.Contacts.Website, year(c.Year), c.ShortDescription, c.Story, c.Source,
	}
}

// joined is a list in one cell.
func joined(values []string) string {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = strings.ReplaceAll(v, ";", ",")
	}
	return strings.Join(parts, ";")
}

func year(y int) string {
	if y == 0 {
		return ""
	}
	return strconv.Itoa(y)
}

// The decimals of coordinates: about a metre for a point, about a kilometre for
// the centre of a municipality.
const (
	exactDecimals  = 5
	coarseDecimals = 2
)

func coordinates(place organisation.Place) (lat, lon string) {
	if !place.Located() {
		return "", ""
	}
	decimals := coarseDecimals
	if Pinned(place) {
		decimals = exactDecimals
	}
	return strconv.FormatFloat(place.Lat, 'f', decimals, 64), strconv.FormatFloat(place.Lon, 'f', decimals, 64)
}

// csvTable writes a table as CSV (RFC 4180), in UTF-8.
type csvTable struct{ w *csv.Writer }

// CSV writes organisations as a table with a head.
func CSV(w io.Writer) (Collection, error) {
	t := csvTable{csv.NewWriter(w)}
	t.w.UseCRLF = true
	if err := t.w.Write(Columns()); err != nil {
		return nil, fmt.Errorf("write the head of a table: %w", err)
	}
	return t, nil
}

// Add writes the row of the page, no cell of which is taken for a formula.
func (t csvTable) Add(page Page) error {
	row := Row(page.Organisation)
	for i := range row {
		row[i] = inert.Cell(row[i])
	}
	return t.w.Write(row)
}

// Close writes what is held back.
func (t csvTable) Close() error {
	t.w.Flush()
	return t.w.Error()
}

// xlsxTable writes a table as a workbook of Office Open XML.
type xlsxTable struct {
	out  io.Writer
	file *excelize.File
	rows *excelize.StreamWriter
	next int
}

// The one sheet of a workbook.
const (
	sheetName = "organisations"
	nameWidth = 36 // of the column of names, in characters
)

// XLSX writes organisations as a workbook with one sheet, whose head stays in
// sight. Its cells are numbers, or texts, which no spreadsheet runs.
func XLSX(w io.Writer) (Collection, error) {
	t := &xlsxTable{out: w, file: excelize.NewFile(), next: 1}
	if err := t.file.SetSheetName("Sheet1", sheetName); err != nil {
		return nil, fmt.Errorf("name the sheet: %w", err)
	}
	rows, err := t.file.NewStreamWriter(sheetName)
	if err != nil {
		return nil, fmt.Errorf("begin a sheet: %w", err)
	}
	t.rows = rows
	head := &excelize.Panes{Freeze: true, XSplit: 3, YSplit: 1, TopLeftCell: "D2", ActivePane: "bottomRight"}
	if err := errors.Join(rows.SetPanes(head), rows.SetColWidth(3, 3, nameWidth)); err != nil {
		return nil, fmt.Errorf("lay out the sheet: %w", err)
	}
	return t, t.row(Columns())
}

// Add writes the row of the page.
func (t *xlsxTable) Add(page Page) error { return t.row(Row(page.Organisation)) }

func (t *xlsxTable) row(texts []string) error {
	cells := make([]any, len(texts))
	for i, text := range texts {
		cells[i] = cut(text, excelize.TotalCellChars)
		if number, err := strconv.ParseFloat(text, 64); err == nil && numbered(i) {
			cells[i] = number
		}
	}
	at, err := excelize.CoordinatesToCellName(1, t.next)
	if err != nil {
		return fmt.Errorf("name a row: %w", err)
	}
	t.next++
	if err := t.rows.SetRow(at, cells); err != nil {
		return fmt.Errorf("write a row: %w", err)
	}
	return nil
}

// numbered reports whether what a column holds can be calculated with.
func numbered(column int) bool {
	switch Columns()[column] {
	case "latitude", "longitude", "year":
		return true
	default:
		return false
	}
}

// cut shortens text to what a cell can hold, in characters of UTF-16.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	units := 0
	for i, r := range text {
		if units++; r > 0xffff {
			units++
		}
		if units > most {
			return text[:i]
		}
	}
	return text
}

// Close writes the workbook, which is packed only once it is whole.
func (t *xlsxTable) Close() error {
	if err := t.rows.Flush(); err != nil {
		return fmt.Errorf("finish a sheet: %w", err)
	}
	if _, err := t.file.WriteTo(t.out); err != nil {
		return fmt.Errorf("write a workbook: %w", err)
	}
	return t.file.Close()
}
