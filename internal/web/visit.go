package web

import (
	"net/http"
	"slices"
	"strings"

	"telaio/internal/i18n"
	"telaio/internal/web/shell"
)

// The cookies that hold a reader's preferences.
const (
	themeCookie    = "theme"
	languageCookie = "language"
	yearInSeconds  = 365 * 24 * 60 * 60
)

// visit is the request as pages see it. An empty language stands for an address
// that does not say: then the reader's choice holds, at last Italian.
func (s *Server) visit(w http.ResponseWriter, r *http.Request, lang i18n.Language) *shell.Visit {
	if lang == "" {
		lang = s.chosenLanguage(w, r)
	}
	v := &shell.Visit{
		Printer: s.Messages.Printer(lang), Site: s.Site, URL: r.URL, Values: map[string]string{},
		Request: w.Header().Get("X-Request-Id"),
	}
	if theme := s.Site.Cookies.Get(r, themeCookie); theme == "light" || theme == "dark" {
		v.Theme = theme
	}
	if strings.Contains(r.URL.RawQuery, "notice") {
		if notice := r.URL.Query().Get("notice"); notice != "" && v.Has("notice."+notice) {
			v.Notice = notice
		}
	}
	return v
}

// chosenLanguage is the one that the reader chose on this page, or on another
// before.
func (s *Server) chosenLanguage(w http.ResponseWriter, r *http.Request) i18n.Language {
	if r.URL.RawQuery != "" {
		if lang := i18n.Language(r.URL.Query().Get(shell.LanguageParameter)); slices.Contains(i18n.Languages(), lang) {
			s.Site.Cookies.Set(w, languageCookie, string(lang), yearInSeconds)
			return lang
		}
	}
	if lang := i18n.Language(s.Site.Cookies.Get(r, languageCookie)); slices.Contains(i18n.Languages(), lang) {
		return lang
	}
	return i18n.Italian
}

// choseLanguage reports whether the reader chose a language in this browser.
func (s *Server) choseLanguage(r *http.Request) bool {
	return s.Site.Cookies.Get(r, languageCookie) != "" || r.URL.Query().Has(shell.LanguageParameter)
}
