package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// TestAnAddressIsLookedUpForTheTeamAlone asks as nobody in particular, of a site
// whose operator has named a server and of one that has none.
func TestAnAddressIsLookedUpForTheTeamAlone(t *testing.T) {
	nominatim := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`[{"display_name":"Via Nascosta 7, Matera","lat":"40.6664","lon":"16.6043"}]`))
	}))
	defer nominatim.Close()
	var log bytes.Buffer
	p, _ := openCage(t, &log)
	p.flags.Geocoder = nominatim.URL
	handler, err := p.handler()
	must(t, err)
	form := strings.NewReader(url.Values{"address": {"via Nascosta 7"}}.Encode())
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1:8080/redazione/punto", form)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	if strings.Contains(w.Body.String(), "40.6664") || w.Code == http.StatusOK {
		t.Errorf("a visitor is answered %d", w.Code)
	}
	if strings.Contains(log.String(), "Nascosta") {
		t.Error("the log has the address")
	}
	plain, _ := openCage(t, io.Discard)
	if plain.site.Paths.Has("desk-point") {
		t.Error("the page is there though no server is named")
	}
}
