package web

import (
	"bytes"
	"container/list"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"sync"

	"telaio/internal/i18n"
	"telaio/internal/web/shell"
)

// Cache keeps public pages as they were sent, for as long as nothing that the
// public sees changes. It holds nothing personal: only what nobody in
// particular is shown. A nil Cache keeps nothing.
//
// Every page is kept compressed, which most readers are sent; those asked for
// last by readers that want another coding are kept in that one too.
type Cache struct {
	generation func() uint64

	mu    sync.Mutex
	of    uint64 // generation of the pages that are kept
	pages map[pageKey]*list.Element
	used  shelf // every page
	open  shelf // the pages that are kept uncompressed too
}

// shelf is a list of pages, the last used first, of at most so many bytes.
type shelf struct {
	*list.List
	size, most int
}

// pageKey is everything that a cached page depends on.
type pageKey struct {
	path, query string
	language    i18n.Language
	theme       string
}

// NewCache returns a cache of at most so many bytes. The generation grows with
// each public change; pages are kept once it is above zero.
func NewCache(most int, generation func() uint64) *Cache {
	return &Cache{
		generation: generation, pages: map[pageKey]*list.Element{},
		used: shelf{List: list.New(), most: most / 4 * 3}, open: shelf{List: list.New(), most: most / 4},
	}
}

// find returns the page, nil if it is not kept, and the generation to keep it
// under once it has been made.
func (c *Cache) find(key pageKey) (*keptPage, uint64) {
	now := c.generation()
	c.mu.Lock()
	defer c.mu.Unlock()
	if now != c.of {
		c.of, c.used.size, c.open.size = now, 0, 0
		clear(c.pages)
		c.used.Init()
		c.open.Init()
	}
	element, ok := c.pages[key]
	if !ok {
		return nil, now
	}
	c.used.MoveToFront(element)
	page := element.Value.(*keptPage)
	if page.opened != nil {
		c.open.MoveToFront(page.opened)
	}
	return page, now
}

// keep takes in a page that was made when the generation was of.
func (c *Cache) keep(page *keptPage, of uint64) {
	page.pack()
	c.mu.Lock()
	defer c.mu.Unlock()
	if of == 0 || of != c.of || page.size() > c.used.most/8 {
		return
	}
	if _, taken := c.pages[page.key]; taken {
		return
	}
	c.pages[page.key] = c.used.PushFront(page)
	c.used.size += page.size()
	for c.used.size > c.used.most {
		oldest := c.used.Remove(c.used.Back()).(*keptPage)
		delete(c.pages, oldest.key)
		c.used.size -= oldest.size()
		c.shut(oldest)
	}
	c.leaveOpen(page)
}

// opened tells the cache that the page has been uncompressed for a reader.
func (c *Cache) opened(page *keptPage) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if element, ok := c.pages[page.key]; ok && element.Value == page {
		c.leaveOpen(page)
	}
}

// leaveOpen keeps the page uncompressed until others have been asked for more
// lately. A page that cannot be compressed is on the other shelf alone.
func (c *Cache) leaveOpen(page *keptPage) {
	if page.packed == nil || page.opened != nil {
		return
	}
	page.opened = c.open.PushFront(page)
	c.open.size += page.length
	for c.open.size > c.open.most {
		c.shut(c.open.Back().Value.(*keptPage))
	}
}

func (c *Cache) shut(page *keptPage) {
	if page.opened == nil {
		return
	}
	c.open.Remove(page.opened)
	c.open.size -= page.length
	page.opened = nil
	page.bodies.Store(nil)
}

// serveCached answers with a kept page, or makes it and keeps it. What is shown
// to someone in particular goes past the cache.
func (s *Server) serveCached(w http.ResponseWriter, r *http.Request, v *shell.Visit, route shell.Route) error {
	r = onlyKnown(r, v, route.Query)
	if s.Cache == nil || v.Notice != "" || len(r.URL.RawQuery) > longestQuery {
		return s.serve(w, r, v, route)
	}
	subject, err := s.Sessions.Subject(r)
	if err != nil || subject.SignedIn() {
		return s.serve(w, r, v, route)
	}
	key := pageKey{r.URL.Path, r.URL.RawQuery, v.Language, v.Theme}
	page, generation := s.Cache.find(key)
	if page == nil {
		made := newRecorder(w.Header())
		if err := s.serve(made, whole(r), v, route); err != nil {
			return err
		}
		page = made.page(key, w.Header())
		if page.status == http.StatusOK && w.Header().Get("Set-Cookie") == "" && !page.personal() {
			s.Cache.keep(page, generation)
		}
	}
	page.send(w, r, s.Cache)
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

// recorder takes an answer instead of the reader.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// newRecorder begins with the headers that have been set already, which the
// page may loosen.
func newRecorder(before http.Header) *recorder { return &recorder{header: before.Clone()} }

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
func (r *recorder) page(key pageKey, before http.Header) *keptPage {
	r.WriteHeader(http.StatusOK)
	own := http.Header{}
	for name, values := range r.header {
		if !slices.Equal(values, before[name]) {
			own[name] = values
		}
	}
	return newKeptPage(key, r.status, own, bytes.Clone(r.body.Bytes()))
}
