package atlas

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"telaio/internal/atlas"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/web/part/filterwords"
	"telaio/internal/web/part/opendata"
	"telaio/internal/web/part/program"
	"telaio/internal/web/shell"
)

// The bounds of a feed.
const (
	feedEntries = 100
	feedGone    = 90 * 24 * time.Hour
)

// feedMedia is the type of a feed.
const feedMedia = "application/atom+xml"

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
	pages, err := p.newest(r.Context(), q)
	if err != nil {
		return fmt.Errorf("read a feed: %w", err)
	}
	if len(pages) > 0 && pages[0].UpdatedAt.After(f.Updated) {
		f.Updated = pages[0].UpdatedAt
	}
	if f.Updated.IsZero() {
		f.Updated = p.Clock.Now() // of a feed that never had anything
	}
	var body bytes.Buffer
	feed := opendata.Publisher(v).Atom(&body, f)
	for _, page := range pages {
		err = errors.Join(err, feed.Add(page))
	}
	if err := errors.Join(err, feed.Close()); err != nil {
		return err
	}
	return program.Send(w, r, feedMedia+"; charset=utf-8", body.Bytes())
}

// newest lists the organisations of a feed, the last changed first.
func (p Pages) newest(ctx context.Context, q atlas.Query) ([]publication.Page, error) {
	var pages []publication.Page
	enough := errors.New("enough entries")
	err := p.Index.Whole(ctx, q, func(o organisation.Organisation) error {
		if pages = append(pages, publication.Page{Organisation: o}); len(pages) == feedEntries {
			return enough
		}
		return nil
	})
	if errors.Is(err, enough) {
		return pages, nil
	}
	return pages, err
}

// newFeed is a feed without its entries.
func (p Pages) newFeed(ctx context.Context, v *shell.Visit, q atlas.Query) (publication.Feed, error) {
	snapshot, err := p.Index.Snapshot(ctx)
	if err != nil {
		return publication.Feed{}, err
	}
	q.Order = ""
	address := v.Site.BaseURL + q.At(v.Path("atlas-atom"))
	f := publication.Feed{
		Title: feedTitle(v, q, snapshot.Towns(q)), Author: v.T("site.name"), Language: string(v.Language),
		Self: address, Page: v.Site.BaseURL + q.At(v.Path("atlas")),
	}
	since := p.Clock.Now().Add(-feedGone)
	gone, err := p.Index.Gone(ctx, since)
	if err != nil {
		return publication.Feed{}, err
	}
	for _, change := range gone {
		f.Gone = append(f.Gone, tombstone(v, change))
	}
	q.Order = atlas.ByFreshness
	parted, err := p.Index.Parted(ctx, q, since)
	if err != nil {
		return publication.Feed{}, err
	}
	for _, e := range parted {
		f.Gone = append(f.Gone, publication.Gone{ID: e.ID, At: e.UpdatedAt})
	}
	slices.SortStableFunc(f.Gone, func(a, b publication.Gone) int {
		return cmp.Or(b.At.Compare(a.At), strings.Compare(a.ID, b.ID))
	})
	if len(f.Gone) > 0 {
		f.Updated = f.Gone[0].At
	}
	return f, nil
}

// tombstone says that an organisation has left, and what took its place.
func tombstone(v *shell.Visit, change organisation.PublicChange) publication.Gone {
	gone, next := publication.Gone{ID: change.OrganisationID, At: change.At}, change.Successor
	if next.Slug != "" {
		gone.Successor = v.Site.BaseURL + v.Path("organisation", "slug", next.Slug)
		return gone
	}
	gone.Successor, gone.Name = next.Website, next.Name
	if next.Name != "" {
		gone.Comment = v.T("gone.successor", i18n.Args{"Name": next.Name})
	}
	return gone
}

// feedTitle tells feeds of several filters apart.
func feedTitle(v *shell.Visit, q atlas.Query, towns []*organisation.Municipality) string {
	words := filterwords.Speaker{Printer: v.Printer, Site: v.Site}.Of(q, towns)
	if len(words) == 0 {
		return v.T("atlas.feed")
	}
	return v.T("atlas.feed") + " · " + strings.Join(words, ", ")
}
