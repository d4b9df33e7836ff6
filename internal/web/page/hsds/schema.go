package hsds

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"telaio/internal/fault"
	"telaio/internal/hsds"
	"telaio/internal/web/shell"
)

// mediaSchema is the type of a JSON Schema.
const mediaSchema = "application/schema+json"

// schemaFiles are the things that we answer with, by the name of the standard's
// file for them, and by the name of our type.
func schemaFiles() map[string]string {
	return map[string]string{
		"organization": "Organization", "service": "Service", "service_at_location": "ServiceAtLocation", "location": "Location", "address": "Address",
		"phone": "Phone", "url": "URL", "language": "Language", "service_area": "ServiceArea", "taxonomy": "Taxonomy", "taxonomy_term": "Term", "attribute": "Attribute",
	}
}

func schemaNames() []string { return slices.Sorted(maps.Keys(schemaFiles())) }

// compiled is the schema of a thing as our profile has it: what our type says,
// with what the profile says of its fields. It holds no text of the standard; that
// the standard with our patches has the same fields is tested.
func compiled(base, name string, of *huma.Schema) (object, error) {
	raw, err := json.Marshal(of)
	if err != nil {
		return nil, fmt.Errorf("write the schema of %s: %w", name, err)
	}
	var made map[string]any
	if err := json.Unmarshal(raw, &made); err != nil {
		return nil, fmt.Errorf("read the schema of %s: %w", name, err)
	}
	standalone(made)
	for _, f := range profileFiles() {
		if f.name == name {
			made = merge(made, f.value)
		}
	}
	made["$schema"], made["$id"] = "https://json-schema.org/draft/2020-12/schema", base+"/schema/"+name+".json"
	made["title"], made["version"] = name, hsds.Version
	return made, nil
}

// standalone makes a schema out of a part of a description of an API: it refers
// to other files, a list is never null, and fields may come that it does not name.
func standalone(schema map[string]any) {
	delete(schema, "additionalProperties")
	if format := schema["format"]; format == "int64" || format == "double" {
		delete(schema, "format")
	}
	if kinds, several := schema["type"].([]any); several {
		schema["type"] = kinds[0]
	}
	if ref, ok := schema["$ref"].(string); ok {
		for name, of := range schemaFiles() {
			if ref[strings.LastIndex(ref, "/")+1:] == of {
				schema["$ref"] = name + ".json"
			}
		}
	}
	for _, inner := range schema {
		if part, ok := inner.(map[string]any); ok {
			standalone(part)
		}
	}
}

// merge applies a JSON Merge Patch.
func merge(to map[string]any, patch map[string]any) object {
	merged := object(maps.Clone(to))
	for name, value := range patch {
		inner, nested := value.(object)
		before, _ := merged[name].(map[string]any)
		switch {
		case value == nil:
			delete(merged, name)
		case nested:
			merged[name] = map[string]any(merge(before, inner))
		default:
			merged[name] = value
		}
	}
	return merged
}

// schema answers with one of the schemas.
func (p Pages) schema(types map[string]*huma.Schema) shell.Handler {
	return func(w http.ResponseWriter, r *http.Request, _ *shell.Visit) error {
		for name, of := range schemaFiles() {
			if name+".json" != r.PathValue("file") {
				continue
			}
			made, err := compiled(p.Site.BaseURL+Root, name, types[of])
			if err != nil {
				return err
			}
			return sendIndented(w, r, mediaSchema, made)
		}
		return fault.New(fault.NotFound, "error.not_found")
	}
}

// schemas lists them.
func (p Pages) schemas(w http.ResponseWriter, r *http.Request, _ *shell.Visit) error {
	base := p.Site.BaseURL + Root
	files := object{}
	for _, name := range schemaNames() {
		files[name+".json"] = base + "/schema/" + name + ".json"
	}
	return sendIndented(w, r, "application/json", object{"hsds_version": hsds.Version, "profile": base + "/profile", "schemas": files})
}
