package web

import (
	"net/http"
	"strings"

	"telaio/internal/readership"
	"telaio/internal/web/shell"
)

// count counts that a person has read the page. People who are signed in do not
// count: they look after the pages.
func (s *Server) count(w http.ResponseWriter, r *http.Request, v *shell.Visit, route shell.Route) {
	if s.Reads == nil || !route.Counted || r.Method != http.MethodGet || v.Subject.SignedIn() || !readership.By(r.Header) {
		return
	}
	answered, ok := w.(*answer)
	if !ok || answered.status() != http.StatusOK && answered.status() != http.StatusNotModified {
		return
	}
	slug := ""
	if strings.HasPrefix(route.Name, "organisation") || route.Name == "widget-organisation" {
		slug = v.Values["slug"]
	}
	if !strings.Contains(slug, ".") { // a form of the page for programs
		s.Reads.Saw(readership.Page{Name: route.Name, Slug: slug})
	}
}
