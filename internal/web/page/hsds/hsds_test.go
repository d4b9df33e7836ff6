package hsds_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"telaio/internal/account"
	"telaio/internal/atlas"
	"telaio/internal/openfile"
	"telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/web"
	"telaio/internal/web/page/hsds"
	"telaio/internal/web/shell"
)

func TestMain(m *testing.M) { testkit.Main(m) }

type nobody struct{}

func (nobody) Subject(*http.Request) (account.Subject, error) { return account.Subject{}, nil }

// newSite is the API over three organisations: one with two forms of solidarity
// and two places, one with one form and no place, one without a form.
func newSite(t testing.TB, s *store.Store) http.Handler {
	t.Helper()
	library := testkit.Library(t)
	at := func(id string) organisation.Place {
		p, _ := organisation.ExactPlace{ID: id, Kind: "seat", Publicity: organisation.PublicityMunicipality, Municipality: testkit.Rome()}.Public()
		return p
	}
	for i, card := range []organisation.Card{
		{Name: "A", Solidarity: []organisation.Solidarity{{Form: "empowerment"}, {Form: "network"}}, Types: []string{"association"}, Places: []organisation.Place{at("1"), at("2")}},
		{Name: "B", Solidarity: []organisation.Solidarity{{Form: "network"}}, Types: []string{"cooperative"}},
		{Name: "C"},
	} {
		testkit.Publish(t, s, organisation.Organisation{ID: fmt.Sprint("o", i), Slug: strings.ToLower(card.Name)}, card)
	}
	index := atlas.NewIndex(s, library.Taxonomies, library.Words, testkit.Clock(), slog.New(slog.DiscardHandler))
	if err := index.Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := index.IndexWords(t.Context()); err != nil {
		t.Fatal(err)
	}
	shelf, err := openfile.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	site := &shell.Site{BaseURL: "https://telaio.example", HelpMail: "aiuto@telaio.example", Taxonomies: library.Taxonomies}
	pages := hsds.Pages{
		Site: site, Messages: library.Messages, Index: index, Cards: publication.Shelf{Cards: s}, Files: shelf, Clock: testkit.Clock(),
		Refusals: &publication.Refusals{Consents: s, Generation: index.Generation},
	}
	empty := func(http.ResponseWriter, *http.Request, *shell.Visit) error { return nil }
	server := web.Server{
		Site: site, Messages: library.Messages, Sessions: nobody{}, Log: slog.New(slog.DiscardHandler), Cache: web.NewCache(t.TempDir(), 1<<20, index.Generation),
		Routes: append(pages.Routes(),
			shell.Route{Name: "organisation", Method: "GET", Paths: shell.Both("/organizzazioni/{slug}", "/en/organisations/{slug}"), Action: account.ReadPublic, Handle: empty},
			shell.Route{Name: "api-taxonomy", Method: "GET", Paths: shell.Only("/api/v1/taxonomies/{id}"), Action: account.ReadPublic, Handle: empty}),
	}
	handler, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

func ask(site http.Handler, path string) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	site.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, hsds.Root+path, nil))
	return answer
}

type list struct {
	Total    int  `json:"total_items"`
	Pages    int  `json:"total_pages"`
	Last     bool `json:"last_page"`
	Contents []struct{ ID, Name, Code, Taxonomy string }
}

func get(t testing.TB, site http.Handler, path string) (l list) {
	t.Helper()
	answer := ask(site, path)
	if err := json.Unmarshal(answer.Body.Bytes(), &l); err != nil || answer.Code != http.StatusOK {
		t.Fatalf("GET %s = %d %s", path, answer.Code, answer.Body)
	}
	return l
}

// term is the UUID of a term.
func term(t testing.TB, site http.Handler, taxonomy, code string) string {
	t.Helper()
	for _, c := range get(t, site, "/taxonomy_terms").Contents {
		if c.Taxonomy == taxonomy && c.Code == code {
			return c.ID
		}
	}
	t.Fatalf("no term %s of %s", code, taxonomy)
	return ""
}

func TestLists_countWhatTheyHave(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		site := newSite(t, s)
		network, coop := term(t, site, "solidarity_form", "network"), term(t, site, "organisation_type", "cooperative")
		owner := get(t, site, "/organizations").Contents[0].ID
		for path, want := range map[string]int{
			"/organizations": 3, "/services": 3, "/service_at_locations": 4, "/locations": 2,
			"/services?taxonomy_term_id=" + network: 2, "/services?taxonomy_term_id=" + coop: 1, "/organizations?taxonomy_term_id=" + coop: 1,
			"/service_at_locations?taxonomy_term_id=" + network: 2, "/services?organization_id=" + owner: 2, "/services?organization_id=nobody": 0,
			"/services?modified_after=2099-01-01": 0, "/services?modified_after=2020-01-01T00:00:00Z": 3, "/services?search=b": 1,
			"/services?minimal=true": 3, "/organizations?full=true&full_service=true": 3,
		} {
			l := get(t, site, path)
			if l.Total != want || len(l.Contents) != want {
				t.Errorf("%s has %d and shows %d; want %d", path, l.Total, len(l.Contents), want)
			}
			if lines := strings.Count(ask(site, path+separator(path)+"format=ndjson").Body.String(), "\n"); lines != want {
				t.Errorf("%s has %d lines; want %d", path, lines, want)
			}
		}
	})
}

func separator(path string) string {
	if strings.Contains(path, "?") {
		return "&"
	}
	return "?"
}

func TestPages_showEachOnce(t *testing.T) {
	site := newSite(t, testkit.SQLite(t))
	for _, path := range []string{"/services", "/service_at_locations", "/locations", "/organizations", "/taxonomies"} {
		all := get(t, site, path)
		var met []string
		for page := 1; ; page++ {
			l := get(t, site, fmt.Sprintf("%s?per_page=1&page=%d", path, page))
			for _, c := range l.Contents {
				met = append(met, c.ID)
			}
			if l.Last {
				break
			}
		}
		var want []string
		for _, c := range all.Contents {
			want = append(want, c.ID)
			if answer := ask(site, path+"/"+c.ID); answer.Code != http.StatusOK {
				t.Errorf("%s/%s = %d", path, c.ID, answer.Code)
			}
		}
		if !slices.Equal(met, want) {
			t.Errorf("%s page by page is %v; want %v", path, met, want)
		}
	}
}

func TestRequests_thatCannotBeTakenAreRefused(t *testing.T) {
	site := newSite(t, testkit.SQLite(t))
	for path, want := range map[string]int{
		"/services?postcode=00100": 400, "/services?taxonomy_term_id=nothing": 400, "/services?modified_after=soon": 400, "/services?page=0": 400,
		"/services/nothing": 404, "/organizations/07c2ab54-1543-8dad-9646-8901699f4299": 404, "/nothing": 404,
		"/services?taxonomy_term_id=" + term(t, site, "funding", "donations"): 400, "": 200, "/profile": 200, "/openapi.json": 200, "/profile/service.json": 200,
	} {
		if answer := ask(site, path); answer.Code != want || !json.Valid(answer.Body.Bytes()) {
			t.Errorf("%s = %d %s", path, answer.Code, answer.Body)
		}
	}
}

func FuzzRequests(f *testing.F) {
	site := newSite(f, testkit.SQLite(f))
	f.Add("search=a&per_page=2&full=true")
	f.Add("organization_id=07c2ab54-1543-8dad-9646-8901699f4299&modified_after=2026-01-01")
	f.Fuzz(func(t *testing.T, query string) {
		u, err := url.ParseRequestURI(hsds.Root + "/services?" + query)
		if err != nil {
			t.Skip()
		}
		r := httptest.NewRequest(http.MethodGet, hsds.Root+"/services", nil)
		r.URL = u
		answer := httptest.NewRecorder()
		site.ServeHTTP(answer, r)
		if answer.Code >= http.StatusInternalServerError {
			t.Errorf("%s = %d %s", query, answer.Code, answer.Body)
		}
	})
}

func TestVocabulary_takesEveryParameterOfTheStandard(t *testing.T) {
	site := newSite(t, testkit.SQLite(t))
	for _, path := range []string{"/taxonomies", "/taxonomy_terms"} {
		all := get(t, site, path+"?format=json&per_page=500").Total
		lines := ask(site, path+"?format=ndjson")
		if got := strings.Count(lines.Body.String(), "\n"); all == 0 || got != all || lines.Header().Get("Content-Type") != "application/x-ndjson" {
			t.Errorf("%s has %d values and %d lines of %s", path, all, got, lines.Header().Get("Content-Type"))
		}
	}
	if below := get(t, site, "/taxonomy_terms?top_only=true&parent_id=x").Total; below != 0 {
		t.Errorf("%d terms have a parent; want none", below)
	}
	if refused := ask(site, "/services?page=0").Body.String(); !strings.Contains(refused, "from 1 to 1000000.") {
		t.Errorf("a page that cannot be is refused with %s", refused)
	}
}
