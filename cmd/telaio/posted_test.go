package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestNothingSentByAStrangerChangesAPageOrOpensIt sends to every public address
// what only the team may set: other directories have answered a POST with private
// fields, or have kept those that came with one.
func TestNothingSentByAStrangerChangesAPageOrOpensIt(t *testing.T) {
	p, handler := openCage(t, io.Discard)
	pages := []string{
		"/organizzazioni/gabbia.json", "/organizzazioni/gabbia.jsonld", "/api/v1/organisations/gabbia", "/api/v1/organisations", "/atlante.csv", "/hsds/organizations?full=true",
	}
	read := func() (bodies []string) {
		for _, page := range pages {
			bodies = append(bodies, ask(t, handler, page).Body.String())
		}
		return bodies
	}
	before := read()
	addresses := append(publicPaths(p), forPrograms(t, handler)...)
	for _, address := range addresses {
		for _, r := range strangers(t, address) {
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			if w.Code >= http.StatusInternalServerError {
				t.Errorf("%s %s = %d", r.Method, address, w.Code)
			}
			for _, found := range leaks(w) {
				t.Errorf("%s %s gives away %q", r.Method, address, found)
			}
		}
	}
	must(t, p.index.Refresh(t.Context()))
	for i, after := range read() {
		if after != before[i] {
			t.Errorf("%s is not what it was before %d addresses were sent to:\n%s", pages[i], len(addresses), after)
		}
	}
}

// strangers are the requests that somebody who is not signed in may try.
func strangers(t *testing.T, address string) []*http.Request {
	t.Helper()
	const form = "state=published&slug=gabbia&organisation=cage&name=Nome+altrui&story=Storia+altrui&publicity=exact&role=editor&email=altri%40altrui.example"
	const object = `{"state":"published","slug":"gabbia","organisation":"cage","name":"Nome altrui","places":[{"publicity":"exact"}],"role":"editor","editors":["altri"]}`
	var all []*http.Request
	for _, sent := range []struct{ method, kind, body string }{
		{http.MethodPost, "application/x-www-form-urlencoded", form},
		{http.MethodPost, "application/json", object},
		{http.MethodPut, "application/json", object},
		{http.MethodPatch, "application/json", object},
		{http.MethodDelete, "", ""},
	} {
		r := httptest.NewRequest(sent.method, "http://127.0.0.1:8080"+address, strings.NewReader(sent.body))
		r.Header.Set("Content-Type", sent.kind)
		all = append(all, r)
	}
	return all
}
