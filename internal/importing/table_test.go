package importing_test

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"telaio/internal/fault"
	"telaio/internal/importing"
)

func TestReadTable_readsWhatSpreadsheetsWrite(t *testing.T) {
	want := []importing.Row{{2, []string{"Città; è", "due\nrighe"}}}
	for name, file := range map[string]string{
		"commas":       "name,story\n\"Città; è\",\"due\nrighe\"\n",
		"semicolons":   "name;story\r\n\"Città; è\";\"due\r\nrighe\"\r\n",
		"tabs, a mark": "\ufeffname\tstory\nCittà; è\t\"due\nrighe\"\n",
		"Windows-1252": "name;story\n\"Citt\xe0; \xe8\";\"due\nrighe\"\n",
		"Mac Roman":    "name;story\r\"Citt\x88; \x8f\";\"due\rrighe\"\r",
		"UTF-16":       wide("name|story\n\"Città; è\"|\"due\nrighe\"\n", true),
		"no mark":      wide("name,story\n\"Città; è\",\"due\nrighe\"\n", false),
		"JSON":         `[{"name":"Città; è","story":"due\nrighe"}]`,
	} {
		t.Run(name, func(t *testing.T) {
			got, err := importing.ReadTable([]byte(file), importing.Reading{})
			if err != nil {
				t.Fatal(err)
			}
			for i := range got.Rows {
				got.Rows[i].Number = 2
			}
			if diff := cmp.Diff(want, got.Rows); diff != "" || got.Headings[0] != "name" {
				t.Error(got.Headings, diff)
			}
		})
	}
}

func TestReadTable_readsAFileThatWasPutTogetherFromTwo(t *testing.T) {
	got, err := importing.ReadTable([]byte("name;town\nCaffè;Forlì\nPerch\xe9;Citt\xe0\nNo\xebl;Li\xe8ge\n"), importing.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	want := []importing.Row{{2, []string{"Caffè", "Forlì"}}, {3, []string{"Perché", "Città"}}, {4, []string{"Noël", "Liège"}}}
	if diff := cmp.Diff(want, got.Rows); diff != "" {
		t.Error(diff)
	}
}

func TestReadTable_noticesRowsThatWentIntoACell(t *testing.T) {
	for name, file := range map[string]string{
		"to the end of the file":  "name;town\nPrima;Roma\n\"Aperta;Prato\nAltra;Roma\nTerza;Roma\n",
		"to the next such mark":   "name;town;year\nPrima;Roma;2001\n\"Aperta;Prato;2002\nAltra;Roma;2003\nTerza;\"Roma;2004\n",
		"with a quotation before": "name;town\nPrima;Roma\n\"Detta \"\"B\"\";Prato\nAltra;Roma\n",
	} {
		got, err := importing.ReadTable([]byte(file), importing.Reading{})
		if err != nil || len(got.Rows) != 1 || len(got.Problems) != 1 || got.Problems[0].Row != 3 || got.Problems[0].Message.Key != "import.problem.swallowed" {
			t.Errorf("%s: %+v, %+v, %v; want row 3 named", name, got.Rows, got.Problems, err)
		}
	}
	const fine = "name;town;story\n\"La \"\"Casa\"\"\";Roma;\"Aiuta; ascolta\ninsieme; sempre\nqui\"\nIl \"Nodo\";Prato;due\nUn 5\" e mezzo;Prato;tre"
	if got, err := importing.ReadTable([]byte(fine), importing.Reading{}); err != nil || len(got.Rows) != 3 || len(got.Problems) > 0 {
		t.Errorf("%+v, %+v, %v; want three rows", got.Rows, got.Problems, err)
	}
}

// wide writes a text in UTF-16, as Windows does.
func wide(text string, marked bool) string {
	var b bytes.Buffer
	if marked {
		text = "\ufeff" + text
	}
	for _, unit := range utf16.Encode([]rune(text)) {
		_ = binary.Write(&b, binary.LittleEndian, unit) // a buffer takes everything
	}
	return b.String()
}

func TestReadTable_readsAWorkbookWithoutCalculating(t *testing.T) {
	book := excelize.NewFile()
	for cell, value := range map[string]any{"A1": "name", "B1": "year", "A2": "=1+1", "B2": 2013} {
		if err := book.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	var file bytes.Buffer
	if err := book.Write(&file); err != nil {
		t.Fatal(err)
	}
	got, err := importing.ReadTable(file.Bytes(), importing.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]importing.Row{{2, []string{"=1+1", "2013"}}}, got.Rows); diff != "" {
		t.Error(diff)
	}
}

func TestReadTable_findsThePointOfAFeature(t *testing.T) {
	got, err := importing.ReadTable([]byte(`{"type":"FeatureCollection","features":[
		{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[12.5,41.9]},"properties":{"name":"A","types":["aps","coworking"]}},
		{"type":"Feature","id":"b","geometry":null,"properties":{"name":"B"}}]}`), importing.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	want := importing.Table{
		Format: importing.GeoJSON, Encoding: "UTF-8", Headings: []string{"id", "name", "types", "latitude", "longitude"},
		Rows: []importing.Row{{1, []string{"a", "A", "aps;coworking", "41.9", "12.5"}}, {2, []string{"b", "B", "", "", ""}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReadTable_refusesWhatCannotBeATable(t *testing.T) {
	for name, file := range map[string]string{
		"nothing": " \n", "a heading alone": "name\n", "a row that does not end": "name\n\"" + strings.Repeat("x", 3<<20),
		"a broken workbook": "PK\x03\x04 and no more", "an old workbook": "\xd0\xcf\x11\xe0", "half of JSON": `[{"name":`, "bytes": "name\n\x00\x01\x02",
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := importing.ReadTable([]byte(file), importing.Reading{}); fault.KindOf(err) != fault.Invalid {
				t.Errorf("ReadTable = %+v, %v; want a refusal with a reason", got, err)
			}
		})
	}
}

func FuzzReadTable(f *testing.F) {
	for _, seed := range []string{
		register, `{"type":"Feature","properties":{"name":"A"}}`, "sep=;\na;b\n1;2", "PK\x03\x04", "\xff\xfea\x00", `[{"places":[{"kind":{"code":"seat"}}]}]`,
		"Elenco, 2026\n\nNome;Comune\nA;Prato", `{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[1,2],[3,4]]]}}`, `{"a":NaN}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		words := importing.Reading{Headings: func(heading string) bool { return heading == "Nome" || heading == "Comune" }}
		got, err := importing.ReadTable(raw, words)
		if err != nil && fault.KindOf(err) != fault.Invalid {
			t.Fatalf("a file ends in %v; want a table or a refusal", err)
		}
		if err == nil && len(got.Rows)+len(got.Problems) == 0 {
			t.Error("a table without rows and without a reason")
		}
	})
}
