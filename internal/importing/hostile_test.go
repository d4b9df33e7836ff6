package importing_test

import (
	"bytes"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"telaio/internal/fault"
	"telaio/internal/importing"
	"telaio/internal/testkit"
	"telaio/internal/testkit/unwatched"
)

// workbook packs a sheet as spreadsheets do.
func workbook(t *testing.T, rows string, more map[string]string) []byte {
	t.Helper()
	files := map[string]string{
		"[Content_Types].xml":        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
		"_rels/.rels":                `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`,
	}
	for name, text := range more {
		files[name] = text
	}
	return packed(t, files)
}

// cell is one with a text in it.
func cell(at, text string) string {
	return `<c r="` + at + `" t="inlineStr"><is><t>` + text + `</t></is></c>`
}

// TestReadTable_holdsOutAgainstBombs reads small files that unpack to more than
// memory holds, and keeps little of them.
func TestReadTable_holdsOutAgainstBombs(t *testing.T) {
	unwatched.Only(t)
	head := `<row r="1">` + cell("A1", "name") + `</row>`
	for name, file := range map[string][]byte{
		"a workbook with a huge sheet":           workbook(t, head+strings.Repeat(`<row><c><v>1</v></c></row>`, 3<<20), nil),
		"a workbook with something else in it":   workbook(t, head, map[string]string{"xl/media/x.png": strings.Repeat("0", 80<<20)}),
		"a workbook with rows that are too wide": workbook(t, head+strings.Repeat(`<row>`+cell("XFD2", "x")+`</row>`, 20_000), nil),
		"a table of separators":                  append([]byte("name\n"), bytes.Repeat(append(bytes.Repeat([]byte(","), 1<<19), '\n', 'x'), 16)...),
		"one line without an end":                append([]byte("name\n"), bytes.Repeat([]byte("x"), 16<<20)...),
		"a quotation without an end":             append([]byte("name\n\""), bytes.Repeat([]byte("x\n"), 8<<20)...),
		"JSON of empty lists":                    []byte("[" + strings.Repeat("[],", 5<<20) + "[]]"),
		"JSON as deep as it is long":             bytes.Repeat([]byte("["), 8<<20),
		"a list of so many rows":                 []byte("name\n" + strings.Repeat("a\n", importing.MostRows+1)),
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			table, err := importing.ReadTable(file, importing.Reading{})
			runtime.GC()
			runtime.ReadMemStats(&after)
			if err != nil && fault.KindOf(err) != fault.Invalid {
				t.Errorf("ReadTable = %v; want a table or a refusal", err)
			}
			if err == nil && len(table.Problems) == 0 {
				t.Errorf("%d rows and no problem", len(table.Rows))
			}
			if kept := int64(after.HeapAlloc) - int64(before.HeapAlloc); kept > 48<<20 {
				t.Errorf("%d MB are kept of it", kept>>20)
			}
			runtime.KeepAlive(table)
			runtime.KeepAlive(file)
		})
	}
}

func TestReadTable_saysWhichRowsCannotBeRead(t *testing.T) {
	for name, file := range map[string][]byte{
		"a row of UTF-16 that is cut off": []byte(wide("name\nuno\ndue", true) + "\x01"),
		"a row that is too wide":          []byte("name,year\nuno\ndue" + strings.Repeat(",", 500) + "\ntre\n"),
		"a cell that is too long":         []byte("name\nuno\n" + strings.Repeat("x", 200_000) + "\ntre\n"),
		"a zero byte in a text":           []byte("name\nuno\nd\x00e\n" + strings.Repeat("un nome qualsiasi\n", 20)),
		"a broken sign among good ones":   []byte("name\ncittà\nd\xffe\nperché\n"),
		"a comma without quotes":          []byte("name,year\nuno,2013\nvia Roma, 3,2014\ntre,2015\n"),
	} {
		t.Run(name, func(t *testing.T) {
			table, err := importing.ReadTable(file, importing.Reading{})
			if err != nil || len(table.Problems) != 1 || table.Problems[0].Row != 3 || len(table.Rows) == 0 {
				t.Errorf("%d rows, problems %+v, %v; want the third row named, and the others read", len(table.Rows), table.Problems, err)
			}
		})
	}
}

func TestReadTable_readsAnyEncodingThatItMeets(t *testing.T) {
	for name, file := range map[string]string{
		"UTF-8 with a byte that is none": "name\nCittà\xe0\n",
		"Windows-1252":                   "name\nCitt\xe0\n",
		"UTF-16, big end first":          "\xfe\xff\x00n\x00a\x00m\x00e\x00\n\x00C\x00i\x00t\x00t\x00\xe0\x00\n",
		"without a line end":             "name\nCittà",
		"old Mac line ends in a cell":    "name\n\"Città\rdue\"\n",
	} {
		table, err := importing.ReadTable([]byte(file), importing.Reading{})
		if err != nil || len(table.Rows) != 1 || !strings.HasPrefix(table.Rows[0].Cells[0], "Citt") {
			t.Errorf("%s: %+v, %v; want one row", name, table.Rows, err)
		}
	}
}

func TestReadTable_tellsHeadingsOfOneNameApart(t *testing.T) {
	table, err := importing.ReadTable([]byte("name,Note,name,,Note,Note\nuno,a,due,x,b,c\n"), importing.Reading{})
	if got := strings.Join(table.Headings, ","); err != nil || got != "name,Note,name (2),,Note (2),Note (3)" {
		t.Errorf("headings = %s, %v", got, err)
	}
}

func TestReadTable_saysWhatAFileIsThatIsNoTable(t *testing.T) {
	for want, file := range map[string][]byte{
		"import.problem.pdf":             []byte("%PDF-1.7\n…"),
		"import.problem.markup":          []byte("\n<!doctype html><title>Registro</title>"),
		"import.problem.open_document":   packed(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}),
		"import.problem.old_workbook":    {0xd0, 0xcf, 0x11, 0xe0, 0xa1},
		"import.problem.unreadable_file": bytes.Repeat([]byte{0, 0, 7, 0}, 100),
	} {
		if _, err := importing.ReadTable(file, importing.Reading{}); fault.KeyOf(err) != want {
			t.Errorf("ReadTable = %v; want %s", err, want)
		}
	}
}

func TestTake_saysOnceHowATownIsRead(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	report := w.take("name,municipality\nA,PRATO\nB,PRATO\nC,prato\n", importing.Options{}).Report
	if len(report.Problems) != 1 || report.Problems[0].Row != 2 {
		t.Errorf("problems = %+v; want one, about the first row", report.Problems)
	}
}

func TestTake_saysWhyATownIsNotTaken(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	report := w.take("name,municipality,country\nA,Perugia,Germany\nB,Nessundove,\n", importing.Options{}).Report
	if p := report.Problems; len(p) != 2 || p[0].Message.Key != "import.problem.town_elsewhere" || p[1].Message.Key != "import.problem.town_unknown" {
		t.Errorf("problems = %+v; want the one elsewhere and the one nowhere told apart", p)
	}
}

// A formula comes in as the text that it is, and goes out so that no spreadsheet
// runs it.
func TestTake_runsNoFormula(t *testing.T) {
	book := excelize.NewFile()
	for at, value := range map[string]string{"A1": "name", "B1": "short_description", "A2": "Filo", "B2": "=HYPERLINK(\"http://a.example\")"} {
		if err := book.SetCellStr("Sheet1", at, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SetCellFormula("Sheet1", "A3", "=1+1"); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := book.Write(&file); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, testkit.SQLite(t))
	w.take(file.String(), importing.Options{Publish: true, Skip: true})
	if out := w.exported(); len(w.published()) != 1 || !strings.Contains(out, `'=HYPERLINK`) {
		t.Errorf("the export is\n%s", out)
	}
}

func TestTake_asksAboutDatesThatCanBeReadTwoWays(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	file := "name,year\nA,2013\nB,12/03/2009\nC,2009-03-12\nD,2013.0\nE,03/04/13\nF,13\nG,31 febbraio\nH,marzo 2009\nI,3/2009\nL,2009 o 2010\nM,03 December 2009\nN,1° apr. 2013\nO,12-gen-13\n"
	report := w.take(file, importing.Options{Publish: true, Skip: true}).Report
	if report.Counts[importing.Added] != 8 || report.Counts[importing.Wrong] != 5 {
		t.Errorf("counts %v, problems %+v; want the clear ones taken and the others named", report.Counts, report.Problems)
	}
}
