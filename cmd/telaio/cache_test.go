package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"telaio/internal/organisation"
	"telaio/internal/testkit"
)

// TestCache_sendsWhatWouldBeMadeAnew compares every public page, as it is made
// without the cache, with what the cache sends the first and the second time.
func TestCache_sendsWhatWouldBeMadeAnew(t *testing.T) {
	var p *program
	cached := newSite(t, func(t *testing.T, made *program) {
		p = made
		publish(t, p, "officine-zero", testkit.OfficineZero())
		publish(t, p, "telaio-comune", testkit.FullCard())
	})
	p.flags.NoCache = true
	fresh, err := p.handler()
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range publicPages(t, cached) {
		want := answer(fresh, path)
		for _, time := range []string{"first", "second"} {
			if got := answer(cached.handler, path); got != want {
				t.Errorf("%s is another page the %s time:\n%.300s\nwant\n%.300s", path, time, got, want)
			}
		}
	}
}

// TestCache_showsWhatHasJustBeenPublished holds for pages that the cache has
// already sent.
func TestCache_showsWhatHasJustBeenPublished(t *testing.T) {
	var p *program
	site := newSite(t, func(t *testing.T, made *program) {
		p = made
		publish(t, p, "officine-zero", testkit.OfficineZero())
	})
	pages := []string{"/", "/atlante", "/en/atlas?q=nuova", "/sitemap.xml"}
	for _, path := range pages {
		answer(site.handler, path)
	}
	publish(t, p, "nuova-rete", organisation.Card{Name: "Nuova Rete"})
	if err := p.index.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, path := range pages {
		if page := answer(site.handler, path); !strings.Contains(page, "nuova-rete") {
			t.Errorf("%s does not link to the new page", path)
		}
	}
}

func publish(t *testing.T, p *program, slug string, card organisation.Card) {
	t.Helper()
	testkit.Publish(t, p.store, organisation.Organisation{ID: slug, Slug: slug, State: organisation.Published}, card)
}

// publicPages are those that links lead to, and some states of the atlas.
func publicPages(t *testing.T, s site) []string {
	t.Helper()
	pages := []string{
		"/", "/en/", "/atlante?forma=network&forma=advocacy", "/atlante?q=formazione&tipo=association", "/en/atlas?regione=lazio",
		"/atlante?pagina=2&utm_source=x", "/sitemap.xml", "/organizzazioni/officine-zero.json", "/organizzazioni/officine-zero.jsonld",
	}
	seen := map[string]bool{}
	for i := 0; i < len(pages); i++ {
		r := httptest.NewRequest(http.MethodGet, pages[i], nil)
		w := httptest.NewRecorder()
		s.handler.ServeHTTP(w, r)
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") || !strings.HasPrefix(w.Header().Get("Cache-Control"), "public") {
			continue
		}
		for _, link := range links(t, pages[i], w.Body.String()) {
			if !seen[link] && len(pages) < 200 && !strings.HasPrefix(link, "/assets/") {
				seen[link] = true
				pages = append(pages, link)
			}
		}
	}
	if len(pages) < 30 {
		t.Fatalf("only %d pages", len(pages))
	}
	return pages
}

// answer is the status, the type and the body.
func answer(handler http.Handler, path string) string {
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	body, _ := io.ReadAll(w.Body)
	return fmt.Sprintf("%d %s %s\n%s", w.Code, w.Header().Get("Content-Type"), w.Header().Get("Location"), body)
}
