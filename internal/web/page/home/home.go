// Package home is the front page.
package home

import (
	"net/http"

	"telaio/internal/account"
	"telaio/internal/web/shell"
)

// Pages are the routes of this group.
type Pages struct{}

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	return []shell.Route{
		{Name: "home", Method: http.MethodGet, Paths: shell.Both("/{$}", "/en/{$}"), Action: account.ReadPublic, Handle: p.show, Cached: true},
	}
}

func (p Pages) show(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return shell.Render(w, r, http.StatusOK, view(v))
}
