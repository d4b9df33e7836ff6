package publication_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/testkit"
)

// hostile is an organisation whose words a spreadsheet could take for formulas.
func hostile() publication.Page {
	return publication.Page{Organisation: organisation.Organisation{
		ID: "id", Slug: "slug", State: organisation.Published, UpdatedAt: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC),
		Card: organisation.Card{
			Name: `=HYPERLINK("https://evil.example")`, OtherNames: []string{"@SUM(1)", "a;b", "=1"}, Target: "-1+1", ShortDescription: "list:\n- &=cmd", Story: "\tcmd",
			Contacts: organisation.Contacts{Phone: "+39 06 1234567"},
			Places: []organisation.Place{{
				Kind: "seat", Publicity: organisation.PublicityMunicipality, Country: "AR", Lat: -34.603722, Lon: -58.381592,
				Municipality: organisation.Municipality{Code: "ar-1", Name: "Buenos Aires", Country: "AR", Lat: -34.603722, Lon: -58.381592},
			}},
		},
	}}
}

func written(t *testing.T, begin func(*bytes.Buffer) (publication.Collection, error), pages ...publication.Page) []byte {
	t.Helper()
	var b bytes.Buffer
	c, err := begin(&b)
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range pages {
		if err := c.Add(page); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCSV_hasNoCellThatASpreadsheetRuns(t *testing.T) {
	raw := written(t, func(b *bytes.Buffer) (publication.Collection, error) { return publication.CSV(b) }, hostile())
	rows, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil || len(rows) != 2 || !slices.Equal(rows[0], publication.Columns()) {
		t.Fatalf("read %d rows, %v", len(rows), err)
	}
	cell := func(column string) string { return rows[1][slices.Index(rows[0], column)] }
	for column, want := range map[string]string{
		"name": `'=HYPERLINK("https://evil.example")`, "other_names": "'@SUM(1);a,b;'=1", "target": "'-1+1", "phone": "'+39 06 1234567",
		"short_description": "list:\n'- &=cmd", "story": "'\tcmd", "latitude": "-34.60", "longitude": "-58.38", "place_publicity": "municipality",
	} {
		if cell(column) != want {
			t.Errorf("%s = %q; want %q", column, cell(column), want)
		}
	}
}

func TestXLSX_hasTheSameCellsAsTextsAndNumbers(t *testing.T) {
	raw := written(t, func(b *bytes.Buffer) (publication.Collection, error) { return publication.XLSX(b) }, hostile())
	book, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("organisations")
	if err != nil || len(rows) != 2 || rows[1][2] != `=HYPERLINK("https://evil.example")` {
		t.Errorf("rows = %q, %v", rows, err)
	}
	if kind, err := book.GetCellType("organisations", "M2"); err != nil || kind != excelize.CellTypeUnset || rows[1][12] != "-34.6" {
		t.Errorf("the latitude is %q of type %v, %v; want a number", rows[1][12], kind, err)
	}
	if kind, err := book.GetCellType("organisations", "Q2"); err != nil || kind != excelize.CellTypeInlineString {
		t.Errorf("the phone number is of type %v, %v; want a text", kind, err)
	}
	if formula, err := book.GetCellFormula("organisations", "C2"); err != nil || formula != "" {
		t.Errorf("the cell runs %q, %v", formula, err)
	}
}

func TestGeoJSON_keepsThoseWithoutAPointAndBlursTheOthers(t *testing.T) {
	nowhere := hostile()
	nowhere.Card.Places = nil
	raw := written(t, func(b *bytes.Buffer) (publication.Collection, error) { return publisher(t).GeoJSON(b) }, hostile(), nowhere)
	var got struct {
		Features []struct {
			Geometry   *struct{ Coordinates []float64 }
			Properties struct{ Precision string }
		}
	}
	if err := json.Unmarshal(raw, &got); err != nil || len(got.Features) != 2 {
		t.Fatalf("%s: %v", raw, err)
	}
	testkit.CheckGeoJSON(t, raw)
	testkit.CheckGeoJSON(t, written(t, func(b *bytes.Buffer) (publication.Collection, error) { return publisher(t).GeoJSON(b) }, nowhere))
	testkit.CheckGeoJSON(t, written(t, func(b *bytes.Buffer) (publication.Collection, error) { return publisher(t).GeoJSON(b) }))
	if f := got.Features[0]; !slices.Equal(f.Geometry.Coordinates, []float64{-58.38, -34.6}) || f.Properties.Precision != "municipality" {
		t.Errorf("the first is at %+v", f)
	}
	if got.Features[1].Geometry != nil {
		t.Error("who has no place has a point")
	}
}

func TestJSONLDGraph_isOneDocument(t *testing.T) {
	raw := written(t, func(b *bytes.Buffer) (publication.Collection, error) { return publisher(t).JSONLDGraph(b) }, hostile(), hostile())
	var got struct {
		Graph []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal(raw, &got); err != nil || len(got.Graph) != 2 || got.Graph[0]["@context"] != nil {
		t.Errorf("%s: %v", raw, err)
	}
}

func TestAtom_saysWhatTookThePlaceOfWhatIsGone(t *testing.T) {
	feed := publication.Feed{Language: "en", Gone: []publication.Gone{
		{ID: "page", Successor: "https://x/en/next"},
		{ID: "site", Successor: "https://ilfilo.example/", Name: "Il Filo", Comment: "Il Filo is in its place."},
		{ID: "name", Name: "Il Nodo", Comment: "Il Nodo is in its place."},
		{ID: "nothing"},
	}}
	raw := string(written(t, func(b *bytes.Buffer) (publication.Collection, error) { return publisher(t).Atom(b, feed), nil }))
	for _, want := range []string{
		`ref="https://x/it/#page" when=""><link rel="successor-version" type="text/html" href="https://x/en/next"></link></at:deleted-entry>`,
		`ref="https://x/it/#site" when=""><at:comment>Il Filo is in its place.</at:comment><link rel="successor-version" type="text/html" href="https://ilfilo.example/" title="Il Filo"></link>`,
		`ref="https://x/it/#name" when=""><at:comment>Il Nodo is in its place.</at:comment></at:deleted-entry>`,
		`ref="https://x/it/#nothing" when=""></at:deleted-entry>`,
	} {
		if !strings.Contains(raw, want) {
			t.Errorf("%s\nlacks %s", raw, want)
		}
	}
}

func TestAtom_namesWhatIsThereAndWhatIsGone(t *testing.T) {
	at := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	feed := publication.Feed{Title: "Atlas", Language: "en", Self: "https://x/atlante.atom", Page: "https://x/atlante", Updated: at, Author: "Telaio", Gone: []publication.Gone{{ID: "old", At: at}}}
	raw := written(t, func(b *bytes.Buffer) (publication.Collection, error) { return publisher(t).Atom(b, feed), nil }, hostile())
	var got struct {
		ID      string `xml:"id"`
		Updated string `xml:"updated"`
		Entry   []struct {
			ID string `xml:"id"`
		} `xml:"entry"`
		Gone []struct {
			Ref  string `xml:"ref,attr"`
			When string `xml:"when,attr"`
		} `xml:"http://purl.org/atompub/tombstones/1.0 deleted-entry"`
	}
	if err := xml.Unmarshal(raw, &got); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	if len(got.Entry) != 1 || got.Entry[0].ID != "https://x/it/#id" || len(got.Gone) != 1 || got.Gone[0].Ref != "https://x/it/#old" || got.Updated == "" {
		t.Errorf("%s is read as %+v", raw, got)
	}
	if !strings.Contains(string(raw), `<link rel="alternate" type="text/html" href="https://x/en/slug">`) {
		t.Errorf("an English feed leads to pages in another language: %s", raw)
	}
	if !strings.Contains(string(raw), "xmlns:at=") {
		t.Error("the feed does not name the space of its tombstones")
	}
}
