package web

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"telaio/internal/account"
	"telaio/internal/clock"
	"telaio/internal/i18n"
	"telaio/internal/readership"
	"telaio/internal/testkit"
	"telaio/internal/web/shell"
)

// counted is the site with two pages whose readings are counted and one whose are
// not, and what it has stored afterwards.
func counted(t *testing.T, subject account.Subject, ask func(http.Handler)) map[string][]readership.Month {
	t.Helper()
	now := &clock.Fixed{T: testkit.Day()}
	counter := &readership.Counter{Clock: now}
	route := func(name, path string) shell.Route {
		return shell.Route{Name: name, Method: "GET", Paths: shell.Only(path), Action: account.ReadPublic, Cached: true, Handle: say(name), Counted: true}
	}
	uncounted := route("robots", "/robots.txt")
	uncounted.Counted = false
	messages := testkit.Library(t).Messages
	server := Server{
		Site:     &shell.Site{BaseURL: "http://127.0.0.1", Cookies: shell.NewCookies("http://127.0.0.1")},
		Messages: messages, Sessions: asker{subject: subject}, Log: slog.New(slog.DiscardHandler), Reads: counter,
		Cache:  NewCache(t.TempDir(), 1<<20, func() uint64 { return 1 }),
		Routes: []shell.Route{route("home", "/{$}"), route("organisation", "/organizzazioni/{slug}"), uncounted},
	}
	handler, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	ask(handler)
	s := testkit.SQLite(t)
	u := readership.UseCases{Records: s, Counter: counter, Clock: now}
	if err := u.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	pages, err := u.OfPages(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

func read(handler http.Handler, method, path, agent string) {
	r := httptest.NewRequest(method, path, nil)
	r.Header.Set("User-Agent", agent)
	handler.ServeHTTP(httptest.NewRecorder(), r)
}

const browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

func TestServer_countsReadingsOfPeople(t *testing.T) {
	pages := counted(t, account.Subject{}, func(site http.Handler) {
		for range 3 { // made, then kept
			read(site, http.MethodGet, "/", browser)
		}
		read(site, http.MethodGet, "/organizzazioni/filo", browser)
		read(site, http.MethodGet, "/organizzazioni/filo.json", browser)
		read(site, http.MethodGet, "/robots.txt", browser)
		read(site, http.MethodGet, "/non-esiste", browser)
		read(site, http.MethodHead, "/", browser)
		read(site, http.MethodGet, "/", "Googlebot/2.1 (+http://www.google.com/bot.html)")
	})
	if len(pages) != 2 || pages["home"][11].Reads != 3 || pages["organisation"][11].Reads != 1 {
		t.Errorf("counted %v; want the home page three times and an organisation once", pages)
	}
}

func TestServer_countsNobodyWhoIsSignedIn(t *testing.T) {
	pages := counted(t, account.Subject{PersonID: "ada", Language: string(i18n.Italian)}, func(site http.Handler) { read(site, http.MethodGet, "/", browser) })
	if len(pages) != 0 {
		t.Errorf("counted %v", pages)
	}
}
