// Package organisation is the public page of an organisation, with its history,
// the forms of it that machines read, and the files of its logo. It is the same
// for every visitor.
package organisation

import (
	"context"
	"io"
	"net/http"
	"strings"

	"telaio/internal/account"
	"telaio/internal/clock"
	age "telaio/internal/freshness"
	"telaio/internal/organisation"
	"telaio/internal/practice"
	"telaio/internal/publication"
	"telaio/internal/web/part/fresh"
	"telaio/internal/web/part/opendata"
	"telaio/internal/web/shell"
)

// Files opens the pictures that were kept. A variant is another form of the
// same file.
type Files interface {
	Open(ctx context.Context, id, variant string) (io.ReadSeekCloser, error)
}

// Reader finds what is published.
type Reader interface {
	Find(ctx context.Context, slug string) (publication.Page, error)
	History(ctx context.Context, o organisation.Organisation) ([]publication.Step, error)
	Departure(ctx context.Context, slug string) (publication.Departure, error)
	LogoIsPublic(ctx context.Context, logo string) (bool, error)
}

// Practices finds the good practices that a published organisation does.
type Practices interface {
	PracticesOf(ctx context.Context, organisationID string) ([]practice.Page, error)
}

// SelfAssessments knows which organisations show a part of one.
type SelfAssessments interface {
	Shown(ctx context.Context, organisationID string) (bool, error)
}

// Pages are the routes of this group.
type Pages struct {
	Reader    Reader
	Files     Files
	Practices Practices // nil = the site has no good practices
	// SelfAssessments is nil where there are none.
	SelfAssessments SelfAssessments
	Previews        Previews
	Clock           clock.Clock
}

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	return []shell.Route{
		{
			Name: "organisation", Method: http.MethodGet, Action: account.ReadPublic, Cached: true, Counted: true, Open: true,
			Paths: shell.Both("/organizzazioni/{slug}", "/en/organisations/{slug}"), Handle: p.show,
		},
		{
			Name: "organisation-history", Method: http.MethodGet, Action: account.ReadPublic, Cached: true,
			Paths: shell.Both("/organizzazioni/{slug}/versioni", "/en/organisations/{slug}/versions"), Handle: p.history,
		},
		{
			Name: "desk-preview", Method: http.MethodGet, Action: account.ReadDesk,
			Paths: shell.Only("/redazione/proposte/{proposal}/anteprima"), Handle: p.preview,
		},
		{
			Name: "logo", Method: http.MethodGet, Action: account.ReadPublic, Open: true,
			Paths: shell.Only("/logo/{id}/{size}"), Handle: p.logo,
		},
	}
}

// show answers with the page or, where the slug ends so, with its JSON or
// JSON-LD: a pattern of the mux cannot tell them apart.
func (p Pages) show(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	slug, form := splitForm(r.PathValue("slug"))
	page, err := p.Reader.Find(r.Context(), slug)
	if err != nil {
		return p.gone(w, r, v, err)
	}
	if page.Slug != slug {
		if form != "" {
			opendata.OpenToAll(w.Header())
		}
		http.Redirect(w, r, v.Path("organisation", "slug", page.Slug)+form, http.StatusMovedPermanently)
		return nil
	}
	switch form {
	case ".json":
		return serveJSON(w, r, v, page)
	case ".jsonld":
		return serveJSONLD(w, r, v, page)
	default:
		return p.showPage(w, r, v, page)
	}
}

func splitForm(name string) (slug, form string) {
	for _, form := range []string{".jsonld", ".json"} {
		if slug, ok := strings.CutSuffix(name, form); ok {
			return slug, form
		}
	}
	return name, ""
}

func (p Pages) showPage(w http.ResponseWriter, r *http.Request, v *shell.Visit, page publication.Page) error {
	jsonld, err := opendata.Publisher(v).JSONLD(page)
	if err != nil {
		return err
	}
	c := newCard(v, page)
	for _, mark := range page.Freshness {
		line := fresh.Group(v, mark, p.Clock.Now())
		c.Fresh = append(c.Fresh, line)
		c.StaleContacts = c.StaleContacts || mark.Group == age.Contacts && line.State == age.Unconfirmed
	}
	if p.SelfAssessments != nil {
		if c.SelfAssessment, err = p.SelfAssessments.Shown(r.Context(), page.ID); err != nil {
			return err
		}
	}
	if p.Practices != nil {
		if c.Practices, err = p.Practices.PracticesOf(r.Context(), page.ID); err != nil {
			return err
		}
	}
	return shell.Render(w, r, http.StatusOK, view(v, c, string(jsonld)))
}

func (p Pages) history(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	slug := r.PathValue("slug")
	page, err := p.Reader.Find(r.Context(), slug)
	if err != nil {
		return err
	}
	if page.Slug != slug {
		http.Redirect(w, r, v.Path("organisation-history", "slug", page.Slug), http.StatusMovedPermanently)
		return nil
	}
	steps, err := p.Reader.History(r.Context(), page.Organisation)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, historyView(v, newCard(v, page), steps))
}
