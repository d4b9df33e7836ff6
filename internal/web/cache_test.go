package web

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	embedded "telaio/content"
	"telaio/internal/account"
	"telaio/internal/i18n"
	"telaio/internal/web/shell"
)

// cachedSite has one page that counts how often it is made.
type cachedSite struct {
	site
	generation atomic.Uint64
	made       atomic.Int64
}

func newCachedSite(t *testing.T, sessions Sessions) *cachedSite {
	t.Helper()
	messages, err := i18n.Load(embedded.Files, "locale")
	if err != nil {
		t.Fatal(err)
	}
	s := &cachedSite{}
	s.generation.Store(1)
	page := func(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
		made := s.made.Add(1)
		if r.URL.Query().Get("q") == "broken" {
			return errors.New("broken")
		}
		if r.URL.Query().Get("q") == "nothing" {
			w.WriteHeader(http.StatusNoContent)
			return nil
		}
		if r.URL.Path == "/file" {
			w.Header().Set("ETag", `"a"`)
			http.ServeContent(w, r, "", time.Date(2026, time.March, 12, 10, 30, 0, 0, time.UTC), strings.NewReader("a whole file"))
			return nil
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, "%d %s %s %s %s", made, v.Language, v.Theme, v.URL.RawQuery, strings.Repeat("filo ", 500))
		return nil
	}
	server := Server{
		Site: &shell.Site{BaseURL: local}, Messages: messages, Sessions: sessions, Log: slog.New(slog.DiscardHandler),
		Cache: NewCache(t.TempDir(), 1<<20, s.generation.Load),
		Routes: []shell.Route{
			{Name: "home", Method: "GET", Paths: shell.Both("/{$}", "/en/{$}"), Action: account.ReadPublic, Handle: page, Cached: true, Query: []string{"q", "tipo"}},
			{Name: "file", Method: "GET", Paths: shell.Only("/file"), Action: account.ReadPublic, Handle: page, Cached: true},
			{Name: "sign-in", Method: "GET", Paths: shell.Both("/accedi", "/en/sign-in"), Action: account.SignIn, Handle: page},
		},
	}
	handler, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	s.site = site{Handler: handler}
	return s
}

func TestCache_makesAPageOnce(t *testing.T) {
	s := newCachedSite(t, asker{})
	first := s.get("/").Body.String()
	for _, path := range []string{"/", "/?utm_source=x", "/?altro=1&altro=2"} {
		if got := s.get(path).Body.String(); got != first {
			t.Errorf("%s is another page: %.20s", path, got)
		}
	}
	if a, b := s.get("/?tipo=b&q=a").Body.String(), s.get("/?q=a&x=1&tipo=b").Body.String(); a != b {
		t.Errorf("the order of parameters makes another page: %.20s, %.20s", a, b)
	}
	if n := s.made.Load(); n != 2 {
		t.Errorf("made %d pages; want 2", n)
	}
}

func TestCache_tellsApartWhatAPageDependsOn(t *testing.T) {
	s := newCachedSite(t, asker{})
	for range 2 {
		s.get("/")
		s.get("/en/")
		s.get("/", "telaio-theme=dark")
		s.get("/?q=a")
		s.get("/?q=b")
	}
	if n := s.made.Load(); n != 5 {
		t.Errorf("made %d pages; want 5", n)
	}
	if body := s.get("/", "telaio-theme=dark").Body.String(); !strings.Contains(body, "dark") {
		t.Errorf("the dark page is %.30s", body)
	}
}

func TestCache_forgetsWhenSomethingPublicChanges(t *testing.T) {
	s := newCachedSite(t, asker{})
	first := s.get("/")
	s.generation.Add(1)
	second := s.get("/")
	if first.Body.String() == second.Body.String() || first.Header().Get("ETag") == second.Header().Get("ETag") {
		t.Error("the page of the old generation was sent")
	}
}

func TestCache_keepsNothingThatSomeoneInParticularIsShown(t *testing.T) {
	s := newCachedSite(t, asker{subject: account.Subject{PersonID: "p", Name: "Ada"}})
	s.get("/")
	w := s.get("/")
	if n := s.made.Load(); n != 2 {
		t.Errorf("made %d pages; want one for each request", n)
	}
	if control := w.Header().Get("Cache-Control"); !strings.Contains(control, "no-store") || w.Header().Get("ETag") != "" {
		t.Errorf("Cache-Control %q, ETag %q", control, w.Header().Get("ETag"))
	}
}

func TestCache_keepsNoErrorNoUncachedRouteAndNothingBeforeThereIsAnIndex(t *testing.T) {
	s := newCachedSite(t, asker{})
	for range 2 {
		if code := s.get("/?q=broken").Code; code != http.StatusInternalServerError {
			t.Errorf("status %d", code)
		}
		s.get("/accedi")
	}
	s.generation.Store(0)
	s.get("/")
	s.get("/")
	if n := s.made.Load(); n != 6 {
		t.Errorf("made %d pages; want 6", n)
	}
}

func TestCache_passesOnAnAnswerWithoutABody(t *testing.T) {
	s := newCachedSite(t, asker{})
	if w := s.get("/?q=nothing"); w.Code != http.StatusNoContent || w.Body.Len() > 0 {
		t.Errorf("status %d, %d bytes", w.Code, w.Body.Len())
	}
}

func TestCache_sendsTheSameBytesInEveryCoding(t *testing.T) {
	s := newCachedSite(t, asker{})
	withoutCount := func(page string) string { _, rest, _ := strings.Cut(page, " "); return rest } // each coding is made once
	plain := withoutCount(s.get("/").Body.String())
	tags := map[string]bool{}
	for accepted, open := range map[string]func(io.Reader) (io.Reader, error){
		"":                  func(r io.Reader) (io.Reader, error) { return r, nil },
		"deflate, identity": func(r io.Reader) (io.Reader, error) { return r, nil },
		"gzip":              func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		"gzip, zstd":        func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r) },
		"gzip, br, zstd":    func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept-Encoding", accepted)
		w := s.do(r)
		body, err := open(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(body)
		if err != nil || withoutCount(string(got)) != plain {
			t.Errorf("%q: %.20s, %v", accepted, got, err)
		}
		if vary := strings.Join(w.Header()["Vary"], ", "); vary != "Accept-Encoding, Cookie" {
			t.Errorf("Vary: %s", vary)
		}
		tags[w.Header().Get("ETag")] = true

		r.Header.Set("If-None-Match", `"other", `+w.Header().Get("ETag"))
		if again := s.do(r); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
			t.Errorf("%q with the page at hand: %d, %d bytes", accepted, again.Code, again.Body.Len())
		}
	}
	if len(tags) != 4 {
		t.Errorf("%d tags for four codings", len(tags))
	}
}

// A search is mostly read once: making it small must not take longer than making it.
func TestCache_packsWhatHasAnAddressHarderThanASearch(t *testing.T) {
	s := newCachedSite(t, asker{})
	for path, want := range map[string]string{"/": brotlied, "/?q=casa": zstandard} {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd")
		if got := s.do(r).Header().Get("Content-Encoding"); got != want {
			t.Errorf("%s comes in %q; want %q", path, got, want)
		}
	}
}

func TestToBrotli_givesBackWhatIsLargerThanAPage(t *testing.T) {
	plain := bytes.Repeat([]byte("<url><loc>https://example.org/</loc></url>"), 10_000)
	got, err := io.ReadAll(brotli.NewReader(bytes.NewReader(toBrotli(plain))))
	if err != nil || !bytes.Equal(got, plain) {
		t.Errorf("%d bytes of %d, %v", len(got), len(plain), err)
	}
}

func TestCache_staysWithinItsRoom(t *testing.T) {
	s := newCachedSite(t, asker{})
	for i := range 2000 {
		s.get(fmt.Sprintf("/?q=%d", i))
	}
	made := s.made.Load()
	s.get("/?q=1999")
	s.get("/?q=0")
	if n := s.made.Load() - made; n != 1 {
		t.Errorf("made %d of the newest and the oldest page again; want the oldest alone", n)
	}
}

// askFor sends the method and header of a request that wants less than a page.
func (s *cachedSite) askFor(method, path, header, value string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, local+path, nil)
	if header != "" {
		r.Header.Set(header, value)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestCache_keepsWholePagesOnly(t *testing.T) {
	modified := time.Date(2026, time.March, 12, 10, 30, 0, 0, time.UTC)
	for _, first := range []struct{ method, header, value string }{
		{http.MethodHead, "", ""},
		{http.MethodGet, "Range", "bytes=0-3"},
		{http.MethodGet, "If-Modified-Since", modified.Format(http.TimeFormat)},
		{http.MethodGet, "If-None-Match", `"a"`},
	} {
		s := newCachedSite(t, asker{})
		s.askFor(first.method, "/file", first.header, first.value)
		if got := s.askFor(http.MethodGet, "/file", "", "").Body.String(); got != "a whole file" {
			t.Errorf("after %s %s a GET gives %q", first.method, first.header, got)
		}
	}
}

func TestCache_saysWhetherACopyIsStillGood(t *testing.T) {
	s := newCachedSite(t, asker{})
	for since, want := range map[string]int{
		"Thu, 12 Mar 2026 10:30:00 GMT": http.StatusNotModified,
		"Thu, 12 Mar 2026 10:29:59 GMT": http.StatusOK,
		"yesterday":                     http.StatusOK,
	} {
		for range 2 { // made, then kept
			if got := s.askFor(http.MethodGet, "/file", "If-Modified-Since", since).Code; got != want {
				t.Errorf("since %s = %d; want %d", since, got, want)
			}
		}
	}
}

func TestCache_sendsWhatItKeeps(t *testing.T) {
	s := newCachedSite(t, asker{})
	const pages = 150 // they fit into half the room, so that none has to go
	first := map[int]string{}
	for i := range pages {
		first[i] = s.get(fmt.Sprintf("/?q=%d", i)).Body.String()
	}
	for i := range pages {
		if again := s.get(fmt.Sprintf("/?q=%d", i)).Body.String(); again != first[i] {
			t.Fatalf("page %d was %.30q and is %.30q", i, first[i], again)
		}
	}
	if n := s.made.Load(); n != pages {
		t.Errorf("made %d pages; want %d", n, pages)
	}
}

func TestCache_keepsAPageThatIsAskedForAgainAndAgain(t *testing.T) {
	s := newCachedSite(t, asker{})
	asked := s.get("/?q=popular").Body.String()
	for i := range 2000 {
		s.get(fmt.Sprintf("/?q=%d", i))
		if again := s.get("/?q=popular").Body.String(); again != asked {
			t.Fatalf("after %d other pages it was made again", i+1)
		}
	}
}

func TestCache_refusesWhoWantsAnotherVersion(t *testing.T) {
	s := newCachedSite(t, asker{})
	tag := s.askFor(http.MethodGet, "/", "", "").Header().Get("ETag")
	for wanted, want := range map[string]int{
		`"old"`: http.StatusPreconditionFailed, "W/" + tag: http.StatusPreconditionFailed, `"old", ` + tag: http.StatusOK, "*": http.StatusOK,
	} {
		if got := s.askFor(http.MethodGet, "/", "If-Match", wanted).Code; got != want {
			t.Errorf("If-Match: %s = %d; want %d", wanted, got, want)
		}
	}
}
