// Package atlas is the page that lists every published organisation, with
// facets, a map and a permanent address for each state, and the site map for
// search engines.
package atlas

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"telaio/internal/account"
	"telaio/internal/atlas"
	"telaio/internal/clock"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/practice"
	"telaio/internal/web/part/program"
	"telaio/internal/web/shell"
)

// Index answers queries about the published organisations.
type Index interface {
	Find(ctx context.Context, q atlas.Query) (atlas.Result, error)
	Snapshot(ctx context.Context) (*atlas.Snapshot, error)
	Excerpts(ctx context.Context, r atlas.Result, language i18n.Language) ([][2]atlas.Excerpt, error)
	Whole(ctx context.Context, q atlas.Query, take func(organisation.Organisation) error) error
	Gone(ctx context.Context, since time.Time) ([]organisation.PublicChange, error)
	Parted(ctx context.Context, q atlas.Query, since time.Time) ([]*atlas.Entry, error)
	mapIndex
}

// Pages are the routes of this group.
type Pages struct {
	Index Index
	// Practices lists the published good practices for the site map; nil = the
	// site has none.
	Practices func(ctx context.Context) ([]practice.Page, error)

	Shelf program.Files
	Clock clock.Clock
	Tiles Tiles

	rows    *keptRows
	markers *keptMarkers
	started string // names this run of the program, so that no version of another is taken for one of it
}

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	p.rows, p.markers = &keptRows{}, &keptMarkers{}
	p.started = strconv.FormatInt(p.Clock.Now().UnixMilli(), 36)
	return slices.Concat([]shell.Route{
		{
			Name: "atlas", Method: http.MethodGet, Paths: shell.Both("/atlante", "/en/atlas"), Action: account.ReadPublic,
			Handle: p.list, Cached: true, Counted: true, Query: atlas.Parameters(), Limit: shell.LimitSearch,
		},
		{
			Name: "sitemap", Method: http.MethodGet, Paths: shell.Only("/sitemap.xml"), Action: account.ReadPublic,
			Handle: p.sitemap, Cached: true,
		},
		{
			Name: "sitemap-part", Method: http.MethodGet, Paths: shell.Only("/sitemap/{part}"), Action: account.ReadPublic,
			Handle: p.sitemapPart, Limit: shell.LimitProgram,
		},
	}, p.openRoutes(), p.mapRoutes())
}

func (p Pages) list(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	result, err := p.Index.Find(r.Context(), atlas.Parse(r.Form, v.Site.Taxonomies))
	if err != nil {
		return fmt.Errorf("answer a query: %w", err)
	}
	// The page depends on the query as it was understood, and on nothing else
	// that the address may carry.
	v.URL = &url.URL{Path: r.URL.Path, RawQuery: result.Query.Encode()}
	l := newList(v, result)
	if l.Rows, err = p.drawRows(r.Context(), v, &l.Result); err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, view(v, l))
}

// drawRows are the rows of the list, with excerpts if something was looked for.
func (p Pages) drawRows(ctx context.Context, v *shell.Visit, result *atlas.Result) (func(*shell.HTML), error) {
	excerpts, err := p.Index.Excerpts(ctx, *result, v.Language)
	if err != nil {
		return nil, fmt.Errorf("read excerpts: %w", err)
	}
	return func(h *shell.HTML) { p.rows.draw(h, v, result, excerpts) }, nil
}
