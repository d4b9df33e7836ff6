package asset

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"

	"telaio/internal/fault"
)

// What a first visit may cost in Brotli, beside the page itself: e2e/weight.test.mjs
// weighs whole visits.
func TestLoad_staysWithinTheBudgetsOfAFirstVisit(t *testing.T) {
	b, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if b.Path(sansFont) == "" || b.Path("script.js") == "" || b.Path("livemap.js") == "" || b.Path("land.json") == "" {
		t.Skip("not bundled on this machine (npm ci, then tools/front.sh)")
	}
	if b.Path("literata-rare.woff2") == "" {
		t.Skip("fonts are whole on this machine (npm ci, then tools/front.sh)")
	}
	door := []string{styleSheet, "script.js", sansFont, "telaio.svg"}
	page := slices.Concat(door, []string{moreSheet, "more.js"})
	for _, c := range []struct {
		name  string
		files []string
		most  int // KiB
	}{
		{"a page to which people come first", door, 24},
		{"the same with a story", append(door[:4:4], "literata.woff2"), 37},
		{"any other page", page, 30},
		{"a page on which people work", append(page[:6:6], workSheet, "literata.woff2", "literata-bold.woff2"), 60},
		{"the map that can be moved, besides", []string{"livemap.js", "livemap.css", "land.json"}, 47},
		{"tiles of an operator, besides", []string{"tiles.js"}, 6},
	} {
		total := 0
		for _, name := range c.files {
			body, _ := b.files[name].in("br")
			t.Logf("%7d  %s", len(body), name)
			total += len(body)
		}
		if total > c.most<<10 {
			t.Errorf("%s: %d bytes; want at most %d KiB", c.name, total, c.most)
		}
	}
}

func TestLoad_worksWithoutFontsAndScript(t *testing.T) {
	b, err := load(fstest.MapFS{".keep": {}})
	if err != nil {
		t.Fatal(err)
	}
	addresses := b.Addresses()
	if addresses.Style == "" || addresses.Icon == "" {
		t.Errorf("style %q, icon %q; want both", addresses.Style, addresses.Icon)
	}
	if addresses.Script != "" || addresses.SansFont != "" {
		t.Errorf("script %q, font %q; want none", addresses.Script, addresses.SansFont)
	}
	if sheet := b.files["style.css"].plain; bytes.Contains(sheet, []byte("woff2")) {
		t.Error("the style sheet names fonts that are not there")
	}
}

func TestLoad_declaresTheFontsItHas(t *testing.T) {
	b, err := load(fstest.MapFS{
		"serif.woff2": {Data: []byte("font")},
		"fonts.json":  {Data: []byte(`[{"file": "serif.woff2", "family": "Serif", "weights": "400", "range": "U+20-7E"}]`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	sheet := string(b.files["style.css"].plain)
	want := `@font-face{font-family:"Serif";src:url("` + b.Path("serif.woff2") + `") format("woff2");font-weight:400;font-display:swap;unicode-range:U+20-7E}`
	if !strings.HasPrefix(sheet, want) || strings.Contains(sheet, sansFont) {
		t.Errorf("the sheet begins %.200s; want %s alone", sheet, want)
	}
}

func TestServe_keepsAnAssetForGoodUnderItsHash(t *testing.T) {
	b, err := load(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	path := b.Path("style.css")
	for _, c := range []struct {
		name, path, accept string
		coding, cache      string
		read               func(io.Reader) (io.Reader, error)
	}{
		{"plain", path, "", "", "immutable", func(r io.Reader) (io.Reader, error) { return r, nil }},
		{"gzip", path, "gzip, zstd", "gzip", "immutable", func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }},
		{"Brotli", path, "gzip, zstd, br;q=0.9", "br", "immutable", func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil }},
		{"a coding refused", path, "gzip;q=0", "", "immutable", func(r io.Reader) (io.Reader, error) { return r, nil }},
		{"an older page", "/assets/000000000000/style.css", "", "", "no-cache", func(r io.Reader) (io.Reader, error) { return r, nil }},
	} {
		t.Run(c.name, func(t *testing.T) {
			answer, err := ask(t, b, c.path, http.Header{"Accept-Encoding": {c.accept}})
			if err != nil {
				t.Fatal(err)
			}
			if got := answer.Header().Get("Content-Encoding"); got != c.coding {
				t.Errorf("coding %q; want %q", got, c.coding)
			}
			if got := answer.Header().Get("Cache-Control"); !strings.Contains(got, c.cache) {
				t.Errorf("Cache-Control %q; want %q in it", got, c.cache)
			}
			body, err := c.read(answer.Body)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(body)
			if err != nil || !bytes.Equal(got, b.files["style.css"].plain) {
				t.Errorf("%d bytes, %v; want the style sheet", len(got), err)
			}
		})
	}
}

func TestServe_answersNothingNewWithNotModified(t *testing.T) {
	b, err := load(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	first, err := ask(t, b, b.Path("telaio.svg"), nil)
	if err != nil {
		t.Fatal(err)
	}
	again, err := ask(t, b, b.Path("telaio.svg"), http.Header{"If-None-Match": {first.Header().Get("ETag")}})
	if err != nil || again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("status %d, %d bytes, %v; want 304 and nothing", again.Code, again.Body.Len(), err)
	}
}

// What stays is what keeps an asset from being taken for something else, and
// from running when it is opened by itself.
func TestServe_carriesNoHeadersOfADocument(t *testing.T) {
	b, err := load(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	r, w := request(b.Path("telaio.svg")), httptest.NewRecorder()
	for _, name := range []string{"Content-Security-Policy", "Permissions-Policy", "Referrer-Policy", "X-Content-Type-Options", "Cross-Origin-Resource-Policy"} {
		w.Header().Set(name, "of every answer")
	}
	if err := b.Routes()[0].Handle(w, r, nil); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'", "Permissions-Policy": "", "Referrer-Policy": "",
		"X-Content-Type-Options": "of every answer", "Cross-Origin-Resource-Policy": "of every answer",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s = %q; want %q", name, got, want)
		}
	}
}

func TestServe_knowsNoOtherFile(t *testing.T) {
	b, err := load(fstest.MapFS{"secret.env": {Data: []byte("x")}})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"secret.env", ".keep", "asset.go"} {
		if _, err := ask(t, b, "/assets/000000000000/"+name, nil); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %v; want not found", name, err)
		}
	}
}

func ask(t *testing.T, b *Bundle, path string, header http.Header) (*httptest.ResponseRecorder, error) {
	t.Helper()
	r := request(path)
	if header != nil {
		r.Header = header
	}
	w := httptest.NewRecorder()
	err := b.Routes()[0].Handle(w, r, nil)
	return w, err
}

// request asks for the asset, as the router hands it on.
func request(path string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	parts := strings.Split(path, "/")
	r.SetPathValue("hash", parts[2])
	r.SetPathValue("name", parts[3])
	return r
}
