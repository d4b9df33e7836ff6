package api

import (
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"telaio/internal/account"
	"telaio/internal/i18n"
	"telaio/internal/publication"
	"telaio/internal/web/part/program"
	"telaio/internal/web/shell"
)

// version is that of the description. The first number is that of the
// addresses; the second rises when something is added.
const version = "1.0.0"

// assemble puts the operations together, described in a language.
func (p Pages) assemble(words *i18n.Printer) *program.Assembly {
	a := program.New(&huma.Info{
		Title: words.T("api.title"), Version: version, Description: words.T("api.about"),
		License: &huma.License{Name: "CC BY 4.0", URL: publication.Licence}, Contact: &huma.Contact{Email: p.Site.HelpMail},
	}, p.Site.BaseURL)
	program.Add(a, operation("api-entrance", ""), p.entrance)
	program.Add(a, operation("api-organisations", "/organisations"), p.organisations)
	program.Add(a, operation("api-organisation", "/organisations/{slug}"), p.organisation)
	program.Add(a, operation("api-places", "/places"), p.places)
	program.Add(a, operation("api-initiatives", "/initiatives"), p.initiatives)
	program.Add(a, operation("api-taxonomies", "/taxonomies"), p.taxonomies)
	program.Add(a, operation("api-taxonomy", "/taxonomies/{id}"), p.taxonomy)
	program.Add(a, operation("api-changes", "/changes"), p.changes)
	for _, item := range a.API.OpenAPI().Paths {
		limitCodes(item.Get, p.Site.Taxonomies)
		alsoLines(item.Get)
		describe(item.Get, words)
	}
	describeSchemas(a.API.OpenAPI().Components.Schemas.Map(), words)
	return a
}

// operationOrder lists the operations as a reader should meet them.
func operationOrder() []string {
	return []string{"api-entrance", "api-organisations", "api-organisation", "api-places", "api-initiatives", "api-taxonomies", "api-taxonomy", "api-changes"}
}

func operation(name, path string) huma.Operation {
	return huma.Operation{OperationID: name, Path: Root + path}
}

// alsoLines tells of the answer line by line where there is one: each line is an
// element of the list's data.
func alsoLines(op *huma.Operation) {
	for _, p := range op.Parameters {
		if p.Name == "format" {
			op.Responses["200"].Content[program.MediaLines] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
		}
	}
}

// describe says in words what an operation and its parameters are for.
func describe(op *huma.Operation, words *i18n.Printer) {
	name := strings.TrimPrefix(op.OperationID, "api-")
	op.Summary, op.Description = words.T("api.summary."+name), words.T("api.description."+name)
	for _, p := range op.Parameters {
		p.Description = words.T("api.parameter." + p.Name)
	}
	answer := op.Responses["200"]
	answer.Description = words.T("api.answer")
	if answer.Headers == nil {
		answer.Headers = map[string]*huma.Header{}
	}
	answer.Headers["ETag"] = &huma.Header{Schema: &huma.Schema{Type: huma.TypeString}, Description: words.T("api.tag")}
	op.Responses["304"] = &huma.Response{Description: words.T("api.unchanged")}
	op.Responses["default"].Description = words.T("api.problem")
}

// describeSchemas says in words what the fields are. A name means the same in
// every schema unless the schema has words of its own for it.
func describeSchemas(schemas map[string]*huma.Schema, words *i18n.Printer) {
	for name, schema := range schemas {
		for field, property := range schema.Properties {
			for _, key := range []string{"api.field." + strings.ToLower(name) + "_" + field, "api.field." + field} {
				if property.Description == "" && property.Ref == "" && words.Has(key) {
					property.Description = words.T(key)
				}
			}
		}
	}
}

// describing are the routes of the description itself.
func (p Pages) describing(described map[i18n.Language]*program.Assembly) []shell.Route {
	document := described[i18n.English].API.OpenAPI()
	return []shell.Route{
		{
			Name: "api", Method: http.MethodGet, Paths: shell.Both("/dati-aperti/api", "/en/open-data/api"), Action: account.ReadPublic,
			Cached: true, Handle: p.guide(described),
		},
		{
			Name: "api-openapi", Method: http.MethodGet, Paths: shell.Only(Root + "/openapi.json"), Action: account.ReadPublic,
			Cached: true, Handle: program.Document(program.MediaJSON, document.MarshalJSON),
		},
		{
			Name: "api-openapi-yaml", Method: http.MethodGet, Paths: shell.Only(Root + "/openapi.yaml"), Action: account.ReadPublic,
			Cached: true, Handle: program.Document("application/yaml", document.YAML),
		},
	}
}
