// Package web serves every page: it turns the routes of the page groups into
// one handler, decides with account.Can who gets in, and turns errors into
// pages.
package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"regexp"
	"slices"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/readership"
	"telaio/internal/web/part/opendata"
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
	Ping     func(context.Context) error // whether the database answers; nil = always
	Draining func() bool                 // whether the program is about to stop; nil = never
	Limiter  *Limiter                    // nil = no limits
	Cache    *Cache                      // nil = every page is made anew
	Reads    *readership.Counter         // nil = readings are not counted
	Pictures string                      // an origin that pictures may come from too, such as map tiles; "" = none
	Archives string                      // an origin that scripts may read too, such as an archive of map tiles; "" = none
}

// Handler puts the routes together. It refuses a route without an action, two
// pages of one name, or a pattern that clashes.
func (s *Server) Handler() (http.Handler, error) {
	s.Site.Paths = shell.Paths{}
	mux := http.NewServeMux()
	open := map[string]bool{}
	for _, route := range s.AllRoutes() {
		if err := s.add(mux, route); err != nil {
			return nil, fmt.Errorf("route %q %v: %w", route.Name, route.Paths, err)
		}
		for _, pattern := range route.Paths {
			open[route.Method+" "+pattern] = route.Open
		}
	}
	guard := http.NewCrossOriginProtection()
	if err := guard.AddTrustedOrigin(s.Site.BaseURL); err != nil {
		return nil, fmt.Errorf("the site's address: %w", err)
	}
	return &handler{server: s, mux: mux, open: open, guard: guard, protection: protection(s.Site.Cookies.Secure, s.Pictures, s.Archives)}, nil
}

// AllRoutes lists every route that is answered: those of the page groups, health
// and preferences.
func (s *Server) AllRoutes() []shell.Route { return append(s.ownRoutes(), s.Routes...) }

func (s *Server) add(mux *http.ServeMux, route shell.Route) (err error) {
	if route.Action == "" || route.Name == "" || route.Handle == nil || len(route.Paths) == 0 {
		return errors.New("it needs a name, a path, an action and a handler")
	}
	if paths, taken := s.Site.Paths[route.Name]; taken && !maps.Equal(paths, route.Paths) {
		return errors.New("another page has its name")
	}
	defer func() { // the mux tells of a clash by a panic
		if clash := recover(); clash != nil {
			err = fmt.Errorf("%v", clash)
		}
	}()
	s.Site.Paths[route.Name] = route.Paths
	for lang, pattern := range route.Paths {
		mux.Handle(route.Method+" "+pattern, s.handle(route, lang))
	}
	return nil
}

// handle is one route in one language.
func (s *Server) handle(route shell.Route, lang i18n.Language) http.Handler {
	wildcards := wildcardsOf(route.Paths[lang])
	if len(route.Paths) == 1 {
		lang = "" // the path does not say
	}
	serve := s.serve
	if route.Cached {
		serve = s.serveCached
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := s.visit(w, r, lang)
		v.Route = s.page(route)
		for _, name := range wildcards {
			v.Values[name] = r.PathValue(name)
		}
		if slices.Contains(wildcards, "token") || slices.Contains(wildcards, "key") || slices.Contains(wildcards, "room") {
			withholdPath(w.Header())
		}
		if err := serve(w, r, v, route); err != nil {
			v.Typed = again(w, r, route, err)
			if route.Open {
				opendata.OpenToAll(w.Header())
			}
			s.fail(w, r, v, err)
		} else if v.Cause != nil {
			s.report(r, v, v.Cause)
		} else {
			s.count(w, r, v, route)
		}
	})
}

// serve lets the request in, if it may come in, and hands it to the route.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, v *shell.Visit, route shell.Route) error {
	if err := s.Limiter.Allow(r, route.Limit); err != nil {
		return err
	}
	if err := readable(w, r, route); err != nil {
		return err
	}
	subject, err := s.Sessions.Subject(r)
	if err != nil {
		return fmt.Errorf("find out who asks: %w", err)
	}
	v.Subject = subject
	if len(route.Paths) == 1 && subject.Language != "" && !s.choseLanguage(r) {
		v.Printer = s.Messages.Printer(i18n.Language(subject.Language))
	}
	if route.Action == account.ReadPublic && !subject.SignedIn() {
		allowShared(w.Header())
	}
	var object account.Object
	if route.Object != nil {
		if object, err = route.Object(r, v); err != nil {
			return err
		}
	}
	if !account.Can(subject, route.Action, object) {
		return refusal(subject, route.Action)
	}
	return route.Handle(w, r, v)
}

// refusal says why account.Can answered no: signing in helps, or it does not,
// or nothing shall be said about the thing at all.
func refusal(subject account.Subject, action account.Action) error {
	switch {
	case action == account.HoldDraft || action == account.HoldStatus || action == account.HoldAssessment:
		return fault.New(fault.NotFound, "error.not_found")
	case !subject.SignedIn():
		return fault.New(fault.SignInFirst, "error.sign_in_first")
	default:
		return fault.New(fault.Denied, "error.denied")
	}
}

// page is the name of the page that a route belongs to: its own, or for a form
// that was sent, that of the page with the same address.
func (s *Server) page(route shell.Route) string {
	if route.Method == http.MethodGet {
		return route.Name
	}
	for _, other := range s.Routes {
		if other.Method == http.MethodGet && maps.Equal(other.Paths, route.Paths) {
			return other.Name
		}
	}
	return route.Name
}

var wildcard = regexp.MustCompile(`\{([a-zA-Z_][a-zA-Z0-9_]*)(?:\.\.\.)?\}`)

func wildcardsOf(pattern string) []string {
	var names []string
	for _, match := range wildcard.FindAllStringSubmatch(pattern, -1) {
		names = append(names, match[1])
	}
	return names
}
