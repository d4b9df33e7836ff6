// Package practice is the public catalogue of good practices: from a need to a
// practice, and from there to the organisations that do it. It is the same for
// every visitor.
package practice

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/practice"
	"telaio/internal/web/part/opendata"
	"telaio/internal/web/shell"
)

// Catalogue finds what is published.
type Catalogue interface {
	Find(ctx context.Context, q practice.Query) (practice.Result, error)
	All(ctx context.Context) ([]practice.Page, error)
	BySlug(ctx context.Context, slug string) (practice.Page, error)
	Successor(ctx context.Context, slug string) (practice.Practice, bool, error)
	History(ctx context.Context, p practice.Practice) ([]practice.Revision, error)
}

// Pages are the routes of this group.
type Pages struct {
	Catalogue  Catalogue
	Vocabulary practice.Vocabulary
}

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	return []shell.Route{
		{
			Name: "practices", Method: http.MethodGet, Paths: shell.Both("/buone-pratiche", "/en/practices"), Action: account.ReadPublic,
			Handle: p.list, Cached: true, Counted: true, Query: practice.Parameters(), Limit: shell.LimitSearch,
		},
		{
			Name: "practices-data", Method: http.MethodGet, Paths: shell.Only("/buone-pratiche.json"), Action: account.ReadPublic,
			Handle: p.data, Cached: true, Open: true,
		},
		{
			Name: "practice", Method: http.MethodGet, Paths: shell.Both("/buone-pratiche/{slug}", "/en/practices/{slug}"),
			Action: account.ReadPublic, Handle: p.show, Cached: true, Counted: true, Open: true,
		},
		{
			Name: "practice-history", Method: http.MethodGet, Action: account.ReadPublic, Cached: true,
			Paths: shell.Both("/buone-pratiche/{slug}/versioni", "/en/practices/{slug}/versions"), Handle: p.history,
		},
	}
}

func (p Pages) list(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	result, err := p.Catalogue.Find(r.Context(), p.Vocabulary.Parse(r.URL.Query()))
	if err != nil {
		return fmt.Errorf("answer a query: %w", err)
	}
	// The page depends on the query as it was understood, and on nothing else
	// that the address may carry.
	v.URL = &url.URL{Path: r.URL.Path, RawQuery: result.Query.Encode()}
	return shell.Render(w, r, http.StatusOK, listView(v, newList(v, p.Vocabulary, result)))
}

// show answers with the page or, where the slug ends so, with its JSON: a
// pattern of the mux cannot tell them apart.
func (p Pages) show(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	slug, asJSON := strings.CutSuffix(r.PathValue("slug"), ".json")
	page, err := p.Catalogue.BySlug(r.Context(), slug)
	if fault.KindOf(err) == fault.Gone {
		return p.gone(w, r, v, slug)
	}
	if err != nil {
		return err
	}
	if page.Slug != slug {
		path := v.Path("practice", "slug", page.Slug)
		if asJSON {
			path += ".json"
		}
		http.Redirect(w, r, path, http.StatusMovedPermanently)
		return nil
	}
	if asJSON {
		return serveJSON(w, r, p.Vocabulary.Record(page, addresses{v.Site}), page.UpdatedAt)
	}
	jsonld, err := p.Vocabulary.JSONLD(page, v.Language, addresses{v.Site})
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, view(v, newSheet(v, p.Vocabulary, page), string(jsonld)))
}

// gone says that the practice was withdrawn and, if another took its place,
// which.
func (p Pages) gone(w http.ResponseWriter, r *http.Request, v *shell.Visit, slug string) error {
	next, ok, err := p.Catalogue.Successor(r.Context(), slug)
	if err != nil {
		return err
	}
	if !ok {
		next = practice.Practice{}
	}
	w.Header().Set("Cache-Control", "private, no-store")
	return shell.Render(w, r, http.StatusGone, goneView(v, next))
}

func (p Pages) history(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	slug := r.PathValue("slug")
	page, err := p.Catalogue.BySlug(r.Context(), slug)
	if fault.KindOf(err) == fault.Gone {
		return p.gone(w, r, v, slug)
	}
	if err != nil {
		return err
	}
	if page.Slug != slug {
		http.Redirect(w, r, v.Path("practice-history", "slug", page.Slug), http.StatusMovedPermanently)
		return nil
	}
	revisions, err := p.Catalogue.History(r.Context(), page.Practice)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, historyView(v, newSheet(v, p.Vocabulary, page), revisions))
}

// data lists every published practice for programs.
func (p Pages) data(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	pages, err := p.Catalogue.All(r.Context())
	if err != nil {
		return err
	}
	records := []practice.Record{}
	var changed time.Time
	for _, page := range pages {
		records = append(records, p.Vocabulary.Record(page, addresses{v.Site}))
		if page.UpdatedAt.After(changed) {
			changed = page.UpdatedAt
		}
	}
	return serveJSON(w, r, map[string]any{"format": "telaio-practices/1", "licence": practice.Licence, "practices": records}, changed)
}

// serveJSON answers with open data: any site may read it, and a reader that has
// it already is told so.
func serveJSON(w http.ResponseWriter, r *http.Request, value any, changed time.Time) error {
	body, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	sum := sha256.Sum256(body)
	header := w.Header()
	header.Set("Content-Type", "application/json")
	header.Set("ETag", `"`+hex.EncodeToString(sum[:12])+`"`)
	header.Set("Link", `<`+practice.Licence+`>; rel="license"`)
	opendata.OpenToAll(header)
	http.ServeContent(w, r, "", changed, bytes.NewReader(body))
	return nil
}

// addresses are those of this site's routes.
type addresses struct{ site *shell.Site }

// Practice is the address of a practice's page.
func (a addresses) Practice(language i18n.Language, slug string) string {
	return a.site.BaseURL + a.site.Paths.In(language, "practice", "slug", slug)
}

// Organisation is the address of an organisation's page.
func (a addresses) Organisation(language i18n.Language, slug string) string {
	return a.site.BaseURL + a.site.Paths.In(language, "organisation", "slug", slug)
}
