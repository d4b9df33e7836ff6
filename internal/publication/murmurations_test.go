package publication_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/testkit"
)

// murmurations compiles the network's schema of organisations. The files name
// each other by relative addresses.
func murmurations(t *testing.T) *jsonschema.Schema {
	t.Helper()
	const base = "https://schemas.example/"
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft7)
	root := os.DirFS(testkit.Schemas(t, "murmurations"))
	files, err := fs.Glob(root, "*/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		raw, err := fs.ReadFile(root, file)
		if err != nil {
			t.Fatal(err)
		}
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if object, ok := document.(map[string]any); ok { // its names are addresses that lead away from here
			delete(object, "$schema")
			delete(object, "$id")
		}
		if err := compiler.AddResource(base+file, document); err != nil {
			t.Fatal(err)
		}
	}
	schema, err := compiler.Compile(base + path.Join("schemas", "organizations_schema-v1.0.0.json"))
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestMurmurations_keepsToTheSchema(t *testing.T) {
	schema, p := murmurations(t), publisher(t)
	long := testkit.FullCard()
	long.Name = strings.Repeat("è", 300)
	long.Contacts.Links = []string{"javascript:alert(1)", "https://" + strings.Repeat("x", 3000), "https://x.example"}
	for _, card := range []organisation.Card{testkit.FullCard(), testkit.OfficineZero(), {Name: "Spoglia"}, long} {
		raw, err := p.Murmurations(publication.Page{Organisation: organisation.Organisation{ID: "id", Slug: "slug", Card: card}})
		if err != nil {
			t.Fatal(err)
		}
		instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(instance); err != nil {
			t.Errorf("%s: %v", raw, err)
		}
	}
	if schema.Validate(map[string]any{"name": "x", "linked_schemas": []any{}}) == nil {
		t.Error("the schema takes anything")
	}
}

func TestMurmurations_hasAPointOnlyOfThePlaceItself(t *testing.T) {
	card := testkit.FullCard()
	card.Places = card.Places[1:] // of which the public knows the municipality
	raw, err := publisher(t).Murmurations(publication.Page{Organisation: organisation.Organisation{ID: "id", Slug: "slug", Card: card}})
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Geolocation any
		Address     string `json:"full_address"`
	}
	if err := json.Unmarshal(raw, &got); err != nil || got.Geolocation != nil || got.Address != "Prato, IT" {
		t.Errorf("the profile says %+v, %v", got, err)
	}
}
