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
	"telaio/internal/i18n"
	"telaio/internal/web/shell"
)

// Cache keeps public pages as they were sent, for as long as nothing that the
// public sees changes. It holds nothing personal: only what nobody in
// particular is shown. A nil Cache keeps nothing.
//
// Pages of a kind have most of their bytes in common. Each is kept folded, as
// what differs from the first of its kind: a sixth of its size, and unfolded in
// some microseconds. Compressing for a browser takes longer; what browsers have
// lately been sent is kept as well.
type Cache struct {
	generation func() uint64

	mu       sync.Mutex
	of       uint64 // generation of the pages that are kept
	pages    shelf[pageKey, *keptPage]
	coded    shelf[codedKey, []byte]
	patterns map[pageKind]*pattern
}

// pageKey is everything that a cached page depends on.
type pageKey struct {
	path, query string
	language    i18n.Language
	theme       string
}

// codedKey is a kept page in a coding.
type codedKey struct {
	page   *keptPage
	coding string
}

// NewCache returns a cache of at most so many bytes. The generation grows with
// each public change; pages are kept once it is above zero.
func NewCache(most int, generation func() uint64) *Cache {
	return &Cache{
		generation: generation, patterns: map[pageKind]*pattern{},
		pages: newShelf[pageKey, *keptPage](most / 5 * 4), coded: newShelf[codedKey, []byte](most / 5),
	}
}

// find returns the page, nil if it is not kept, and the generation to keep it
// under once it has been made.
func (c *Cache) find(key pageKey) (*keptPage, uint64) {
	now := c.generation()
	c.mu.Lock()
	defer c.mu.Unlock()
	if now != c.of {
		c.of = now
		c.pages.clear()
		c.coded.clear()
		clear(c.patterns)
	}
	page, _ := c.pages.get(key)
	return page, now
}

// keep takes in a page that was made when the generation was of.
func (c *Cache) keep(key pageKey, kind pageKind, page *keptPage, plain []byte, of uint64) {
	by := c.pattern(kind, page, plain, of)
	if by == nil {
		return
	}
	page.fold(plain, by)
	c.mu.Lock()
	defer c.mu.Unlock()
	if of == c.of {
		c.pages.put(key, page, page.size())
	}
}

// pattern returns the kind's, which the page becomes if it is the first; nil if
// the page is not to be kept.
func (c *Cache) pattern(kind pageKind, page *keptPage, plain []byte, of uint64) *pattern {
	c.mu.Lock()
	defer c.mu.Unlock()
	if of == 0 || of != c.of {
		return nil
	}
	by, ok := c.patterns[kind]
	if !ok {
		by = newPattern(page.header, plain)
		c.patterns[kind] = by
	}
	return by
}

// encoded returns the page's body in a coding. plain is the body if it is at
// hand.
func (c *Cache) encoded(page *keptPage, plain []byte, coding string) []byte {
	key := codedKey{page, coding}
	c.mu.Lock()
	body, ok := c.coded.get(key)
	c.mu.Unlock()
	if ok {
		return body
	}
	page.read(plain, func(plain []byte) { body = encode(plain, coding) })
	if page.pattern != nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.coded.put(key, body, len(body))
	}
	return body
}

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
	key := pageKey{r.URL.Path, r.URL.RawQuery, v.Language, v.Theme}
	page, generation := s.Cache.find(key)
	if page != nil {
		page.send(w, r, nil, s.Cache)
		return nil
	}
	made := newRecorder(w.Header())
	defer made.close()
	if err := s.serve(made, whole(r), v, route); err != nil {
		return err
	}
	page = made.page(w.Header())
	plain := made.body.Bytes()
	if page.status == http.StatusOK && w.Header().Get("Set-Cookie") == "" && !page.personal() {
		kind := pageKind{route.Name, page.header.Get("Content-Type"), v.Language, v.Theme}
		s.Cache.keep(key, kind, page, plain, generation)
	}
	page.send(w, r, plain, s.Cache)
	return nil
}

// longestQuery is the longest query whose page is kept.
const longestQuery = 2048

// onlyKnown leaves in the address the parameters that the page depends on, in
// one order, so that nothing else of the sender's choice gets into a page that
// others are shown.
func onlyKnown(r *http.Request, v *shell.Visit, known []string) *http.Request {
	if r.URL.RawQuery == "" {
		return r
	}
	values := r.URL.Query()
	maps.DeleteFunc(values, func(name string, _ []string) bool { return !slices.Contains(known, name) })
	copied := *r
	copied.URL = &url.URL{Path: r.URL.Path, RawQuery: values.Encode()}
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

// page is what was recorded: the body, and of the headers those that the page
// itself has set.
func (r *recorder) page(before http.Header) *keptPage {
	r.WriteHeader(http.StatusOK)
	own := http.Header{}
	for name, values := range r.header {
		if !slices.Equal(values, before[name]) {
			own[name] = values
		}
	}
	return newKeptPage(r.status, own, r.body.Bytes())
}
