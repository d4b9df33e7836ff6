// Package text shows the pages that editors write in Markdown: who we are, the
// privacy notice, answers to common questions, credits. It also answers the
// files that robots and security researchers look for.
package text

import (
	"fmt"
	"net/http"

	"telaio/internal/account"
	"telaio/internal/clock"
	"telaio/internal/content"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/web/shell"
)

// Pages are the routes of this group.
type Pages struct {
	// Page returns the text with the name in the language.
	Page  func(name string, language i18n.Language) (content.Page, bool)
	Clock clock.Clock
}

// titles lists the pages: the name is that of the route, and of the file under
// content/page unless file says another.
func titles() []struct {
	name, file       string
	italian, english string
} {
	return []struct {
		name, file       string
		italian, english string
	}{
		{"research", "research", "/la-ricerca", "/en/research"},
		{"data", "data", "/dati", "/en/data"},
		{"privacy", "notice", "/privacy", "/en/privacy"},
		{"questions", "questions", "/domande-frequenti", "/en/questions"},
		{"accessibility", "accessibility", "/accessibilita", "/en/accessibility"},
		{"credits", "credits", "/crediti", "/en/credits"},
	}
}

// Routes lists the pages and the files.
func (p Pages) Routes() []shell.Route {
	routes := []shell.Route{
		{Name: "robots", Method: http.MethodGet, Paths: shell.Only("/robots.txt"), Action: account.ReadPublic, Handle: p.robots},
		{Name: "security", Method: http.MethodGet, Paths: shell.Only("/.well-known/security.txt"), Action: account.ReadPublic, Handle: p.security},
	}
	for _, t := range titles() {
		routes = append(routes, shell.Route{
			Name: t.name, Method: http.MethodGet, Paths: shell.Both(t.italian, t.english),
			Action: account.ReadPublic, Handle: p.show(t.file), Cached: true, Counted: true,
		})
	}
	return routes
}

func (p Pages) show(file string) func(http.ResponseWriter, *http.Request, *shell.Visit) error {
	return func(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
		page, ok := p.Page(file, v.Language)
		if !ok {
			return fault.New(fault.NotFound, "error.not_found")
		}
		body, err := render(v, page.Body)
		if err != nil {
			return fmt.Errorf("render the page %s: %w", file, err)
		}
		return shell.Render(w, r, http.StatusOK, view(v, page, body))
	}
}
