// Package relation is the network of the organisations that are related, and
// the page of an organisation's area on which its people answer what others say
// of it.
package relation

import (
	"context"
	"net/http"

	"telaio/internal/account"
	"telaio/internal/i18n"
	"telaio/internal/relation"
	"telaio/internal/web/shell"
)

// Pages are the routes of this group.
type Pages struct {
	UseCases relation.UseCases
	// Refused holds the ids of the organisations that are not to be among the
	// open data.
	Refused func(ctx context.Context) (map[string]bool, error)
}

// Routes lists the pages that change nothing that the public sees.
func (p Pages) Routes() []shell.Route {
	return []shell.Route{
		{
			Name: "network", Method: http.MethodGet, Paths: shell.Both("/atlante/rete", "/en/atlas/network"), Action: account.ReadPublic,
			Handle: p.network, Cached: true, Counted: true, Query: parameters(), Limit: shell.LimitSearch,
		},
		{
			Name: "network-csv", Method: http.MethodGet, Paths: shell.Both("/atlante/rete.csv", "/en/atlas/network.csv"), Action: account.ReadPublic,
			Handle: p.csv, Cached: true, Open: true, Query: parameters(), Limit: shell.LimitSearch,
		},
		{Name: "area-relations", Method: http.MethodGet, Paths: shell.Only(areaPath), Action: account.ReadArea, Object: p.load, Handle: p.show},
	}
}

// PublishingRoutes lists the form that changes what the public sees.
func (p Pages) PublishingRoutes() []shell.Route {
	return []shell.Route{
		{Name: "area-relations", Method: http.MethodPost, Paths: shell.Only(areaPath), Action: account.EditArea, Object: p.load, Handle: p.answer},
	}
}

const areaPath = "/area/{organisation}/legami"

// Links are the addresses in letters.
type Links struct{ Site *shell.Site }

// Relations is the page on which the organisation's people answer.
func (l Links) Relations(language, organisationID string) string {
	return l.Site.BaseURL + l.Site.Paths.In(i18n.Language(language), "area-relations", "organisation", organisationID)
}

// Page is an organisation's public page.
func (l Links) Page(language, slug string) string {
	return l.Site.BaseURL + l.Site.Paths.In(i18n.Language(language), "organisation", "slug", slug)
}

var _ relation.Links = Links{}
