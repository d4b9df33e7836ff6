// Package web serves every page: it turns the routes of the page groups into
// one handler, decides with account.Can who gets in, and turns errors into
// pages.
package web

import (
	"fmt"
	"log/slog"
	"net/http"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/web/shell"
)

// Sessions says who makes a request.
type Sessions interface {
	Subject(r *http.Request) (account.Subject, error)
}

// Server is everything that the pages need to be served.
type Server struct {
	Site     *shell.Site
	Messages *i18n.Catalogue
	Sessions Sessions
	Log      *slog.Logger
	Routes   []shell.Route
}

// Handler puts the routes together. It refuses a route without an action, two
// routes of one name, or a pattern that clashes.
func (s *Server) Handler() (http.Handler, error) {
	mux := http.NewServeMux()
	s.Site.Paths = shell.Paths{}
	for _, route := range s.Routes {
		if route.Action == "" || route.Name == "" || route.Handle == nil {
			return nil, fmt.Errorf("route %q %v: it needs a name, an action and a handler", route.Name, route.Paths)
		}
		if route.Method == http.MethodGet {
			s.Site.Paths[route.Name] = route.Paths
		}
		for lang, pattern := range route.Paths {
			mux.Handle(route.Method+" "+pattern, s.handle(route, lang))
		}
	}
	return mux, nil
}

func (s *Server) handle(route shell.Route, lang i18n.Language) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &shell.Visit{Printer: s.Messages.Printer(lang), Site: s.Site, Route: route.Name, URL: r.URL}
		if err := s.serve(w, r, v, route); err != nil {
			s.fail(w, r, v, err)
		}
	})
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request, v *shell.Visit, route shell.Route) error {
	subject, err := s.Sessions.Subject(r)
	if err != nil {
		return err
	}
	v.Subject = subject
	var object account.Object
	if route.Object != nil {
		if object, err = route.Object(r, v); err != nil {
			return err
		}
	}
	if !account.Can(subject, route.Action, object) {
		if !subject.SignedIn() {
			return fault.New(fault.SignInFirst, "error.denied")
		}
		return fault.New(fault.Denied, "error.denied")
	}
	return route.Handle(w, r, v)
}

func (s *Server) fail(w http.ResponseWriter, r *http.Request, v *shell.Visit, err error) {
	status := statusOf(fault.KindOf(err))
	if status >= http.StatusInternalServerError {
		s.Log.ErrorContext(r.Context(), "request failed", "route", v.Route, "error", err)
	}
	http.Error(w, v.T("error.internal"), status)
}

func statusOf(k fault.Kind) int {
	switch k {
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Gone, fault.Expired:
		return http.StatusGone
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Conflict:
		return http.StatusConflict
	case fault.Denied:
		return http.StatusForbidden
	case fault.SignInFirst:
		return http.StatusUnauthorized
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	default:
		return http.StatusInternalServerError
	}
}
