package atlas

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"telaio/internal/account"
	"telaio/internal/atlas"
	"telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/web/part/opendata"
	"telaio/internal/web/shell"
)

// Shelf keeps the whole atlas as files, each made once per version.
type Shelf interface {
	File(ctx context.Context, name, version string, write func(io.Writer) error) (*os.File, error)
}

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
	add := func(name string, handle func(http.ResponseWriter, *http.Request, *shell.Visit) error) {
		routes = append(routes, shell.Route{
			Name: "atlas-" + name, Method: http.MethodGet, Paths: shell.Both("/atlante."+name, "/en/atlas."+name),
			Action: account.ReadPublic, Handle: handle, Limit: shell.LimitSearch,
		})
	}
	for _, f := range openForms() {
		add(f.name, func(w http.ResponseWriter, r *http.Request, v *shell.Visit) error { return p.serveOpen(w, r, v, f) })
	}
	add("atom", p.feed)
	return routes
}

// serveOpen answers with a form of the list. All of the atlas is a file that is
// made once; a part of it is written as it is read.
func (p Pages) serveOpen(w http.ResponseWriter, r *http.Request, v *shell.Visit, f openForm) error {
	q := atlas.Parse(r.URL.Query(), v.Site.Taxonomies)
	q.Page = 0
	snapshot, err := p.Index.Snapshot(r.Context())
	if err != nil {
		return err
	}
	version := p.started + "-" + strconv.FormatUint(snapshot.Generation, 10)
	header := w.Header()
	header.Set("Content-Type", f.media)
	header.Set("Content-Disposition", `attachment; filename="telaio-atlas.`+f.name+`"`)
	header.Set("ETag", etag(version, f.name, q.Encode()))
	header.Set("Cache-Control", "public, max-age=0, must-revalidate")
	opendata.License(header)
	write := func(to io.Writer) error { return p.write(r.Context(), v, to, q, f) }
	if q.Encode() != "" {
		return stream(w, r, write)
	}
	file, err := p.Shelf.File(r.Context(), "atlas."+f.name, version, write)
	if err != nil {
		return err
	}
	defer file.Close()
	http.ServeContent(w, r, "", time.Time{}, file)
	return nil
}

// etag is the ETag of a form of the list.
func etag(parts ...string) string {
	h := fnv.New64a()
	h.Write([]byte(strings.Join(parts, "\n")))
	return `"` + strconv.FormatUint(h.Sum64(), 36) + `"`
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

// stream answers with what is written. Once a part is on its way, the only way
// to say that the rest failed is to break the connection off.
func stream(w http.ResponseWriter, r *http.Request, write func(io.Writer) error) error {
	if shell.HasCopy(r, w.Header().Get("ETag")) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	if r.Method == http.MethodHead {
		return nil
	}
	counted := &counter{w: w}
	err := write(counted)
	if err != nil && counted.n > 0 {
		panic(http.ErrAbortHandler)
	}
	return err
}

// counter counts the bytes that go through it.
type counter struct {
	w io.Writer
	n int
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += n
	return n, err
}

// The bounds of a feed.
const (
	feedEntries = 100
	feedGone    = 90 * 24 * time.Hour
)

// feed answers with the last changes of what a query finds, and with what has
// left the atlas or may have left the query. To a reader who never had it, that
// says nothing.
func (p Pages) feed(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	q := atlas.Parse(r.URL.Query(), v.Site.Taxonomies)
	q = q.WithoutNear()
	q.Page, q.Order = 0, atlas.ByFreshness
	f, err := p.newFeed(r.Context(), v, q)
	if err != nil {
		return err
	}
	var pages []publication.Page
	enough := errors.New("enough entries")
	err = p.Index.Whole(r.Context(), q, func(o organisation.Organisation) error {
		page := publication.Page{Organisation: o}
		pages = append(pages, page)
		if page.LastChange().After(f.Updated) {
			f.Updated = page.LastChange()
		}
		if len(pages) == feedEntries {
			return enough
		}
		return nil
	})
	if err != nil && !errors.Is(err, enough) {
		return fmt.Errorf("read a feed: %w", err)
	}
	header := w.Header()
	header.Set("Content-Type", "application/atom+xml; charset=utf-8")
	header.Set("ETag", etag(f.Self, f.Updated.String(), strconv.Itoa(len(pages)), strconv.Itoa(len(f.Gone))))
	header.Set("Cache-Control", "public, max-age=0, must-revalidate")
	opendata.License(header)
	return stream(w, r, func(w io.Writer) error {
		feed := opendata.Publisher(v).Atom(w, f)
		for _, page := range pages {
			if err := feed.Add(page); err != nil {
				return err
			}
		}
		return feed.Close()
	})
}

// newFeed is a feed without its entries.
func (p Pages) newFeed(ctx context.Context, v *shell.Visit, q atlas.Query) (publication.Feed, error) {
	since := p.Clock.Now().Add(-feedGone)
	gone, err := p.Index.Gone(ctx, since)
	if err != nil {
		return publication.Feed{}, err
	}
	parted, err := p.Index.Parted(ctx, q, since)
	if err != nil {
		return publication.Feed{}, err
	}
	q.Order = ""
	query := q.Encode()
	f := publication.Feed{
		Title: v.T("atlas.feed"), Author: v.T("site.name"), Language: string(v.Language),
		Self: v.Site.BaseURL + v.Path("atlas-atom"), Page: v.Site.BaseURL + v.Path("atlas"),
	}
	if query != "" {
		f.Self, f.Page = f.Self+"?"+query, f.Page+"?"+query
	}
	for _, change := range gone {
		gone := publication.Gone{ID: change.OrganisationID, At: change.At}
		if change.Successor != "" {
			gone.Successor = v.Site.BaseURL + v.Path("organisation", "slug", change.Successor)
		}
		f.Gone = append(f.Gone, gone)
	}
	for _, e := range parted {
		f.Gone = append(f.Gone, publication.Gone{ID: e.ID, At: e.UpdatedAt})
	}
	slices.SortStableFunc(f.Gone, func(a, b publication.Gone) int { return b.At.Compare(a.At) })
	if len(f.Gone) > 0 {
		f.Updated = f.Gone[0].At
	}
	return f, nil
}
