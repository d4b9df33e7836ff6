// Package home is the front page: what the observatory is, what it has gathered
// so far, and the invitation to take part.
package home

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"telaio/internal/account"
	"telaio/internal/web/part/organisationrow"
	"telaio/internal/web/part/townmap"
	"telaio/internal/web/shell"
)

// latest is how many organisations the page shows.
const latest = 4

// Figures is what the page says about all published organisations.
type Figures struct {
	Organisations int
	Towns         int
	ByForm        map[string]int // solidarity form's code to how many practise it
	Latest        []organisationrow.Entry
	Map           townmap.Map
	UpdatedAt     time.Time // of the newest page; zero = there is none
}

// Pages are the routes of this group.
type Pages struct {
	// Figures counts what is published, and lists its newest pages.
	Figures func(ctx context.Context, v *shell.Visit, latest int) (Figures, error)
}

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	return []shell.Route{
		{Name: "home", Method: http.MethodGet, Paths: shell.Both("/{$}", "/en/{$}"), Action: account.ReadPublic, Handle: p.show, Cached: true, Counted: true},
	}
}

func (p Pages) show(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	figures, err := p.Figures(r.Context(), v, latest)
	if err != nil {
		return fmt.Errorf("count what is published: %w", err)
	}
	return shell.Render(w, r, http.StatusOK, view(v, figures))
}
