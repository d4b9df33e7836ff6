package importing_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"telaio/internal/importing"
	"telaio/internal/testkit"
)

// sheet is one sheet of a workbook: its name, and its cells row by row.
type sheet struct {
	name string
	rows [][]any
}

// book is a workbook as people keep one.
func book(t *testing.T, sheets ...sheet) string {
	t.Helper()
	f := excelize.NewFile()
	for n, s := range sheets {
		if n == 0 {
			must(t, f.SetSheetName("Sheet1", s.name))
		} else if _, err := f.NewSheet(s.name); err != nil {
			t.Fatal(err)
		}
		for at, row := range s.rows {
			first, err := excelize.CoordinatesToCellName(1, at+1)
			must(t, err)
			must(t, f.SetSheetRow(s.name, first, &row))
		}
	}
	var file bytes.Buffer
	must(t, f.Write(&file))
	return file.String()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// checked is what a file would do.
func (w world) checked(file string, m importing.Mapping) importing.Report {
	w.t.Helper()
	report, err := w.DryRun(w.t.Context(), importing.Draft{Source: "registro", Raw: []byte(file), Mapping: m})
	if err != nil {
		w.t.Fatal(err)
	}
	return report
}

// names are the organisations of which the report says something.
func names(r importing.Report) string {
	var all []string
	for _, l := range r.Lines {
		all = append(all, l.Name)
	}
	return strings.Join(all, ", ")
}

func TestDryRun_findsTheHeadingsBelowATitle(t *testing.T) {
	titled := [][]any{{"Elenco degli enti, marzo 2026"}, {}, {"Denominazione", "Comune", "Note"}, {"Filo Comune", "Prato", "x"}}
	for name, file := range map[string]string{
		"a workbook":                      book(t, sheet{"Enti", titled}),
		"a table with empty cells":        "Elenco degli enti, marzo 2026;;\n;;\nDenominazione;Comune;Note\nFilo Comune;Prato;x\n",
		"a table whose title stands free": "Elenco degli enti, marzo 2026\n\nDenominazione;Comune;Note\nFilo Comune;Prato;x\n",
	} {
		t.Run(name, func(t *testing.T) {
			got := newWorld(t, testkit.SQLite(t)).checked(file, importing.Mapping{})
			if names(got) != "Filo Comune" || len(got.Headings) != 3 || got.Lines[0].Row != 4 {
				t.Errorf("rows %+v, headings %+v, %v; want the row below the headings", got.Lines, got.Headings, got.Problem)
			}
			if len(got.Problems) != 1 || got.Problems[0].Message.Key != "import.problem.above_headings" || !strings.HasPrefix(got.Problems[0].Cell, "Elenco") {
				t.Errorf("problems %+v; want it said that the title is left out", got.Problems)
			}
		})
	}
}

func TestDryRun_takesTheFirstRowForHeadingsThatNobodyKnows(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	const file = "Soggetto,Dove\nNome,Prato\nFilo Comune,Perugia\n"
	if got := w.checked(file, importing.Mapping{}); got.Problem.Key == "" || got.Headings[0].Text != "Soggetto" {
		t.Errorf("headings %+v, %v; want somebody asked what they mean", got.Headings, got.Problem)
	}
	if got := w.checked(file, importing.Mapping{Columns: map[string]string{"Soggetto": "name"}}); names(got) != "Nome, Filo Comune" {
		t.Errorf("rows %s; want what was said to be heard", names(got))
	}
}

func TestDryRun_readsTheSheetThatIsATable(t *testing.T) {
	file := book(t,
		sheet{"Leggimi", [][]any{{"Registro di prova"}, {"Aggiornato a marzo"}}},
		sheet{"Enti", [][]any{{"Denominazione", "Comune"}, {"Filo Comune", "Prato"}}},
		sheet{"Cessati", [][]any{{"Denominazione", "Comune"}, {"Bottega Diffusa", "Perugia"}}})
	w := newWorld(t, testkit.SQLite(t))
	got := w.checked(file, importing.Mapping{})
	if diff := cmp.Diff([]string{"Leggimi", "Enti", "Cessati"}, got.Sheets); diff != "" || got.Sheet != "Enti" || names(got) != "Filo Comune" {
		t.Errorf("sheet %q, rows %s; want the first table (-want +got)\n%s", got.Sheet, names(got), diff)
	}
	if got := w.checked(file, importing.Mapping{Sheet: "Cessati"}); got.Sheet != "Cessati" || names(got) != "Bottega Diffusa" {
		t.Errorf("sheet %q, rows %s; want the one that was asked for", got.Sheet, names(got))
	}
	if got := w.checked(file, importing.Mapping{Sheet: "Non c'è più"}); got.Sheet != "Enti" {
		t.Errorf("sheet %q; want the first table where the one asked for is gone", got.Sheet)
	}
	if got := w.checked(book(t, sheet{"Nomi", [][]any{{"Nome"}, {"Filo Comune"}}}, sheet{"Vuoto", nil}), importing.Mapping{}); got.Sheet != "Nomi" {
		t.Errorf("sheet %q; want the only one with rows, narrow as it is", got.Sheet)
	}
}

// TestReadTable_readsCellsThatWereMadeOneInEachRow reads a region that is written once
// for the rows beside it.
func TestReadTable_readsCellsThatWereMadeOneInEachRow(t *testing.T) {
	rows := [][]any{{"Regione", "Denominazione"}, {"Toscana", "Filo Comune"}, {nil, "Bottega Diffusa"}, {nil, "Sartoria"}, {nil, "Senza regione"}}
	f, err := excelize.OpenReader(strings.NewReader(book(t, sheet{"Note", nil}, sheet{"Enti & altro", rows})))
	must(t, err)
	must(t, f.MergeCell("Enti & altro", "A2", "A4"))
	var file bytes.Buffer
	must(t, f.Write(&file))
	table, err := importing.ReadTable(file.Bytes(), importing.Reading{})
	must(t, err)
	var got []string
	for _, row := range table.Rows {
		got = append(got, strings.Join(row.Cells, ": "))
	}
	if diff := cmp.Diff([]string{"Toscana: Filo Comune", "Toscana: Bottega Diffusa", "Toscana: Sartoria", ": Senza regione"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestTake_readsTheYearOfADateInAWorkbook(t *testing.T) {
	day := time.Date(2013, 4, 5, 0, 0, 0, 0, time.UTC)
	w := newWorld(t, testkit.SQLite(t))
	w.take(book(t, sheet{"Enti", [][]any{{"Denominazione", "Data di costituzione"}, {"Filo Comune", day}}}), importing.Options{Publish: true})
	if got := w.named("Filo Comune").Card.Year; got != 2013 {
		t.Errorf("year = %d; want that of the date", got)
	}
}

func TestTake_takesTheMiddleOfAnArea(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	w.take(`{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[12.39,43.11],[12.392,43.11],[12.392,43.112],[12.39,43.11]]]},
		"properties":{"name":"Orto sul tetto","addr:city":"Perugia","addr:street":"via Prova","place_publicity":"exact"}}`, importing.Options{Publish: true})
	place := w.named("Orto sul tetto").Card.Places[0]
	if place.Lat != 43.111 || place.Lon != 12.391 || place.Municipality.Name != "Perugia" || place.Address != "via Prova" {
		t.Errorf("place = %+v; want its middle", place)
	}
}

func TestDryRun_saysWhereJSONIsBroken(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	got := w.checked("{\"type\":\"FeatureCollection\",\n\"features\":[{\"geometry\":{\"coordinates\":[NaN,43.1]}}]}", importing.Mapping{}).Problem
	if got.Key != "import.problem.not_json" || got.Args["Row"] != 2 || !strings.Contains(got.Args["Text"].(string), "NaN") {
		t.Errorf("problem = %+v; want the row and what stands there", got)
	}
	if got := w.checked(`[{"name": "Filo`, importing.Mapping{}).Problem; got.Key != "import.problem.cut_json" {
		t.Errorf("problem = %+v; want that the file is not whole", got)
	}
}

func TestDryRun_listsWhatIsUndecidedFirst(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	const file = "name,municipality\nFilo Comune,Prato\nFilo Comunne,Prato\nBottega Diffusa,Perugia\nBottega Difusa,Perugia\n"
	got := w.checked(file, importing.Mapping{Same: map[string]string{"name:filo comunne|prato": importing.Apart}}).Doubles
	if len(got) != 2 || got[0].Row != 5 || got[1].Same != importing.Apart {
		t.Errorf("doubles = %+v; want the one that asks for something before the other", got)
	}
}

// TestDryRun_tellsHowFarItHasComeInEachPart hears of the search for doubles too,
// which takes the longer the more rows there are.
func TestDryRun_tellsHowFarItHasComeInEachPart(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	var comparing, planning []int
	w.Watch.Tell = func(p importing.Progress) {
		if p.Comparing {
			comparing = append(comparing, p.Done)
		} else {
			planning = append(planning, p.Done)
		}
	}
	w.checked(large(600), importing.Mapping{})
	if diff := cmp.Diff([][]int{{0, 250, 500, 600}, {0, 250, 500, 600}}, [][]int{comparing, planning}); diff != "" {
		t.Errorf("doubles, then rows (-want +got)\n%s", diff)
	}
}
