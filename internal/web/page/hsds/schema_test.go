package hsds_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"telaio/internal/testkit"
	"telaio/internal/web/page/hsds"
)

const base = "https://telaio.example" + hsds.Root

// asked is what the site answers, as JSON.
func asked(t testing.TB, site http.Handler, path string) map[string]any {
	t.Helper()
	answer := ask(site, path)
	value, err := jsonschema.UnmarshalJSON(answer.Body)
	if err != nil || answer.Code != http.StatusOK {
		t.Fatalf("GET %s = %d: %v", path, answer.Code, err)
	}
	return value.(map[string]any)
}

// published loads the schemas from where the site says that they are.
type published struct {
	t    *testing.T
	site http.Handler
}

func (p published) Load(url string) (any, error) {
	path, ours := strings.CutPrefix(url, base)
	if !ours {
		p.t.Fatalf("a schema refers to %s", url)
	}
	return asked(p.t, p.site, path), nil
}

// TestSchemas_areWhatTheAPIAnswersAndTheStandardTakes asks for everything, whole
// and short, and checks each thing against the schema that we publish for it and
// against the standard's own.
func TestSchemas_areWhatTheAPIAnswersAndTheStandardTakes(t *testing.T) {
	site := newSite(t, testkit.SQLite(t))
	ours, standard := jsonschema.NewCompiler(), jsonschema.NewCompiler()
	ours.UseLoader(published{t, site})
	ours.AssertFormat()
	standard.AssertFormat()
	folder := testkit.Schemas(t, "hsds")
	check := func(path, name string, thing any) {
		t.Helper()
		for _, c := range []struct {
			of *jsonschema.Compiler
			at string
		}{{ours, base + "/schema/" + name + ".json"}, {standard, filepath.Join(folder, name+".json")}} {
			schema, err := c.of.Compile(c.at)
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(thing); err != nil {
				t.Errorf("GET %s is no %s: %v", path, name, err)
			}
		}
	}
	for list, name := range map[string]string{
		"/organizations": "organization", "/services": "service", "/service_at_locations": "service_at_location", "/locations": "location",
		"/taxonomies": "taxonomy", "/taxonomy_terms": "taxonomy_term",
	} {
		for _, query := range []string{"", "?full=true", "?minimal=true", "?full_service=true"} {
			if answer := ask(site, list+query); query != "" && answer.Code == http.StatusBadRequest {
				continue // the list has no such choice
			}
			things := asked(t, site, list+query)["contents"].([]any)
			if len(things) == 0 {
				t.Fatalf("GET %s has nothing", list+query)
			}
			for _, thing := range things {
				check(list+query, name, thing)
			}
			one := list + "/" + things[0].(map[string]any)["id"].(string)
			check(one, name, asked(t, site, one))
		}
	}
}

// TestProfile_ofTheStandardGivesTheSchemas applies the published patches to the
// files of the standard: the fields that are left are those of our schemas, of the
// same kind, and what the standard demands we demand.
func TestProfile_ofTheStandardGivesTheSchemas(t *testing.T) {
	site := newSite(t, testkit.SQLite(t))
	folder := testkit.Schemas(t, "hsds")
	for file, address := range asked(t, site, "/schema")["schemas"].(map[string]any) {
		raw, err := os.ReadFile(filepath.Join(folder, file))
		if err != nil {
			t.Fatal(err)
		}
		var theirs map[string]any
		if err := json.Unmarshal(raw, &theirs); err != nil {
			t.Fatal(err)
		}
		patched := patch(theirs, asked(t, site, "/profile/"+file)).(map[string]any)
		ours := asked(t, site, strings.TrimPrefix(address.(string), base))
		want, got := kinds(patched), kinds(ours)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-the standard with our patch +our schema):\n%s", file, diff)
		}
		for _, name := range namesOf(patched["required"]) {
			if !slices.Contains(namesOf(ours["required"]), name) {
				t.Errorf("%s: the standard demands %s, our schema does not", file, name)
			}
		}
		if ours["$id"] != address {
			t.Errorf("%s calls itself %v", address, ours["$id"])
		}
	}
	for _, name := range []string{"/schema/nothing.json", "/schema/service", "/profile/nothing.json"} {
		if answer := ask(site, name); answer.Code != http.StatusNotFound {
			t.Errorf("GET %s = %d", name, answer.Code)
		}
	}
}

// patch is RFC 7386, as its section 2 has it.
func patch(target, by any) any {
	changes, ok := by.(map[string]any)
	if !ok {
		return by
	}
	merged, ok := target.(map[string]any)
	if merged = maps.Clone(merged); !ok {
		merged = map[string]any{}
	}
	for name, value := range changes {
		if value == nil {
			delete(merged, name)
		} else {
			merged[name] = patch(merged[name], value)
		}
	}
	return merged
}

// kinds are the fields of a schema: what each is, or what it refers to. A whole
// number is a number.
func kinds(schema map[string]any) map[string]string {
	found := map[string]string{}
	for name, value := range schema["properties"].(map[string]any) {
		field := value.(map[string]any)
		var kind bytes.Buffer
		for _, part := range []string{"type", "format", "$ref"} {
			if text, ok := field[part].(string); ok {
				kind.WriteString(strings.Replace(text, "integer", "number", 1) + " ")
			}
		}
		if items, ok := field["items"].(map[string]any); ok {
			kind.WriteString("of " + items["$ref"].(string))
		}
		if _, refers := field["$ref"]; refers {
			kind.Reset()
			kind.WriteString(field["$ref"].(string))
		}
		found[name] = strings.TrimSpace(kind.String())
	}
	return found
}

func namesOf(value any) (names []string) {
	items, _ := value.([]any)
	for _, item := range items {
		names = append(names, item.(string))
	}
	return names
}
