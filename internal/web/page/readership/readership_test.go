package readership_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"telaio/internal/account"
	"telaio/internal/organisation"
	"telaio/internal/readership"
	"telaio/internal/testkit"
	"telaio/internal/web"
	pages "telaio/internal/web/page/readership"
	"telaio/internal/web/shell"
)

func TestMain(m *testing.M) { testkit.Main(m) }

type administrator struct{}

func (administrator) Subject(*http.Request) (account.Subject, error) {
	return account.Subject{PersonID: "a", Grants: []account.Grant{{Role: account.Administrator}}}, nil
}

// told is what the use cases say: five readings this month, three the month
// before.
type told struct{ nothing bool }

func (c told) months() []readership.Month {
	if c.nothing {
		return readership.Months(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), nil)
	}
	return readership.Months(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), []readership.Count{{Day: "2026-11-02", Reads: 1234}, {Day: "2026-10-02", Reads: 3}})
}

func (c told) OfOrganisation(_ context.Context, _, page string) ([]readership.Month, error) {
	if page == "widget-organisation" {
		return readership.Months(testkit.Day(), nil), nil
	}
	return c.months(), nil
}

func (c told) OfPages(context.Context) (map[string][]readership.Month, error) {
	if c.nothing {
		return nil, nil
	}
	return map[string][]readership.Month{"atlas": c.months(), "widget": c.months()}, nil
}

func (told) Organisation(context.Context, string) (organisation.Organisation, error) {
	return organisation.Organisation{ID: "o1", Slug: "filo", Card: organisation.Card{Name: "Filo Comune"}}, nil
}

func get(t *testing.T, says told, path string) string {
	t.Helper()
	library := testkit.Library(t)
	empty := func(http.ResponseWriter, *http.Request, *shell.Visit) error { return nil }
	server := web.Server{
		Site:     &shell.Site{BaseURL: "https://telaio.example", HelpMail: "aiuto@telaio.example", Taxonomies: library.Taxonomies, Assets: shell.Assets{Style: "/style.css"}},
		Messages: library.Messages, Sessions: administrator{}, Log: slog.New(slog.DiscardHandler),
		Routes: append(pages.Pages{UseCases: says, Organisations: says}.Routes(),
			shell.Route{Name: "home", Method: "GET", Paths: shell.Both("/{$}", "/en/{$}"), Action: account.ReadPublic, Handle: empty},
			shell.Route{Name: "area-organisation", Method: "GET", Paths: shell.Only("/area/{organisation}"), Action: account.ReadArea, Handle: empty},
			shell.Route{Name: "desk-organisations", Method: "GET", Paths: shell.Only("/redazione/organizzazioni"), Action: account.ReadDesk, Handle: empty}),
	}
	handler, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code != http.StatusOK {
		t.Fatalf("GET %s = %d", path, w.Code)
	}
	testkit.CheckHTML(t, w.Body.String())
	return w.Body.String()
}

func TestPages_tellTheMonthsInADrawingAndATable(t *testing.T) {
	for _, path := range []string{"/area/o1/letture", "/redazione/letture"} {
		page := get(t, told{}, path)
		for _, want := range []string{"1.234 letture, novembre 2026", "<rect", "<table", "meno di 5"} {
			if !strings.Contains(page, want) {
				t.Errorf("%s lacks %q", path, want)
			}
		}
		if strings.Contains(page, ">3<") {
			t.Errorf("%s tells a number that is too small", path)
		}
	}
}

func TestPages_sayThatThereIsNothingYet(t *testing.T) {
	for _, path := range []string{"/area/o1/letture", "/redazione/letture"} {
		if page := get(t, told{nothing: true}, path); !strings.Contains(page, "Ancora nessuna lettura") || strings.Contains(page, "<rect") && strings.Contains(page, "here-t") {
			t.Errorf("%s does not say that there is nothing:\n%s", path, page)
		}
	}
}
