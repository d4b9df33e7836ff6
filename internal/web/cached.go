package web

import (
	"bytes"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"telaio/internal/fault"
	"telaio/internal/web/shell"
)

// serveCached answers with a kept page, or makes it and keeps it. What is shown
// to someone in particular goes past the cache.
func (s *Server) serveCached(w http.ResponseWriter, r *http.Request, v *shell.Visit, route shell.Route) error {
	if err := namesOnly(r, route); err != nil {
		return err
	}
	r = onlyKnown(r, v, route.Query)
	if s.Cache == nil || route.Streams != nil && route.Streams(r) || v.Notice != "" || len(r.URL.RawQuery) > longestQuery {
		return s.serve(w, r, v, route)
	}
	subject, err := s.Sessions.Subject(r)
	if err != nil || subject.SignedIn() {
		return s.serve(w, r, v, route)
	}
	as := place{name: pageKey{r.URL.Path, r.URL.RawQuery, v.Language, v.Theme, bestCoding(r)}.name(), route: route.Name, language: v.Language}
	page, generation := s.Cache.find(as.name)
	as.generation = generation
	if page.in != nil && s.sendKept(w, r, page, as) {
		return nil
	}
	return s.serveAndKeep(w, r, v, route, as)
}

// sendKept answers with a page that is kept; false if it could not be read.
func (s *Server) sendKept(w http.ResponseWriter, r *http.Request, page found, as place) bool {
	if page.settled(w, r) {
		return true
	}
	room := rooms.Get().(*[]byte)
	defer rooms.Put(room)
	body, err := page.in.pile.Read(page.body, *room)
	if err != nil {
		return false
	}
	*room = body
	if s.Cache.isOld(page.in) {
		s.Cache.keep(page.keptPage, body, as)
	}
	page.send(w, body)
	return true
}

// serveAndKeep makes the page, sends it, and keeps it if others may see it.
func (s *Server) serveAndKeep(w http.ResponseWriter, r *http.Request, v *shell.Visit, route shell.Route, as place) error {
	made := newRecorder(w.Header())
	defer made.close()
	if err := s.serve(made, whole(r), v, route); err != nil {
		return err
	}
	header := made.own(w.Header())
	plain := made.body.Bytes()
	page := newKeptPage(made.status, header, plain, bestCoding(r))
	body := plain
	if page.coding != "" {
		body = encode(plain, page.coding)
	}
	if w.Header().Get("Set-Cookie") == "" && page.forAll() {
		s.Cache.keep(page, body, as)
	}
	if !page.settled(w, r) {
		page.send(w, body)
	}
	return nil
}

// rooms are what kept pages are read and packed into.
var rooms = sync.Pool{New: func() any { return new([]byte) }}

// longestQuery is the longest query whose page is kept.
const longestQuery = 2048

// onlyKnown leaves in the address the parameters that the page depends on, in
// one order, so that nothing else of the sender's choice gets into a page that
// others are shown. The form has them too.
func onlyKnown(r *http.Request, v *shell.Visit, known []string) *http.Request {
	if r.URL.RawQuery == "" {
		return r
	}
	values := r.URL.Query()
	maps.DeleteFunc(values, func(name string, _ []string) bool { return !slices.Contains(known, name) })
	copied := *r
	copied.URL, copied.Form = &url.URL{Path: r.URL.Path, RawQuery: values.Encode()}, values
	v.URL = copied.URL
	return &copied
}

// namesOnly refuses a parameter that a strict route does not know.
func namesOnly(r *http.Request, route shell.Route) error {
	if !route.Strict || r.URL.RawQuery == "" {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(r.URL.Query())) {
		if !slices.Contains(route.Query, name) {
			refusal := fault.New(fault.Malformed, "problem.parameter")
			refusal.Message.Args = map[string]any{"Name": shortened(name), "Known": strings.Join(route.Query, ", ")}
			return refusal
		}
	}
	return nil
}

// shortened is a word of the sender's, cut to what a sentence can bear.
func shortened(word string) string {
	const most = 40 // characters
	if runes := []rune(word); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return word
}

// whole asks for all of a page, whatever part or state of it the reader has
// asked for, so that others can be given what was made.
func whole(r *http.Request) *http.Request {
	copied := *r
	copied.Method, copied.Header = http.MethodGet, r.Header.Clone()
	for _, name := range []string{"Range", "If-Range", "If-None-Match", "If-Modified-Since", "If-Match", "If-Unmodified-Since"} {
		copied.Header.Del(name)
	}
	return &copied
}

// recorder takes an answer instead of the reader, until it is closed.
type recorder struct {
	header http.Header
	status int
	body   *bytes.Buffer
}

// bodies are used again: growing a new one to a page's size costs more than
// filling it.
var bodies = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// newRecorder begins with the headers that have been set already, which the
// page may loosen.
func newRecorder(before http.Header) *recorder {
	return &recorder{header: before.Clone(), body: bodies.Get().(*bytes.Buffer)}
}

func (r *recorder) close() {
	r.body.Reset()
	bodies.Put(r.body)
}

// Header is what will stand before the body.
func (r *recorder) Header() http.Header { return r.header }

// WriteHeader keeps the first status.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

func (r *recorder) Write(b []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(b)
}

// own are the headers that the page itself has set. The status is known after
// that.
func (r *recorder) own(before http.Header) http.Header {
	r.WriteHeader(http.StatusOK)
	own := http.Header{}
	for name, values := range r.header {
		if !slices.Equal(values, before[name]) {
			own[name] = values
		}
	}
	return own
}
