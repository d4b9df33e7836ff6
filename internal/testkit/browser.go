package testkit

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// Browser visits a handler and keeps its cookies, without a script. Every HTML
// page that it is given is checked by CheckHTML.
type Browser struct {
	t       testing.TB
	handler http.Handler
	cookies map[string]*http.Cookie
}

// NewBrowser returns a browser that knows nothing yet.
func NewBrowser(t testing.TB, handler http.Handler) *Browser {
	return &Browser{t: t, handler: handler, cookies: map[string]*http.Cookie{}}
}

// Get opens a page.
func (b *Browser) Get(path string) *httptest.ResponseRecorder {
	b.t.Helper()
	return b.Do(httptest.NewRequest(http.MethodGet, path, nil))
}

// Post sends a form.
func (b *Browser) Post(path string, form url.Values) *httptest.ResponseRecorder {
	b.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.Do(r)
}

// PostFile sends a form with a file.
func (b *Browser) PostFile(path string, form url.Values, field string, file []byte) *httptest.ResponseRecorder {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range form {
		for _, value := range values {
			if err := w.WriteField(name, value); err != nil {
				b.t.Fatal(err)
			}
		}
	}
	part, err := w.CreateFormFile(field, "file")
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := part.Write(file); err != nil {
		b.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		b.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return b.Do(r)
}

// Do sends a request with the browser's cookies.
func (b *Browser) Do(r *http.Request) *httptest.ResponseRecorder {
	b.t.Helper()
	for _, c := range b.cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	answer := w.Result()
	for _, c := range answer.Cookies() {
		b.cookies[c.Name] = c
	}
	if strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") && answer.StatusCode != http.StatusSeeOther {
		CheckHTML(b.t, w.Body.String())
	}
	return w
}
