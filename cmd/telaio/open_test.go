package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// preflight is what a browser asks before a script of another site may read an
// address with headers of its own.
func preflight(handler http.Handler, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodOptions, "http://127.0.0.1:8080"+path, nil)
	r.Header.Set("Origin", "https://altrove.example")
	r.Header.Set("Access-Control-Request-Method", http.MethodGet)
	r.Header.Set("Access-Control-Request-Headers", "if-none-match, range")
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w
}

// TestOpenAnswers_mayBeAskedForByScriptsOfOtherSites walks every address: what
// says that any site may read it says so beforehand too, and nothing else does.
func TestOpenAnswers_mayBeAskedForByScriptsOfOtherSites(t *testing.T) {
	p, handler := openCage(t, io.Discard)
	open := 0
	for _, path := range append(publicPaths(p), forPrograms(t, handler)...) {
		answer, before := ask(t, handler, path), preflight(handler, path)
		if answer.Header().Get("Access-Control-Allow-Credentials") != "" || before.Header().Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s lets other sites use a reader's cookies", path)
		}
		switch answer.Header().Get("Access-Control-Allow-Origin") {
		case "*":
			open++
			allowed := strings.ToLower(before.Header().Get("Access-Control-Allow-Headers"))
			if before.Code != http.StatusNoContent || before.Header().Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(allowed, "if-none-match") || !strings.Contains(allowed, "range") {
				t.Errorf("OPTIONS %s = %d %v; its answer is open", path, before.Code, before.Header())
			}
			if methods := before.Header().Get("Access-Control-Allow-Methods"); strings.Contains(methods, "POST") {
				t.Errorf("OPTIONS %s allows %s", path, methods)
			}
		case "":
			if answer.Code < http.StatusMultipleChoices && strings.HasPrefix(answer.Header().Get("Content-Type"), "application/") && before.Code == http.StatusNoContent {
				t.Errorf("OPTIONS %s promises what the answer does not keep", path)
			}
		}
	}
	if open < 40 {
		t.Errorf("%d addresses are open; the walk should have seen more", open)
	}
	for _, path := range []string{"/", "/accedi", "/redazione", "/area", "/atlante", "/partecipa"} {
		if before := preflight(handler, path); before.Code == http.StatusNoContent || before.Header().Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("OPTIONS %s = %d %v", path, before.Code, before.Header())
		}
	}
}

// TestOpenAnswers_areReadInPartsAndAskedAgain goes the way of tools that fetch a
// file bit by bit, and of those that look whether theirs is still good.
func TestOpenAnswers_areReadInPartsAndAskedAgain(t *testing.T) {
	_, handler := openCage(t, io.Discard)
	do := func(method, path string, header ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, "http://127.0.0.1:8080"+path, nil)
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w
	}
	for _, path := range []string{"/atlante.csv", "/atlante.xlsx", "/atlante.geojson", "/atlante.jsonld"} {
		whole := do(http.MethodGet, path)
		tag := whole.Header().Get("ETag")
		part := do(http.MethodGet, path, "Range", "bytes=5-14", "If-Range", tag)
		if want := whole.Body.String()[5:15]; part.Code != http.StatusPartialContent || part.Body.String() != want {
			t.Errorf("GET %s in part = %d %q; want %q", path, part.Code, part.Body.String(), want)
		}
		if head := do(http.MethodHead, path); head.Code != http.StatusOK || head.Body.Len() != 0 || head.Header().Get("Content-Length") != whole.Header().Get("Content-Length") || head.Header().Get("ETag") != tag {
			t.Errorf("HEAD %s = %d %v", path, head.Code, head.Header())
		}
		if again := do(http.MethodGet, path, "If-None-Match", tag); again.Code != http.StatusNotModified || again.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("GET %s again = %d %v", path, again.Code, again.Header())
		}
		exposed := whole.Header().Get("Access-Control-Expose-Headers")
		for _, name := range []string{"ETag", "Content-Range", "Link"} {
			if !strings.Contains(exposed, name) {
				t.Errorf("a script cannot read %s of %s: %q", name, path, exposed)
			}
		}
	}
	if lost := do(http.MethodGet, "/organizzazioni/nessuna.json"); lost.Code != http.StatusNotFound || lost.Header().Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("what is not there = %d, and a script is not told: %v", lost.Code, lost.Header())
	}
}
