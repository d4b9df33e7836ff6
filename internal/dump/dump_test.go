package dump_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"telaio/internal/clock"
	"telaio/internal/consent"
	"telaio/internal/dump"
	"telaio/internal/fault"
	"telaio/internal/hsds"
	"telaio/internal/intake"
	"telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/store"
	"telaio/internal/taxonomy"
	"telaio/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

type addresses struct{}

func (addresses) Page(_, slug string) string    { return "https://telaio.example/organizzazioni/" + slug }
func (addresses) History(_, slug string) string { return "https://telaio.example/versioni/" + slug }
func (addresses) Logo(id string, _ int) string  { return "https://telaio.example/logo/" + id }

func newMaker(t *testing.T, s *store.Store, c clock.Clock) dump.Maker {
	t.Helper()
	library := testkit.Library(t)
	forms := library.Questionnaires[intake.QuestionnaireID]
	return dump.Maker{
		Records: s, Publisher: publication.Publisher{Taxonomies: library.Taxonomies, Languages: []string{"it", "en"}, Addresses: addresses{}},
		HSDS: hsds.Writer{
			Vocabulary: hsds.Vocabulary{Taxonomies: library.Taxonomies, Language: "it", Address: func(id taxonomy.ID) string { return "https://telaio.example/" + string(id) }},
			Addresses:  addresses{},
		},
		Form: forms[len(forms)-1], Printer: library.Messages.Printer, Address: "https://telaio.example", HelpMail: "aiuto@telaio.example", Clock: c,
	}
}

func now() *clock.Fixed { return &clock.Fixed{T: time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)} }

// read returns every file of a folder, those inside a workbook too.
func read(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, entry := range entries {
		raw, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[entry.Name()] = string(raw)
		if strings.HasSuffix(entry.Name(), ".xlsx") || strings.HasSuffix(entry.Name(), ".zip") {
			files[entry.Name()+" inside"] = unzipped(t, raw)
		}
	}
	return files
}

func unzipped(t *testing.T, raw []byte) string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range archive.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, part); err != nil {
			t.Fatal(err)
		}
		part.Close()
	}
	return all.String()
}

func TestWrite_hasEveryPublishedOrganisationInEveryForm(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		testkit.Publish(t, s, organisation.Organisation{ID: "o1", Slug: "officine-zero"}, testkit.OfficineZero())
		testkit.Publish(t, s, organisation.Organisation{ID: "o2", Slug: "filo"}, organisation.Card{Name: "=Filo Comune"})
		never := organisation.Organisation{ID: "o3", Slug: "mai", CreatedAt: testkit.Day(), UpdatedAt: testkit.Day()}
		if err := s.CreateOrganisation(t.Context(), never); err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		set, err := newMaker(t, s, now()).Write(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		if set.Version != "20261122T0300Z" || set.Organisations != 2 {
			t.Errorf("set = %+v", set)
		}
		files := read(t, dir)
		for _, name := range []string{"organisations.csv", "organisations.xlsx inside", "organisations.geojson", "organisations.jsonld", "organisations.ndjson", "hsds.zip inside"} {
			if !strings.Contains(files[name], "Officine Zero") || !strings.Contains(files[name], "Filo Comune") || strings.Contains(files[name], "mai\"") {
				t.Errorf("%s has not what is published:\n%s", name, files[name])
			}
		}
		for _, line := range strings.Split(strings.TrimSpace(files["organisations.ndjson"]), "\n") {
			var record publication.Record
			if err := json.Unmarshal([]byte(line), &record); err != nil || record.Format != publication.RecordFormat {
				t.Errorf("a line is no organisation: %v in %s", err, line)
			}
		}
		if !strings.Contains(files["organisations.csv"], "'=Filo Comune") {
			t.Error("a spreadsheet could run a name")
		}
		if strings.Contains(files["README.md"], "[dump.") || !strings.Contains(files["README.md"], "| `types` |") || !strings.Contains(files["README.md"], "`org_type`") {
			t.Errorf("the description lacks something:\n%s", files["README.md"])
		}
	})
}

func TestWrite_sumsAndDescriptionsAgreeWithTheFiles(t *testing.T) {
	s := testkit.SQLite(t)
	testkit.Publish(t, s, organisation.Organisation{ID: "o1", Slug: "officine-zero"}, testkit.OfficineZero())
	dir := t.TempDir()
	set, err := newMaker(t, s, now()).Write(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	files := read(t, dir)
	for _, f := range set.Files {
		sum := sha256.Sum256([]byte(files[f.Name]))
		if want := hex.EncodeToString(sum[:]); f.Sum != want || f.Bytes != int64(len(files[f.Name])) || !strings.Contains(files["SHA256SUMS"], want+"  "+f.Name+"\n") {
			t.Errorf("%s: %+v does not say what is in the file", f.Name, f)
		}
	}
	var told struct {
		Version   string
		Resources []struct {
			Path, Hash string
			Bytes      int64
			Schema     struct {
				Fields []struct{ Name, Description string }
			}
		}
	}
	if err := json.Unmarshal([]byte(files["datapackage.json"]), &told); err != nil {
		t.Fatal(err)
	}
	if told.Version != set.Version || len(told.Resources) != 9 || told.Resources[0].Hash != "sha256:"+set.Files[0].Sum {
		t.Errorf("datapackage.json: %+v", told)
	}
	fields := told.Resources[0].Schema.Fields
	for i, column := range publication.Columns() {
		if fields[i].Name != column || fields[i].Description == "" {
			t.Errorf("the column %s is described as %+v", column, fields[i])
		}
	}
	var catalogue map[string]any
	if err := json.Unmarshal([]byte(files["catalogue.jsonld"]), &catalogue); err != nil || len(catalogue["dcat:distribution"].([]any)) != 9 {
		t.Errorf("catalogue.jsonld: %v, %d distributions", err, len(catalogue["dcat:distribution"].([]any)))
	}
}

func TestWrite_leavesOutWhoRefusedOpenData(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		for _, id := range []string{"never-asked", "refused", "changed-mind"} {
			testkit.Publish(t, s, organisation.Organisation{ID: id, Slug: id}, organisation.Card{Name: id})
		}
		answer := func(id string, given bool, hours int) consent.Entry {
			return consent.Entry{Receipt: "r", ProposalID: "p", OrganisationID: id, Purpose: consent.OpenData, NoticeVersion: "1", NoticeHash: "h", Given: given, At: testkit.Day().Add(time.Duration(hours) * time.Hour)}
		}
		entries := []consent.Entry{answer("refused", true, 0), answer("refused", false, 1), answer("changed-mind", false, 0), answer("changed-mind", true, 1)}
		if err := s.AddConsents(t.Context(), entries); err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		set, err := newMaker(t, s, now()).Write(t.Context(), dir)
		if err != nil || set.Organisations != 2 {
			t.Fatalf("%d organisations, %v; want 2", set.Organisations, err)
		}
		for name, text := range read(t, dir) {
			if strings.Contains(text, "refused") {
				t.Errorf("%s has the one that refused", name)
			}
		}
	})
}

func TestFolder_keepsAVersionForEachChange(t *testing.T) {
	s := testkit.SQLite(t)
	o := testkit.Publish(t, s, organisation.Organisation{ID: "o1", Slug: "filo"}, organisation.Card{Name: "Filo"})
	c := now()
	m, folder := newMaker(t, s, c), dump.Folder{Dir: filepath.Join(t.TempDir(), "dumps")}
	make := func() dump.Set {
		t.Helper()
		set, err := folder.Make(t.Context(), m)
		if err != nil {
			t.Fatal(err)
		}
		return set
	}
	first := make()
	c.T = c.T.Add(24 * time.Hour)
	if again := make(); again.Version != first.Version {
		t.Errorf("nothing changed, and there is a version %s", again.Version)
	}
	testkit.Revise(t, s, o, organisation.Card{Name: "Filo Nuovo"}, organisation.Revision{})
	second := make()
	sets, err := folder.Sets()
	if err != nil || len(sets) != 2 || sets[0].Version != second.Version || sets[1].Organisations != 1 || len(sets[0].Files) != 11 {
		t.Fatalf("Sets = %+v, %v", sets, err)
	}
	file, is, set, err := folder.Open(dump.Newest, "organisations.csv")
	if err != nil || set.Version != second.Version || is.Media != "text/csv" {
		t.Fatalf("Open = %+v, %+v, %v", is, set, err)
	}
	defer file.Close()
	if raw, _ := io.ReadAll(file); !strings.Contains(string(raw), "Filo Nuovo") {
		t.Errorf("the newest table is\n%s", raw)
	}
	left, err := os.ReadDir(folder.Dir)
	if err != nil || len(left) != 2 {
		t.Errorf("the folder has %v, %v", left, err)
	}
}

func TestFolder_clearsAwayWhatAKilledNodeHasLeft(t *testing.T) {
	s := testkit.SQLite(t)
	testkit.Publish(t, s, organisation.Organisation{ID: "o1", Slug: "filo"}, organisation.Card{Name: "Filo"})
	c := now()
	c.T = c.T.AddDate(9, 0, 0) // the program's clock is not the disk's
	folder := dump.Folder{Dir: filepath.Join(t.TempDir(), "dumps")}
	old, young := filepath.Join(folder.Dir, "draft-1"), filepath.Join(folder.Dir, "draft-2")
	for _, dir := range []string{old, young} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(young)
	if err != nil {
		t.Fatal(err)
	}
	before := info.ModTime().Add(-25 * time.Hour)
	if err := os.Chtimes(old, before, before); err != nil {
		t.Fatal(err)
	}

	set, err := folder.Make(t.Context(), newMaker(t, s, c))
	if err != nil {
		t.Fatal(err)
	}

	for dir, stays := range map[string]bool{old: false, young: true, filepath.Join(folder.Dir, set.Version): true} {
		if _, err := os.Stat(dir); (err == nil) != stays {
			t.Errorf("%s: %v; want that it stays: %v", filepath.Base(dir), err, stays)
		}
	}
}

func TestFolder_opensOnlyWhatBelongsToASet(t *testing.T) {
	s := testkit.SQLite(t)
	dir := t.TempDir()
	folder := dump.Folder{Dir: filepath.Join(dir, "dumps")}
	if _, err := folder.Make(t.Context(), newMaker(t, s, now())); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "secret.key"), []byte("key"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, asked := range [][2]string{{"20261122T0300Z", "../../secret.key"}, {"..", "secret.key"}, {"20261122T0300Z", ""}, {"20261121T0300Z", "README.md"}, {"", ""}} {
		if _, _, _, err := folder.Open(asked[0], asked[1]); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Open(%q) = %v; want not found", asked, err)
		}
	}
}

func TestKept_areTheLastSevenAndOneOfEachMonth(t *testing.T) {
	var sets []dump.Set
	for day := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC); len(sets) < 500; day = day.AddDate(0, 0, -1) {
		sets = append(sets, dump.Set{Version: day.Format(time.DateOnly), At: day})
	}
	kept := dump.Kept(sets)
	if len(kept) != 7+11 || !kept["2026-11-16"] || kept["2026-11-15"] || !kept["2026-10-31"] || !kept["2025-12-31"] || kept["2025-11-30"] {
		t.Errorf("kept %v", kept)
	}
}
