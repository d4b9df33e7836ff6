// Package hsds answers programs that read directories of services: the
// published organisations through the API of the Human Services Data
// Specification 3.1 (Open Referral), to read.
package hsds

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"telaio/internal/account"
	"telaio/internal/atlas"
	"telaio/internal/clock"
	"telaio/internal/hsds"
	"telaio/internal/i18n"
	"telaio/internal/publication"
	"telaio/internal/taxonomy"
	"telaio/internal/web/part/opendata"
	"telaio/internal/web/part/program"
	"telaio/internal/web/shell"
)

// Root is where the API begins.
const Root = "/hsds"

// Index finds published organisations.
type Index interface {
	IDs(ctx context.Context, walk atlas.Walk) ([]string, error)
	Snapshot(ctx context.Context) (*atlas.Snapshot, error)
}

// Refusals knows which organisations are not to be among the open data.
type Refusals interface {
	Refused(ctx context.Context) (map[string]bool, error)
}

// Pages are the routes of this group.
type Pages struct {
	Site     *shell.Site
	Messages *i18n.Catalogue
	Index    Index
	Cards    program.Cards
	Refusals Refusals
	Files    program.Files
	Clock    clock.Clock

	started string // names this run of the program in versions of files
}

// Routes lists the operations, their description and the profile.
func (p Pages) Routes() []shell.Route {
	p.started = strconv.FormatInt(p.Clock.Now().UnixMilli(), 36)
	words := p.Messages.Printer(i18n.English)
	a := program.New(&huma.Info{
		Title: words.T("hsds.title"), Version: hsds.Version, Description: words.T("hsds.about"),
		License: &huma.License{Name: "CC BY 4.0", URL: publication.Licence}, Contact: &huma.Contact{Email: p.Site.HelpMail},
	}, p.Site.BaseURL)
	program.Add(a, operation("hsds", ""), p.about)
	program.Add(a, operation("hsds-services", "/services"), p.services)
	program.Add(a, operation("hsds-service", "/services/{id}"), p.service)
	program.Add(a, operation("hsds-organizations", "/organizations"), p.organizations)
	program.Add(a, operation("hsds-organization", "/organizations/{id}"), p.organization)
	program.Add(a, operation("hsds-services-at-locations", "/service_at_locations"), p.servicesAtLocations)
	program.Add(a, operation("hsds-service-at-location", "/service_at_locations/{id}"), p.serviceAtLocation)
	program.Add(a, operation("hsds-locations", "/locations"), p.locations)
	program.Add(a, operation("hsds-location", "/locations/{id}"), p.location)
	program.Add(a, operation("hsds-taxonomies", "/taxonomies"), p.taxonomies)
	program.Add(a, operation("hsds-taxonomy", "/taxonomies/{id}"), p.taxonomy)
	program.Add(a, operation("hsds-terms", "/taxonomy_terms"), p.terms)
	program.Add(a, operation("hsds-term", "/taxonomy_terms/{id}"), p.term)
	for _, item := range a.API.OpenAPI().Paths {
		describe(item.Get, words)
	}
	return append(a.Routes, p.documents(a, words)...)
}

// documents are what describes the API: its operations, the profile, and the
// schemas of what is answered.
func (p Pages) documents(a *program.Assembly, words *i18n.Printer) []shell.Route {
	document := func(name, path string, handle shell.Handler) shell.Route {
		return shell.Route{Name: name, Method: http.MethodGet, Paths: shell.Only(Root + path), Action: account.ReadPublic, Cached: true, Handle: handle}
	}
	return []shell.Route{
		document("hsds-openapi", "/openapi.json", program.Document(program.MediaJSON, a.API.OpenAPI().MarshalJSON)),
		document("hsds-profile", "/profile", program.Document(program.MediaJSON, func() ([]byte, error) { return p.profile(words) })),
		document("hsds-profile-file", "/profile/{file}", p.patch),
		document("hsds-schemas", "/schema", p.schemas),
		document("hsds-schema", "/schema/{file}", p.schema(a.API.OpenAPI().Components.Schemas.Map())),
	}
}

func operation(name, path string) huma.Operation {
	return huma.Operation{OperationID: name, Path: Root + path}
}

func describe(op *huma.Operation, words *i18n.Printer) {
	op.Summary = words.T("hsds.operation." + op.OperationID)
	for _, p := range op.Parameters {
		p.Description = words.T("hsds.parameter." + p.Name)
	}
	op.Responses["200"].Description = words.T("api.answer")
	op.Responses["default"].Description = words.T("api.problem")
}

// About is what the API says of itself.
type About struct {
	Version string `json:"version"`
	Profile string `json:"profile"`
	OpenAPI string `json:"openapi_url"`
}

type aboutOutput struct{ Body About }

func (p Pages) about(context.Context, *struct{}) (*aboutOutput, error) {
	base := p.Site.BaseURL + Root
	return &aboutOutput{About{hsds.Version, base + "/profile", base + "/openapi.json"}}, nil
}

func (p Pages) writer() hsds.Writer { return Writer(p.Site, p.Messages) }

// Writer says organisations in Italian, the main language of the site.
func Writer(site *shell.Site, messages *i18n.Catalogue) hsds.Writer {
	words := messages.Printer(i18n.Italian)
	return hsds.Writer{
		Vocabulary: hsds.Vocabulary{Taxonomies: site.Taxonomies, Language: string(i18n.Italian), Address: func(id taxonomy.ID) string {
			return site.BaseURL + site.Paths.In(i18n.Italian, "api-taxonomy", "id", string(id))
		}},
		Addresses: opendata.Publisher(&shell.Visit{Site: site}).Addresses,
		Words:     hsds.Words{Example: words.T("hsds.example"), MunicipalityOnly: words.T("hsds.municipality_only"), CountryOnly: words.T("hsds.country_only")},
	}
}
