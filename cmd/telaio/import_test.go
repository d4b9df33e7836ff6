package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"telaio/internal/testkit"
)

// TestImport_fromTheFileToThePublicPageAndBack goes the way of somebody of the
// team: a file, what it would do, what its columns mean, the import, its undoing.
func TestImport_fromTheFileToThePublicPageAndBack(t *testing.T) {
	var p *program
	doors := &doors{cookies: map[string]string{}}
	site := newSite(t, func(t *testing.T, made *program) { p = made; doors.signIn(t, made) })
	send := func(r *http.Request) *httptest.ResponseRecorder {
		t.Helper()
		r.Header.Set("Cookie", doors.cookies["researcher"])
		w := httptest.NewRecorder()
		site.handler.ServeHTTP(w, r)
		if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") && w.Code != http.StatusSeeOther {
			testkit.CheckHTML(t, w.Body.String())
		}
		return w
	}
	get := func(path string) *httptest.ResponseRecorder {
		return send(httptest.NewRequest(http.MethodGet, path, nil))
	}
	post := func(path string, form url.Values) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return send(r)
	}
	work := func() {
		t.Helper()
		if worked, err := p.imports().Next(t.Context()); !worked || err != nil {
			t.Fatalf("Next = %v, %v; want work done", worked, err)
		}
	}

	body := "--x\r\nContent-Disposition: form-data; name=\"source\"\r\n\r\nRegistro\r\n" +
		"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"r.csv\"\r\n\r\nBoh;Comune;Anno\nFilo Comune;Prato;2013\nAltra;Prato;boh\n\r\n--x--\r\n"
	r := httptest.NewRequest(http.MethodPost, "/redazione/importa", strings.NewReader(body))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	one := send(r).Header().Get("Location")
	if !strings.HasPrefix(one, "/redazione/importa/") {
		t.Fatalf("the file leads to %q", one)
	}
	if got := get(one); got.Header().Get("Refresh") == "" {
		t.Error("the page does not look again by itself while the file is read")
	}
	work()
	if got := get(one).Body.String(); !strings.Contains(got, "Nessuna colonna è il nome") {
		t.Errorf("the page does not ask for the column of the names:\n%s", got)
	}
	post(one+"/colonne", url.Values{"column.0": {"name"}, "column.1": {"municipality"}, "column.2": {"year"}})
	work()
	if got := get(one + "/righe.csv").Body.String(); !strings.Contains(got, "3,Altra,Da correggere,,Anno,da correggere,") {
		t.Errorf("the report is %q", got)
	}
	post(one+"/esegui", url.Values{"publish": {"yes"}, "skip": {"yes"}})
	work()
	if err := p.index.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := get("/organizzazioni/filo-comune").Code; got != http.StatusOK {
		t.Errorf("the public page answers %d", got)
	}
	if got := get(one).Body.String(); !strings.Contains(got, "Annulla questa importazione") {
		t.Errorf("the page offers no undo:\n%s", got)
	}
	post(one+"/annulla", nil)
	work()
	if err := p.index.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := get("/organizzazioni/filo-comune").Code; got != http.StatusGone {
		t.Errorf("after the undo the public page answers %d; want 410", got)
	}
	if got := get("/redazione/importa"); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), "Registro") {
		t.Errorf("the list = %d", got.Code)
	}
}
