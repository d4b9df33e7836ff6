package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"telaio/internal/organisation"
	"telaio/internal/testkit"
)

// TestPages_areSoundAndLinkToWhatExists walks every page that a visitor can
// reach from the two front pages, with and without organisations.
func TestPages_areSoundAndLinkToWhatExists(t *testing.T) {
	for name, fill := range map[string]func(*testing.T, *program){
		"an empty atlas": func(*testing.T, *program) {},
		"an organisation": func(t *testing.T, p *program) {
			testkit.Publish(t, p.store, organisation.Organisation{ID: "oz", Slug: "officine-zero", State: organisation.Published}, testkit.OfficineZero())
		},
	} {
		t.Run(name, func(t *testing.T) {
			site := newSite(t, fill)
			seen := map[string]bool{"/": true, "/en/": true}
			queue := []string{"/", "/en/"}
			for len(queue) > 0 {
				path := queue[0]
				queue = queue[1:]
				for _, link := range site.visit(t, path) {
					if !seen[link] && len(seen) < 500 {
						seen[link] = true
						queue = append(queue, link)
					}
				}
			}
			if len(seen) < 20 {
				t.Errorf("only %d pages: the walk has missed the site", len(seen))
			}
		})
	}
}

// site is a running program.
type site struct{ handler http.Handler }

func newSite(t *testing.T, fill func(*testing.T, *program)) site {
	t.Helper()
	flags := siteFlags{
		databaseFlags: databaseFlags{Data: t.TempDir()}, Addr: "127.0.0.1:0",
		BaseURL: "http://127.0.0.1:8080", HelpMail: "aiuto@telaio.example", NoLimits: true,
	}
	p, err := openProgram(t.Context(), flags, true, terminal{io.Discard, io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	fill(t, p)
	if err := p.index.Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := p.index.IndexWords(t.Context()); err != nil {
		t.Fatal(err)
	}
	handler, err := p.handler()
	if err != nil {
		t.Fatal(err)
	}
	return site{handler}
}

// visit checks the page at the path and returns the paths that it links to.
func (s site) visit(t *testing.T, path string) []string {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	if w.Code == http.StatusSeeOther || w.Code == http.StatusMovedPermanently {
		return []string{w.Header().Get("Location")}
	}
	if w.Code != http.StatusOK {
		t.Errorf("%s: status %d", path, w.Code)
		return nil
	}
	if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		return nil
	}
	t.Run(path, func(t *testing.T) { testkit.CheckHTML(t, w.Body.String()) })
	return links(t, path, w.Body.String())
}

// links lists the addresses on this site that the page names, in its links and
// in its head.
func links(t *testing.T, path, page string) []string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	base, err := url.Parse("http://127.0.0.1:8080" + path)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if a.Key != "href" && a.Key != "src" {
				continue
			}
			address, err := base.Parse(a.Val)
			if err != nil {
				t.Errorf("%s: %q is no address", path, a.Val)
				continue
			}
			if address.Host == base.Host {
				found = append(found, address.RequestURI())
			}
		}
	}
	return found
}
