package hsds_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"telaio/internal/hsds"
	"telaio/internal/testkit"
)

// packed is a package of the pages, file by file.
func packed(t *testing.T) map[string][]byte {
	t.Helper()
	var b bytes.Buffer
	c, err := hsds.NewPackage(&b, writer(t), "Un atlante")
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range pages() {
		if err := c.Add(page); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range archive.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(in); err != nil {
			t.Fatal(err)
		}
		in.Close()
	}
	return files
}

// descriptor is what a package says of itself.
type descriptor struct {
	Resources []struct {
		Name, Path string
		Schema     struct {
			Fields []struct{ Name, Type string }
		}
	}
}

func described(t *testing.T, files map[string][]byte) descriptor {
	t.Helper()
	var d descriptor
	if err := json.Unmarshal(files["datapackage.json"], &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestPackage_keepsToTheSchemas(t *testing.T) {
	files := packed(t)
	folder := testkit.Schemas(t, "hsds")
	for _, r := range described(t, files).Resources {
		if r.Path == hsds.OwnTable {
			continue
		}
		compiler := jsonschema.NewCompiler()
		compiler.AssertFormat()
		schema, err := compiler.Compile(filepath.Join(folder, r.Name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(files[r.Path])).ReadAll()
		if err != nil || len(rows) < 2 {
			t.Errorf("%s has %d rows, %v; want some of everything", r.Path, len(rows), err)
			continue
		}
		for _, row := range rows[1:] {
			object := map[string]any{}
			for i, f := range r.Schema.Fields {
				if rows[0][i] != f.Name {
					t.Fatalf("%s: column %q is described as %q", r.Path, rows[0][i], f.Name)
				}
				number, err := strconv.ParseFloat(row[i], 64)
				switch {
				case row[i] == "" && f.Name != "postal_code": // which is required, and which we do not collect
				case f.Type == "number" && err == nil:
					object[f.Name] = number
				default:
					object[f.Name] = row[i]
				}
			}
			if err := schema.Validate(object); err != nil {
				t.Errorf("%s: %v is no %s: %v", r.Path, object, r.Name, err)
			}
		}
	}
}

func TestPackage_isTiedTogether(t *testing.T) {
	files := packed(t)
	ids := map[string]map[string]bool{}
	each := func(do func(table string, row map[string]string)) {
		for _, r := range described(t, files).Resources {
			rows, err := csv.NewReader(bytes.NewReader(files[r.Path])).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			for _, cells := range rows[1:] {
				row := map[string]string{}
				for i, name := range rows[0] {
					row[name] = cells[i]
				}
				do(r.Name, row)
			}
		}
	}
	each(func(table string, row map[string]string) {
		if ids[table] == nil {
			ids[table] = map[string]bool{}
		}
		if ids[table][row["id"]] {
			t.Errorf("%s has %s twice", table, row["id"])
		}
		ids[table][row["id"]] = true
	})
	each(func(table string, row map[string]string) {
		for column, of := range map[string]string{
			"organization_id": "organization", "service_id": "service", "location_id": "location", "taxonomy_id": "taxonomy", "taxonomy_term_id": "taxonomy_term",
			"link_id": row["link_entity"],
		} {
			if id := row[column]; id != "" && !ids[of][id] {
				t.Errorf("%s: %s %s is nowhere", table, column, id)
			}
		}
	})
}

func TestPackage_isADataPackage(t *testing.T) {
	files := packed(t)
	raw, err := os.ReadFile(filepath.Join(testkit.Schemas(t, "frictionless"), "datapackage-2.0.json"))
	if err != nil {
		t.Fatal(err)
	}
	rules, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("datapackage.json", withoutLookahead(rules)); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("datapackage.json")
	if err != nil {
		t.Fatal(err)
	}
	instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(files["datapackage.json"]))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(instance); err != nil {
		t.Error(err)
	}
	var listed, there []string
	for _, r := range described(t, files).Resources {
		listed = append(listed, r.Path)
		if files[r.Path] != nil {
			there = append(there, r.Path)
		}
	}
	if diff := cmp.Diff(listed, there); diff != "" || len(files) != len(listed)+1 {
		t.Error("the description and the files differ:", diff)
	}
}

// withoutLookahead takes the patterns out that Go's regular expressions have no
// words for.
func withoutLookahead(rules any) any {
	switch r := rules.(type) {
	case map[string]any:
		for key, value := range r {
			if pattern, ok := value.(string); ok && key == "pattern" && strings.Contains(pattern, "(?") {
				delete(r, key)
				continue
			}
			r[key] = withoutLookahead(value)
		}
	case []any:
		for i := range r {
			r[i] = withoutLookahead(r[i])
		}
	}
	return rules
}

// TestPackage_thatIsGivenUpLeavesNothing begins one, as an export does that fails
// on the way, and looks into the folder of temporary files.
func TestPackage_thatIsGivenUpLeavesNothing(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	begun, err := hsds.NewPackage(io.Discard, writer(t), "Telaio")
	if err != nil {
		t.Fatal(err)
	}
	if err := begun.Add(pages()[0]); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 0 {
		t.Errorf("%d files are left, %v", len(left), err)
	}
	if err := begun.Close(); err != nil {
		t.Error(err)
	}
}
