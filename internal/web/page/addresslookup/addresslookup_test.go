package addresslookup_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/geocoding"
	"telaio/internal/testkit"
	"telaio/internal/web"
	"telaio/internal/web/page/addresslookup"
	"telaio/internal/web/shell"
)

type reviewer struct{}

func (reviewer) Subject(*http.Request) (account.Subject, error) {
	return account.Subject{PersonID: "p", Grants: []account.Grant{{Role: account.Reviewer}}}, nil
}

func TestAnswer_writesThePointAsTheFormTakesIt(t *testing.T) {
	search := func(_ context.Context, address, _ string) ([]geocoding.Hit, error) {
		switch address {
		case "via Garibaldi 3":
			return []geocoding.Hit{{Name: "Via Garibaldi, Matera", Lat: 40.666412, Lon: 16.6043}}, nil
		case "altrove":
			return nil, nil
		}
		return nil, fault.New(fault.TooMany, "geocoding.too_fast")
	}
	library := testkit.Library(t)
	server := web.Server{
		Site:     &shell.Site{BaseURL: "http://127.0.0.1", Taxonomies: library.Taxonomies},
		Messages: library.Messages, Sessions: reviewer{}, Log: slog.New(slog.DiscardHandler),
		Routes: addresslookup.Pages{Search: search}.Routes(),
	}
	site, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]string{
		"via Garibaldi 3": "40.66641, 16.60430", "altrove": "non conosce questo indirizzo", "subito": "una domanda al secondo",
	} {
		r := httptest.NewRequest(http.MethodPost, "/redazione/punto", strings.NewReader(url.Values{"address": {address}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d; want %q on the page", address, w.Code, want)
		}
		if got := w.Header().Get("Cache-Control"); !strings.Contains(got, "no-store") {
			t.Errorf("Cache-Control %q; want no-store", got)
		}
	}
}
