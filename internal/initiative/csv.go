package initiative

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"telaio/internal/i18n"
	"telaio/internal/inert"
	"telaio/internal/questionnaire"
)

// MostCSV is how many bytes a file of measurements may have.
const MostCSV = 512 << 10

// column is one of a file of measurements, by the name of its message.
type column string

// The columns, in the order of the file. Those that a file does not have leave
// what is known as it is.
const (
	indicatorColumn column = "indicator"
	dayColumn       column = "day"
	valueColumn     column = "value"
	askedColumn     column = "asked"
	answeredColumn  column = "answered"
	methodColumn    column = "method"
	evidenceColumn  column = "evidence"
	sourceColumn    column = "source"
	noteColumn      column = "note"
)

func columns() []column {
	return []column{
		indicatorColumn, dayColumn, valueColumn, askedColumn, answeredColumn, methodColumn, evidenceColumn, sourceColumn, noteColumn,
	}
}

// field is the field of the measurement form that the column fills in.
func (c column) field() string {
	return map[column]string{
		dayColumn: measuredOnField, valueColumn: measuredField, askedColumn: askedField, answeredColumn: answeredField,
		methodColumn: methodField, evidenceColumn: evidenceField, sourceColumn: sourceField, noteColumn: noteField,
	}[c]
}

// WriteCSV writes the measurements of the sheet for a spreadsheet in the
// reader's language: semicolons and decimal commas in Italian, commas and
// points in English, UTF-8 with a byte order mark. No cell is taken for a
// formula. ReadCSV reads the same measurements from it.
func (u UseCases) WriteCSV(s Sheeted, language i18n.Language) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	if language == i18n.Italian {
		w.Comma = ';'
	}
	head := make([]string, 0, len(columns()))
	for _, c := range columns() {
		head = append(head, u.Sheets.words.in(language, "initiative.csv."+string(c)))
	}
	rows := [][]string{head}
	for _, i := range s.Content.Indicators {
		for _, m := range i.Measurements {
			rows = append(rows, row(s, i, m, language))
		}
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, fmt.Errorf("write the measurements: %w", err)
	}
	return b.Bytes(), nil
}

func row(s Sheeted, i Indicator, m Measurement, language i18n.Language) []string {
	return []string{
		inert.Cell(i.Name), string(m.On), decimal(m.Value, language), optional(m.Asked), optional(m.Answered),
		inert.Cell(labelOf(s.Sheet.Measure, methodField, m.Method, language)), string(m.Evidence), inert.Cell(m.Source), inert.Cell(m.Note),
	}
}

func decimal(x float64, language i18n.Language) string {
	if language == i18n.Italian {
		return strings.Replace(strconv.FormatFloat(x, 'f', -1, 64), ".", ",", 1)
	}
	return questionnaire.FormatDecimal(x)
}

func optional(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// labelOf is the label of a choice, or its code if it has none.
func labelOf(d *questionnaire.Definition, field, code string, language i18n.Language) string {
	q, _ := d.Question(field)
	for _, o := range d.Options(q) {
		if o.Code == code {
			return o.Label.In(string(language))
		}
	}
	return code
}

// decoded returns the text of a file as spreadsheets write it: UTF-8 or UTF-16
// with or without a byte order mark, or Windows-1252.
func decoded(raw []byte) string {
	if bytes.HasPrefix(raw, []byte{0xff, 0xfe}) || bytes.HasPrefix(raw, []byte{0xfe, 0xff}) {
		text, _, err := transform.Bytes(unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder(), raw)
		if err == nil {
			return string(text)
		}
	}
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	if utf8.Valid(raw) {
		return string(raw)
	}
	text, _, err := transform.Bytes(charmap.Windows1252.NewDecoder(), raw)
	if err != nil {
		return strings.ToValidUTF8(string(raw), string(utf8.RuneError))
	}
	return string(text)
}
