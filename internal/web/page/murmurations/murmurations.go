// Package murmurations publishes a profile of each organisation for the
// Murmurations network, if the operator wants that.
package murmurations

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/publication"
	"telaio/internal/web/part/opendata"
	"telaio/internal/web/part/program"
	"telaio/internal/web/shell"
)

// Reader finds what is published.
type Reader interface {
	Find(ctx context.Context, slug string) (publication.Page, error)
}

// Refusals knows which organisations are not to be among the open data.
type Refusals interface {
	Refused(ctx context.Context) (map[string]bool, error)
}

// Pages are the routes of this group.
type Pages struct {
	On       bool // false = there are no profiles
	Reader   Reader
	Refusals Refusals
}

// Routes lists the profiles.
func (p Pages) Routes() []shell.Route {
	return []shell.Route{{
		Name: "murmurations", Method: http.MethodGet, Paths: shell.Only("/murmurations/{slug}"), Action: account.ReadPublic,
		Handle: p.show, Cached: true, Limit: shell.LimitProgram,
	}}
}

// show answers with the profile at the slug with .json.
func (p Pages) show(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	slug, ok := strings.CutSuffix(r.PathValue("slug"), ".json")
	if !ok || !p.On {
		return fault.New(fault.NotFound, "error.not_found")
	}
	page, err := p.Reader.Find(r.Context(), slug)
	if err != nil {
		return err
	}
	refused, err := p.Refusals.Refused(r.Context())
	if err != nil {
		return err
	}
	if refused[page.ID] {
		return fault.New(fault.NotFound, "error.not_found")
	}
	if page.Slug != slug {
		http.Redirect(w, r, "/murmurations/"+url.PathEscape(page.Slug)+".json", http.StatusMovedPermanently)
		return nil
	}
	return program.Document(program.MediaJSON, func() ([]byte, error) { return opendata.Publisher(v).Murmurations(page) })(w, r, v)
}
