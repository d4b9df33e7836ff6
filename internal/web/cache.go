package web

import (
	"crypto/sha256"
	"io"
	"net/http"
	"reflect"
	"sync"

	"telaio/internal/i18n"
	"telaio/internal/openfile"
)

// Cache keeps public pages as they were sent, for as long as nothing that the
// public sees changes. It holds nothing personal: only what nobody in
// particular is shown. A nil Cache keeps nothing.
//
// The pages are in a file, not in memory: the kernel has those at hand that are
// asked for, and gives their room to whoever needs it more. The program itself
// holds a hundred bytes for each.
type Cache struct {
	folder     string
	most       uint32 // bytes of a volume
	generation func() uint64

	mu      sync.Mutex
	of      uint64 // generation of the pages that are kept
	young   *volume
	old     *volume // what was young until it was full; a page that is asked for becomes young again
	headers map[headerOf]http.Header
}

// volume is a file of pages, and where each of them is in it.
type volume struct {
	pile  *openfile.Pile
	pages map[pageName]keptPage
}

// pageKey is everything that a kept page depends on.
type pageKey struct {
	path, query string
	language    i18n.Language
	theme       string
	coding      string // the best one that the reader accepts
}

// pageName stands for a key. Nobody can find two keys of one name.
type pageName [16]byte

func (k pageKey) name() (name pageName) {
	h := sha256.New()
	for _, part := range []string{k.path, k.query, string(k.language), k.theme, k.coding} {
		_, _ = io.WriteString(h, part)
		_, _ = h.Write([]byte{0}) // in none of the parts: paths and queries with it are refused
	}
	copy(name[:], h.Sum(nil))
	return name
}

// place is where a page is kept. Pages of a route and language mostly have the
// same headers.
type place struct {
	name       pageName
	generation uint64
	route      string
	language   i18n.Language
}

// headerOf is a route in one language, and the type of content.
type headerOf struct {
	route    string
	language i18n.Language
	content  string
}

// NewCache returns a cache of at most so many bytes in files without a name in
// the folder. The generation grows with each public change; pages are kept once
// it is above zero.
func NewCache(folder string, most uint32, generation func() uint64) *Cache {
	return &Cache{folder: folder, most: most / 2, generation: generation, headers: map[headerOf]http.Header{}}
}

// found is a page that is kept, and where.
type found struct {
	keptPage
	in *volume // nil = it is not kept
}

// find looks for the page, and returns the generation to keep it under once it
// has been made.
func (c *Cache) find(name pageName) (found, uint64) {
	now := c.generation()
	c.mu.Lock()
	defer c.mu.Unlock()
	if now != c.of {
		c.of, c.young, c.old = now, nil, nil
		clear(c.headers)
	}
	for _, v := range []*volume{c.young, c.old} {
		if v == nil {
			continue
		}
		if page, ok := v.pages[name]; ok {
			return found{page, v}, now
		}
	}
	return found{}, now
}

// keep takes in a page, unless something public has changed meanwhile, or it is
// too large to leave room for others, or the disk has no room.
func (c *Cache) keep(page keptPage, body []byte, as place) {
	if as.generation == 0 || len(body) > int(c.most/8) {
		return
	}
	for range 2 {
		v := c.writable(as.generation)
		if v == nil {
			return
		}
		part, ok := v.pile.Put(body)
		if !ok {
			c.age(v)
			continue
		}
		page.body = part
		c.enter(v, page, as)
		return
	}
}

// writable is the young volume, nil if something public has changed meanwhile.
func (c *Cache) writable(of uint64) *volume {
	c.mu.Lock()
	defer c.mu.Unlock()
	if of != c.of {
		return nil
	}
	if c.young == nil {
		pile, err := openfile.NewPile(c.folder, c.most)
		if err != nil {
			return nil
		}
		c.young = &volume{pile, map[pageName]keptPage{}}
	}
	return c.young
}

// age makes the volume the old one, unless that has been done.
func (c *Cache) age(full *volume) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.young == full {
		c.old, c.young = full, nil
	}
}

// enter makes a page that has been written known.
func (c *Cache) enter(v *volume, page keptPage, as place) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if v != c.young {
		return
	}
	kind := headerOf{as.route, as.language, page.header.Get("Content-Type")}
	if header, ok := c.headers[kind]; !ok {
		c.headers[kind] = page.header
	} else if reflect.DeepEqual(header, page.header) {
		page.header = header
	}
	v.pages[as.name] = page
}

// isOld reports whether the volume is the next to go.
func (c *Cache) isOld(v *volume) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return v == c.old
}
