package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"telaio/internal/web/shell"
)

// TestEveryRoute_isGuarded asks for every route as somebody who may use it: its
// answer has the security headers, and a form that another site sends there
// never reaches the page.
func TestEveryRoute_isGuarded(t *testing.T) {
	m := newMatrix(t)
	for _, route := range m.routes {
		for _, pattern := range route.Paths {
			m.lookAtHeaders(t, route, pattern)
			if route.Method == http.MethodPost {
				m.tryFromElsewhere(t, route, pattern)
			}
		}
	}
}

func (m *doors) lookAtHeaders(t *testing.T, route shell.Route, pattern string) {
	t.Helper()
	answer := m.send(route.Method, m.address(pattern), nil)
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'", "X-Content-Type-Options": "nosniff",
		"Referrer-Policy": "strict-origin", "Permissions-Policy": "camera=()", "Cross-Origin-Opener-Policy": "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "", "X-Request-Id": "",
	} {
		if got := answer.Header().Get(name); got == "" || !strings.HasPrefix(got, want) {
			t.Errorf("%s %s: %s = %q; want %q…", route.Method, pattern, name, got, want)
		}
	}
}

func (m *doors) tryFromElsewhere(t *testing.T, route shell.Route, pattern string) {
	t.Helper()
	for _, header := range []http.Header{
		{"Sec-Fetch-Site": {"cross-site"}}, {"Sec-Fetch-Site": {"same-site"}}, {"Origin": {"https://example.org"}}, {"Origin": {"null"}},
	} {
		if answer := m.send(route.Method, m.address(pattern), header); answer.Code != http.StatusForbidden {
			t.Errorf("%s %s with %v = %d; want 403", route.Method, pattern, header, answer.Code)
		}
	}
}

// send asks as an administrator who holds the keys of the draft and the page.
func (m *doors) send(method, path string, header http.Header) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(""))
	for name, values := range header {
		r.Header[name] = values
	}
	r.Header.Set("Cookie", m.cookies["administrator"]+"; telaio-browser="+m.browser)
	w := httptest.NewRecorder()
	m.ServeHTTP(w, r)
	return w
}

// address fills in a pattern with what is one's own.
func (m *doors) address(pattern string) string {
	path := strings.NewReplacer("{$}", "", "...}", "}").Replace(pattern)
	for name, value := range m.own {
		path = strings.ReplaceAll(path, "{"+name+"}", value)
	}
	return strings.NewReplacer("{", "", "}", "").Replace(path) // the rest may be any word
}
