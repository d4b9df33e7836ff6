package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// streetsFile writes a PMTiles archive with nothing compressed: a root directory
// of one tile, metadata, the tile.
func streetsFile(t *testing.T, metadata string) string {
	t.Helper()
	h := make([]byte, 127)
	copy(h, "PMTiles\x03")
	h[8], h[16] = 127, 5
	h[24], h[32] = 132, byte(len(metadata))
	h[56], h[64] = 132+byte(len(metadata)), 4
	h[97], h[98], h[99] = 1, 1, 2
	path := filepath.Join(t.TempDir(), "streets.pmtiles")
	must(t, os.WriteFile(path, []byte(string(h)+"\x01\x00\x01\x04\x01"+metadata+"tile"), 0o600))
	return path
}

func openWithStreets(t *testing.T, path string) (*program, error) {
	t.Helper()
	flags := siteFlags{databaseFlags: databaseFlags{Data: t.TempDir()}, Addr: "127.0.0.1:0", BaseURL: "http://127.0.0.1:8080", HelpMail: "aiuto@telaio.example", NoLimits: true, MapArchive: path}
	return openProgram(t.Context(), flags, false, terminal{io.Discard, io.Discard})
}

// TestStreets_areSentInPiecesThatBrowsersKeep asks for a piece of the operator's
// archive as the map does.
func TestStreets_areSentInPiecesThatBrowsersKeep(t *testing.T) {
	p, err := openWithStreets(t, streetsFile(t, `{"attribution":"© OpenStreetMap"}`))
	must(t, err)
	t.Cleanup(func() { p.Close() })
	handler, err := p.handler()
	must(t, err)
	tiles := p.tiles()
	if tiles.Credit != "© OpenStreetMap" {
		t.Errorf("credit %q; want the archive's own", tiles.Credit)
	}
	get := func(path string, header http.Header) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:8080"+path, nil)
		r.Header = header
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w
	}
	piece := get(tiles.Archive, http.Header{"Range": {"bytes=0-6"}, "Accept-Encoding": {"gzip, zstd"}})
	if piece.Code != http.StatusPartialContent || piece.Body.String() != "PMTiles" || piece.Header().Get("Content-Encoding") != "" {
		t.Errorf("a piece = %d %q %v", piece.Code, piece.Body, piece.Header())
	}
	if got := piece.Header().Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
		t.Errorf("Cache-Control %q", got)
	}
	if again := get(tiles.Archive, http.Header{"If-None-Match": {piece.Header().Get("Etag")}}); again.Code != http.StatusNotModified {
		t.Errorf("asked again = %d; want 304", again.Code)
	}
	if beyond := get(tiles.Archive, http.Header{"Range": {"bytes=9999-"}}); beyond.Code != http.StatusRequestedRangeNotSatisfiable {
		t.Errorf("beyond the end = %d; want 416", beyond.Code)
	}
	if other := get("/atlante/strade/000000000000.pmtiles", nil); other.Code != http.StatusNotFound {
		t.Errorf("another version = %d; want 404", other.Code)
	}
}

// TestStreets_thatNobodyCouldDrawStopTheStart has the line that the operator
// reads.
func TestStreets_thatNobodyCouldDrawStopTheStart(t *testing.T) {
	torn := filepath.Join(t.TempDir(), "torn.pmtiles")
	must(t, os.WriteFile(torn, []byte("PMTiles"), 0o600))
	for path, want := range map[string]string{
		"/nowhere/italia.pmtiles":               "there is no such file",
		torn:                                    "not a PMTiles archive",
		streetsFile(t, `{}`):                    "say so with --map-credit",
		"https://maps.example/italia.pmtiles":   "--map-credit",
		"http://maps.example/italia.pmtiles":    "want a file or https://",
		"https://maps example;x/italia.pmtiles": "want a file or https://",
		"s3://maps.example/italia.pmtiles?x=1":  "want a file or https://",
	} {
		_, err := openWithStreets(t, path)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v; want one line with %q", path, err, want)
		}
	}
}

// TestStreets_fromElsewhereAreNamedInTheContentPolicy lets scripts read one host
// more, and nothing else.
func TestStreets_fromElsewhereAreNamedInTheContentPolicy(t *testing.T) {
	flags := siteFlags{databaseFlags: databaseFlags{Data: t.TempDir()}, Addr: "127.0.0.1:0", BaseURL: "http://127.0.0.1:8080", HelpMail: "aiuto@telaio.example", MapArchive: "https://maps.example/italia.pmtiles", MapCredit: "© OpenStreetMap"}
	p, err := openProgram(t.Context(), flags, false, terminal{io.Discard, io.Discard})
	must(t, err)
	t.Cleanup(func() { p.Close() })
	must(t, p.index.Build(t.Context()))
	handler, err := p.handler()
	must(t, err)
	policy := ask(t, handler, "/atlante").Header().Get("Content-Security-Policy")
	for _, want := range []string{"connect-src 'self' https://maps.example;", "img-src 'self' data:;", "script-src 'self';"} {
		if !strings.Contains(policy, want) {
			t.Errorf("policy %q; want %q", policy, want)
		}
	}
}
