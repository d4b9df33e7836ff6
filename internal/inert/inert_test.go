package inert_test

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"strings"
	"testing"

	"telaio/internal/inert"
)

func TestCell_marksWhatASpreadsheetWouldRun(t *testing.T) {
	for text, want := range map[string]string{
		"":                                 "",
		"Officine Zero":                    "Officine Zero",
		"=1+1":                             "'=1+1",
		"+39 06 1234567":                   "'+39 06 1234567",
		"-34.60":                           "-34.60",
		"-0":                               "-0",
		"-1.5e-3":                          "-1.5e-3",
		"-0x1p4":                           "'-0x1p4",
		"-1+1":                             "'-1+1",
		"-Inf":                             "'-Inf",
		"@SUM(1)":                          "'@SUM(1)",
		"\tcmd":                            "'\tcmd",
		"＝1+1":                             "'＝1+1",
		" =1+1":                            " '=1+1",
		"a;=1+1":                           "a;'=1+1",
		"a; \"=cmd|' /C calc'!A0":          "a; \"'=cmd|' /C calc'!A0",
		"one\n=1+1\r\n@two":                "one\n'=1+1\r\n'@two",
		"a list:\n- one\n- two":            "a list:\n'- one\n'- two",
		"'=1+1":                            "''=1+1",
		"l'aria; c'è; 'sì'":                "l'aria; c'è; 'sì'",
		"see, =1, -2":                      "see, '=1, '-2",
		"3-4; a=b":                         "3-4; a=b",
		"https://example.org/?a=b;c=d#e-f": "https://example.org/?a=b;c=d#e-f",
	} {
		if got := inert.Cell(text); got != want {
			t.Errorf("Cell(%q) = %q; want %q", text, got, want)
		}
		if got := inert.Bare(inert.Cell(text)); got != text {
			t.Errorf("Bare(Cell(%q)) = %q", text, got)
		}
	}
}

var aNumber = regexp.MustCompile(`^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$`)

// FuzzCell writes a table with one text and reads it as some spreadsheets do,
// parted at each separator with no regard for quotes.
func FuzzCell(f *testing.F) {
	for _, seed := range []string{"=1+1", "a;=1", "\n\"=1", "''=1", "x\r\n;;  \"\"-2+3", "-5", "－1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		cell := inert.Cell(text)
		if got := inert.Bare(cell); got != text {
			t.Fatalf("Bare(Cell(%q)) = %q", text, got)
		}
		var table bytes.Buffer
		w := csv.NewWriter(&table)
		if err := w.Write([]string{"id", cell, "end"}); err != nil {
			t.Fatal(err)
		}
		w.Flush()
		pieces := strings.FieldsFunc(table.String(), func(r rune) bool { return strings.ContainsRune(",;\t\r\n", r) })
		for i, piece := range pieces {
			if aNumber.MatchString(piece) {
				continue // it is what it says
			}
			if bare := strings.TrimLeft(piece, ` "`); i > 0 && bare != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(bare)[0]) {
				t.Errorf("of %q a spreadsheet runs %q", text, piece)
			}
		}
	})
}
