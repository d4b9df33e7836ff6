package atlas

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"

	"telaio/internal/account"
	"telaio/internal/atlas"
	"telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/web/part/opendata"
	"telaio/internal/web/part/program"
	"telaio/internal/web/shell"
)

// openForm is a form of the list that programs read.
type openForm struct {
	name  string // the end of its addresses
	label string // as people write it
	media string
	begin func(v *shell.Visit, w io.Writer) (publication.Collection, error)
}

func openForms() []openForm {
	return []openForm{
		{"csv", "CSV", "text/csv; charset=utf-8; header=present", func(_ *shell.Visit, w io.Writer) (publication.Collection, error) { return publication.CSV(w) }},
		{"xlsx", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", func(_ *shell.Visit, w io.Writer) (publication.Collection, error) { return publication.XLSX(w) }},
		{"geojson", "GeoJSON", "application/geo+json", func(v *shell.Visit, w io.Writer) (publication.Collection, error) {
			return opendata.Publisher(v).GeoJSON(w)
		}},
		{"jsonld", "JSON-LD", "application/ld+json", func(v *shell.Visit, w io.Writer) (publication.Collection, error) {
			return opendata.Publisher(v).JSONLDGraph(w)
		}},
	}
}

// openRoutes are the list in forms for programs: the address of the page with
// an ending, and the same filters.
func (p Pages) openRoutes() []shell.Route {
	var routes []shell.Route
	for _, f := range openForms() {
		routes = append(routes, shell.Route{
			Name: "atlas-" + f.name, Method: http.MethodGet, Paths: shell.Both("/atlante."+f.name, "/en/atlas."+f.name),
			Action: account.ReadPublic, Open: true, Limit: shell.LimitSearch,
			Handle: func(w http.ResponseWriter, r *http.Request, v *shell.Visit) error { return p.serveOpen(w, r, v, f) },
		})
	}
	return append(routes, shell.Route{
		Name: "atlas-atom", Method: http.MethodGet, Paths: shell.Both("/atlante.atom", "/en/atlas.atom"), Action: account.ReadPublic,
		Handle: p.feed, Cached: true, Open: true, Query: atlas.Parameters(), Limit: shell.LimitSearch,
	})
}

// serveOpen answers with a form of the list.
func (p Pages) serveOpen(w http.ResponseWriter, r *http.Request, v *shell.Visit, f openForm) error {
	q := atlas.Parse(r.URL.Query(), v.Site.Taxonomies)
	q.Page = 0
	snapshot, err := p.Index.Snapshot(r.Context())
	if err != nil {
		return err
	}
	header := w.Header()
	header.Set("Content-Type", f.media)
	header.Set("Content-Disposition", `attachment; filename="telaio-atlas.`+f.name+`"`)
	openHeader(header)
	return program.Written{
		Name: "atlas." + f.name, Version: p.started + "-" + strconv.FormatUint(snapshot.Generation, 10), Query: q.Encode(),
		Packed: f.name == "xlsx", Now: p.Clock.Now(), Files: p.Shelf,
		Write: func(ctx context.Context, to io.Writer) error { return p.write(ctx, v, to, q, f) },
	}.Serve(w, r)
}

// openHeader says that everyone may have the answer, signed in or not.
func openHeader(header http.Header) {
	program.Open(header)
	header.Set("Vary", "Accept-Encoding")
	header.Set("Cache-Control", "public, max-age=0, must-revalidate")
}

// write writes what a query finds in a form.
func (p Pages) write(ctx context.Context, v *shell.Visit, w io.Writer, q atlas.Query, f openForm) error {
	collection, err := f.begin(v, w)
	if err != nil {
		return err
	}
	err = p.Index.Whole(ctx, q, func(o organisation.Organisation) error { return collection.Add(publication.Page{Organisation: o}) })
	return errors.Join(err, collection.Close())
}
