package importing_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"telaio/internal/fault"
	"telaio/internal/importing"
	"telaio/internal/testkit"
	"telaio/internal/testkit/unwatched"
)

// entry is one file of a package.
type entry struct {
	name, text string
	mode       fs.FileMode
	times      int // how often the text is in it
}

func archive(t *testing.T, entries ...entry) []byte {
	t.Helper()
	var file bytes.Buffer
	out := zip.NewWriter(&file)
	for _, e := range entries {
		header := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		header.SetMode(e.mode)
		w, err := out.CreateHeader(header)
		must(t, err)
		for range max(1, e.times) {
			_, err = w.Write([]byte(e.text))
			must(t, err)
		}
	}
	must(t, out.Close())
	return file.Bytes()
}

// TestReadTable_refusesWhatUnpacksToMoreThanMemoryHolds unpacks packages of a few
// hundred KB that hold hundreds of MB.
func TestReadTable_refusesWhatUnpacksToMoreThanMemoryHolds(t *testing.T) {
	unwatched.Only(t)
	megabyte := strings.Repeat("\n", 1<<20)
	for name, file := range map[string][]byte{
		"a table without an end":     archive(t, entry{name: "organization.csv", text: megabyte, times: 300}),
		"tables that are many":       archive(t, entry{name: "organization.csv", text: megabyte, times: 40}, entry{name: "service.csv", text: megabyte, times: 40}),
		"our own table":              archive(t, entry{name: "telaio_organisations.csv", text: megabyte, times: 300}),
		"a workbook of one text":     archive(t, entry{name: "xl/workbook.xml", text: "<workbook/>"}, entry{name: "xl/sharedStrings.xml", text: megabyte, times: 300}),
		"a package within a package": archive(t, entry{name: "dump.zip", text: string(archive(t, entry{name: "organization.csv", text: megabyte, times: 300}))}),
	} {
		t.Run(name, func(t *testing.T) {
			if len(file) > 2<<20 {
				t.Fatalf("the file has %d bytes: it is no bomb", len(file))
			}
			if table, err := importing.ReadTable(file, importing.Reading{}); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%d rows, %v; want a refusal", len(table.Rows), err)
			}
		})
	}
}

// TestReadTable_refusesAPackageOfVeryManyFiles is about what their names alone would
// take of memory.
func TestReadTable_refusesAPackageOfVeryManyFiles(t *testing.T) {
	files := []entry{{name: "organization.csv", text: "id,name\n1,Filo Comune\n"}}
	for i := range 1000 {
		files = append(files, entry{name: fmt.Sprintf("%d.csv", i)})
	}
	if table, err := importing.ReadTable(archive(t, files[:1000]...), importing.Reading{}); err != nil || len(table.Rows) != 1 {
		t.Errorf("1,000 files: %+v, %v; want the one row", table.Rows, err)
	}
	if _, err := importing.ReadTable(archive(t, files...), importing.Reading{}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("1,001 files: %v; want a refusal", err)
	}
}

// TestReadTable_leavesTheDiskAlone reads packages whose files lead elsewhere: a name
// is a name, and a link is the text in it.
func TestReadTable_leavesTheDiskAlone(t *testing.T) {
	const one = "id,name\n1,Filo Comune\n"
	up, err := importing.ReadTable(archive(t, entry{name: "../../../../etc/organization.csv", text: one}), importing.Reading{})
	if err != nil || len(up.Rows) != 1 {
		t.Errorf("a table with dots in its path: %+v, %v; want its rows", up.Rows, err)
	}
	for _, name := range []string{"organization.csv", "telaio_organisations.csv"} {
		link, err := importing.ReadTable(archive(t, entry{name: name, text: "/etc/passwd", mode: fs.ModeSymlink | 0o777}), importing.Reading{})
		if fault.KindOf(err) != fault.Invalid || strings.Contains(fmt.Sprint(link), "root:") {
			t.Errorf("a link called %s: %+v, %v; want a refusal", name, link.Rows, err)
		}
	}
}

// TestReadTable_followsNothingInAWorkbook reads workbooks that name entities and
// other files.
func TestReadTable_followsNothingInAWorkbook(t *testing.T) {
	head := `<row r="1">` + cell("A1", "name") + `</row>`
	laughs := `<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>`
	for name, file := range map[string][]byte{
		"entities in its texts": workbook(t, head+`<row r="2"><c r="A2" t="s"><v>0</v></c></row>`, map[string]string{
			"xl/sharedStrings.xml": laughs + `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&b;&f;</t></si></sst>`,
		}),
		"entities in a sheet": workbook(t, head+`<row r="2">`+cell("A2", "&b;&f;")+`</row>`, nil),
		"a link to another file": workbook(t, head+`<row r="2"><c r="A2"><f>[1]Enti!A1</f><v>7</v></c></row>`, map[string]string{
			"xl/externalLinks/externalLink1.xml":            `<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>`,
			"xl/externalLinks/_rels/externalLink1.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" Target="file:///etc/passwd" TargetMode="External"/></Relationships>`,
		}),
	} {
		table, err := importing.ReadTable(file, importing.Reading{})
		if err != nil && fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v; want a table or a refusal", name, err)
		}
		if read := fmt.Sprint(table); strings.Contains(read, "haha") || strings.Contains(read, "root:") {
			t.Errorf("%s: %s; want nothing of it followed", name, read)
		}
	}
}

// TestDryRun_refusesPointsThatAreNone names the rows of a map whose numbers are none.
func TestDryRun_refusesPointsThatAreNone(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	for _, coordinates := range []string{`["NaN","NaN"]`, `[1e999,1]`, `["Infinity",0]`, `[12.5,-91]`} {
		got := w.checked(`{"type":"Feature","geometry":{"type":"Point","coordinates":`+coordinates+`},"properties":{"name":"Filo","latitude":null}}`, importing.Mapping{})
		if got.Counts[importing.Wrong] != 1 || got.Problems[0].Message.Key != "import.problem.degrees" {
			t.Errorf("%s: %v, %+v; want the row named", coordinates, got.Counts, got.Problems)
		}
	}
	areas := `{"type":"Feature","geometry":{"type":"MultiPolygon","coordinates":` + strings.Repeat("[", 4_000) + strings.Repeat("]", 4_000) + `},"properties":{"name":"Filo"}}`
	if got := w.checked(areas, importing.Mapping{}); got.Counts[importing.Added] != 1 {
		t.Errorf("an area without positions: %v, %v; want it taken without a point", got.Counts, got.Problem)
	}
}

// TestDryRun_readsWhatIsDeepAsText takes records with objects in objects in them.
func TestDryRun_readsWhatIsDeepAsText(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	for deep, want := range map[int]string{9_000: "", 20_000: "import.problem.not_json"} {
		file := `[{"name":"Filo Comune","story":` + strings.Repeat(`{"a":`, deep) + "1" + strings.Repeat("}", deep) + `}]`
		if got := w.checked(file, importing.Mapping{}); got.Problem.Key != want {
			t.Errorf("%d deep: %v; want %q", deep, got.Problem, want)
		}
	}
}
