package api

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"telaio/internal/atlas"
	"telaio/internal/i18n"
	"telaio/internal/web/part/program"
	"telaio/internal/web/shell"
)

// guide is the page about the interface, made of its description.
type guide struct {
	About      string
	Base       string
	Operations []explained
	Schemas    []shape
	Notes      []note
}

// explained is an operation.
type explained struct {
	ID, Title, Path, Text string
	Parameters            []property
	Answer                string // name of the schema
	Example               string // whole address that answers
}

// shape is a schema.
type shape struct {
	Name   string
	Fields []property
}

// property is a parameter or a field.
type property struct {
	Name, Type, Schema, Text string // Schema: the name of the one that it holds
	Values                   []string
	Always                   bool // a path parameter, or a field that is never absent
}

// note is a thing that holds for every operation, with an example if it has one.
type note struct{ Key, Command string }

func (p Pages) guide(described map[i18n.Language]*program.Assembly) func(http.ResponseWriter, *http.Request, *shell.Visit) error {
	return func(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
		refused, err := p.Refusals.Refused(r.Context())
		if err != nil {
			return err
		}
		first, err := p.Index.Walk(r.Context(), atlas.Walk{Order: atlas.ByName, Without: refused}, atlas.Mark{}, 1)
		if err != nil {
			return err
		}
		slug := "" // of an organisation to show
		for _, e := range first.Entries {
			slug = e.Slug
		}
		g := newGuide(described[v.Language].API.OpenAPI(), p.Site.BaseURL, slug)
		return shell.Render(w, r, http.StatusOK, guideView(v, g))
	}
}

func newGuide(document *huma.OpenAPI, base, slug string) guide {
	g := guide{About: document.Info.Description, Base: base + Root, Notes: []note{
		{"pages", "curl '" + base + Root + "/organisations?limit=10'"},
		{"tags", "curl -I '" + base + Root + "/taxonomies'"},
		{"everything", "curl --compressed -H 'Accept: " + program.MediaLines + "' '" + base + Root + "/organisations'"},
		{"problems", ""},
		{"limits", ""},
		{"licence", ""},
	}}
	examples := map[string]string{
		"api-entrance": "", "api-organisations": "/organisations?forma=advocacy&limit=5", "api-places": "/places?limit=5", "api-initiatives": "/initiatives?format=ndjson",
		"api-taxonomies": "/taxonomies", "api-taxonomy": "/taxonomies/solidarity_form", "api-changes": "/changes?since=2026-01-01",
	}
	if slug != "" {
		examples["api-organisation"] = "/organisations/" + slug
	}
	for _, name := range operationOrder() {
		for path, item := range document.Paths {
			if item.Get.OperationID != name {
				continue
			}
			op := explained{ID: name, Title: item.Get.Summary, Path: path, Text: item.Get.Description, Answer: schemaName(item.Get.Responses["200"].Content[program.MediaJSON].Schema.Ref)}
			if example, ok := examples[name]; ok {
				op.Example = base + Root + example
			}
			for _, parameter := range item.Get.Parameters {
				op.Parameters = append(op.Parameters, parameterOf(parameter))
			}
			g.Operations = append(g.Operations, op)
		}
	}
	schemas := document.Components.Schemas.Map()
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		g.Schemas = append(g.Schemas, shapeOf(name, schemas[name]))
	}
	return g
}

func parameterOf(p *huma.Param) property {
	made := property{Name: p.Name, Text: p.Description, Always: p.Required, Type: p.Schema.Type}
	schema := p.Schema
	if schema.Items != nil {
		schema = schema.Items
		made.Type = "list"
	}
	for _, value := range schema.Enum {
		made.Values = append(made.Values, fmt.Sprint(value))
	}
	if schema.Minimum != nil && schema.Maximum != nil {
		made.Values = []string{fmt.Sprintf("%v–%v", *schema.Minimum, *schema.Maximum)}
	}
	return made
}

func shapeOf(name string, schema *huma.Schema) shape {
	made := shape{Name: name}
	for _, field := range slices.Sorted(maps.Keys(schema.Properties)) {
		made.Fields = append(made.Fields, fieldOf(field, schema.Properties[field], slices.Contains(schema.Required, field)))
	}
	return made
}

// fieldOf tells a list from what is in it, and a map from its values.
func fieldOf(name string, schema *huma.Schema, always bool) property {
	made := property{Name: name, Text: schema.Description, Always: always, Type: cmp.Or(schema.Format, schema.Type), Schema: schemaName(schema.Ref)}
	switch inner, ok := schema.AdditionalProperties.(*huma.Schema); {
	case schema.Items != nil:
		made.Type, made.Schema = "list", schemaName(schema.Items.Ref)
	case ok:
		made.Type, made.Schema = "map", schemaName(inner.Ref)
	}
	return made
}

// schemaName is the end of a reference to a schema.
func schemaName(ref string) string { return ref[strings.LastIndex(ref, "/")+1:] }

// typeWord is what a property holds, in words; "" where the name of its schema
// says it.
func typeWord(v *shell.Visit, p property) string {
	if p.Type == "" || p.Type == "object" {
		return ""
	}
	return v.T("api.type." + p.Type)
}
