package web

import (
	"fmt"
	"io"
	"net/http"
	"slices"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/web/shell"
)

// ownRoutes are those that belong to no page group: health and preferences.
func (s *Server) ownRoutes() []shell.Route {
	return []shell.Route{
		{Name: "health", Method: http.MethodGet, Paths: shell.Only("/healthz"), Action: account.Operate, Handle: s.healthy},
		{Name: "ready", Method: http.MethodGet, Paths: shell.Only("/readyz"), Action: account.Operate, Handle: s.ready},
		{Name: "preferences", Method: http.MethodPost, Paths: shell.Both("/preferenze", "/en/preferences"), Action: account.ReadPublic, Handle: s.prefer},
	}
}

// healthy says that the program runs.
func (s *Server) healthy(w http.ResponseWriter, _ *http.Request, _ *shell.Visit) error {
	return plain(w, "ok\n")
}

// ready says that the program can do its work, and goes on doing it: requests
// should no longer be sent to one that is about to stop.
func (s *Server) ready(w http.ResponseWriter, r *http.Request, _ *shell.Visit) error {
	if s.Draining != nil && s.Draining() {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(http.StatusServiceUnavailable)
		return plain(w, "stopping\n")
	}
	if s.Ping != nil {
		if err := s.Ping(r.Context()); err != nil {
			return fault.Wrap(fault.Unavailable, "error.unavailable", fmt.Errorf("reach the database: %w", err))
		}
	}
	return plain(w, "ready\n")
}

func plain(w http.ResponseWriter, text string) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, text) // nobody is left to tell
	return nil
}

// prefer keeps the reader's theme or language in a cookie and goes back to the
// page with the form.
func (s *Server) prefer(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	switch theme := r.PostFormValue("theme"); theme {
	case "light", "dark":
		s.Site.Cookies.Set(w, themeCookie, theme, yearInSeconds)
	case "system":
		s.Site.Cookies.Clear(w, themeCookie)
	case "":
	default:
		return fault.New(fault.Malformed, "error.malformed")
	}
	if lang := i18n.Language(r.PostFormValue("language")); slices.Contains(i18n.Languages(), lang) {
		s.Site.Cookies.Set(w, languageCookie, string(lang), yearInSeconds)
	}
	back := shell.LocalPath(r.PostFormValue("back"))
	if back == "" {
		back = v.Path("home")
	}
	w.Header().Set("Cache-Control", "private, no-store")
	http.Redirect(w, r, back, http.StatusSeeOther)
	return nil
}
