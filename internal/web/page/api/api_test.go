package api_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"telaio/internal/account"
	"telaio/internal/atlas"
	"telaio/internal/consent"
	"telaio/internal/openfile"
	"telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/web"
	"telaio/internal/web/page/api"
	"telaio/internal/web/shell"
)

func TestMain(m *testing.M) { testkit.Main(m) }

type nobody struct{}

func (nobody) Subject(*http.Request) (account.Subject, error) { return account.Subject{}, nil }

// world is the interface over a database.
type world struct {
	t     testing.TB
	store *store.Store
	index *atlas.Index
	site  http.Handler
}

func newWorld(t testing.TB, s *store.Store, fill func(*store.Store)) *world {
	t.Helper()
	return newWorldKeeping(t, s, fill, 1<<20)
}

// newWorldKeeping keeps so many bytes of pages at most.
func newWorldKeeping(t testing.TB, s *store.Store, fill func(*store.Store), most uint32) *world {
	t.Helper()
	library := testkit.Library(t)
	fill(s)
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
	refusals := &publication.Refusals{Consents: s, Generation: index.Generation}
	site := &shell.Site{BaseURL: "https://telaio.example", HelpMail: "aiuto@telaio.example", Taxonomies: library.Taxonomies, Assets: shell.Assets{Style: "/style.css"}}
	pages := api.Pages{
		Site: site, Messages: library.Messages, Index: index, Cards: publication.Shelf{Cards: s}, Reader: publication.Reader{Records: s}, Refusals: refusals,
		Journal: publication.Changes{Journal: s, Pages: publication.Reader{Records: s}, Refusals: refusals}, Files: shelf, Clock: testkit.Clock(),
	}
	empty := func(http.ResponseWriter, *http.Request, *shell.Visit) error { return nil }
	other := func(name, italian, english string) shell.Route {
		return shell.Route{Name: name, Method: "GET", Paths: shell.Both(italian, english), Action: account.ReadPublic, Handle: empty}
	}
	server := web.Server{
		Site: site, Messages: library.Messages, Sessions: nobody{}, Log: slog.New(slog.DiscardHandler), Cache: web.NewCache(t.TempDir(), most, index.Generation),
		Routes: append(pages.Routes(), other("home", "/{$}", "/en/{$}"), other("open-data", "/dati-aperti", "/en/open-data"), other("participate", "/partecipa", "/en/participate"),
			other("organisation", "/organizzazioni/{slug}", "/en/organisations/{slug}"), other("organisation-history", "/organizzazioni/{slug}/versioni", "/en/organisations/{slug}/versions"),
			shell.Route{Name: "logo", Method: "GET", Paths: shell.Only("/logo/{id}/{size}"), Action: account.ReadPublic, Handle: empty}),
	}
	handler, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return &world{t, s, index, handler}
}

// ask sends a request, with headers as pairs.
func (w *world) ask(path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, strings.TrimPrefix(path, "https://telaio.example"), nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer := httptest.NewRecorder()
	w.site.ServeHTTP(answer, r)
	return answer
}

// list is what the tests read of a list.
type list struct {
	Total *int
	Next  string
	More  bool
	Data  []struct {
		ID, Slug, Name, Outcome string
		Organisation            struct{ Slug string }
		Publicity, Title        string
		Successor               *struct{ Slug, Name, Website string }
	}
}

func (w *world) list(path string) list {
	w.t.Helper()
	answer := w.ask(path)
	var l list
	if err := json.Unmarshal(answer.Body.Bytes(), &l); err != nil || answer.Code != http.StatusOK {
		w.t.Fatalf("GET %s = %d %s", path, answer.Code, answer.Body)
	}
	return l
}

func (l list) slugs() []string {
	slugs := make([]string, len(l.Data))
	for i, d := range l.Data {
		slugs[i] = d.Slug
	}
	return slugs
}

// walk follows next to the end.
func (w *world) walk(path string, between func(page int)) []string {
	w.t.Helper()
	var met []string
	for page := 0; path != ""; page++ {
		l := w.list(path)
		met = append(met, l.slugs()...)
		path = l.Next
		if between != nil {
			between(page)
		}
	}
	return met
}

func place() organisation.Place {
	p, _ := organisation.ExactPlace{ID: "p", Kind: "seat", Publicity: organisation.PublicityMunicipality, Municipality: testkit.Rome()}.Public()
	return p
}

func publish(t testing.TB, s *store.Store, id, name, form string, places ...organisation.Place) {
	t.Helper()
	testkit.Publish(t, s, organisation.Organisation{ID: id, Slug: "slug-" + id}, organisation.Card{
		Name: name, Solidarity: []organisation.Solidarity{{Form: form}}, Types: []string{"association"}, ShortDescription: "Corsi per chi lavora", Places: places,
		Initiatives: []organisation.Initiative{{ID: "i" + id, Title: "Iniziativa di " + name}},
	})
}

func few(t testing.TB) func(*store.Store) {
	return func(s *store.Store) {
		publish(t, s, "a", "Filo Comune", "empowerment", place())
		publish(t, s, "b", "Rete Rider", "advocacy")
		publish(t, s, "c", "Officina Roma", "empowerment", place())
		publish(t, s, "d", "Corsi Insieme", "network")
	}
}

func TestOrganisations_haveTheFiltersOfTheAtlas(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, few(t))
		for query, want := range map[string][]string{
			"":                                   {"slug-a", "slug-b", "slug-c", "slug-d"},
			"?forma=empowerment":                 {"slug-a", "slug-c"},
			"?forma=empowerment&forma=advocacy":  {"slug-a", "slug-b", "slug-c"},
			"?forma=advocacy&regione=lazio":      {},
			"?regione=lazio":                     {"slug-a", "slug-c"},
			"?comune=IT-058091&comune=it-000000": nil, // not as places have it
			"?q=rider":                           {"slug-b"},
			"?q=corsi":                           {"slug-d", "slug-a", "slug-b", "slug-c"}, // its name first
			"?ordine=nome":                       {"slug-d", "slug-a", "slug-c", "slug-b"},
			"?conferma=anno":                     {},
		} {
			if want == nil {
				continue
			}
			l := w.list(api.Root + "/organisations" + query)
			if !slices.Equal(l.slugs(), want) || *l.Total != len(want) {
				t.Errorf("%s finds %v of %d; want %v", query, l.slugs(), *l.Total, want)
			}
		}
	})
}

func TestOrganisations_aWalkMeetsEachOnceWhateverIsPublished(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		for _, order := range []string{"", "?ordine=nome", "?ordine=aggiornamento", "?q=corsi&ordine=id", "?q=corsi+iniziativa"} {
			prefix := fmt.Sprint("w", len(order))
			w := newWorld(t, s, func(s *store.Store) {
				if order == "" {
					few(t)(s)
				}
			})
			path := api.Root + "/organisations" + order
			if order == "" {
				path += "?limit=1"
			} else {
				path += "&limit=1"
			}
			met := w.walk(path, func(page int) {
				if page == 0 {
					publish(t, s, prefix+"0", "Corsi Adesso", "network")
				}
				if err := w.index.Refresh(t.Context()); err != nil {
					t.Fatal(err)
				}
			})
			for _, slug := range []string{"slug-a", "slug-b", "slug-c", "slug-d"} {
				if n := count(met, slug); n != 1 {
					t.Errorf("%q: %s is met %d times in %v", order, slug, n, met)
				}
			}
		}
	})
}

func count(all []string, one string) (n int) {
	for _, s := range all {
		if s == one {
			n++
		}
	}
	return n
}

func TestRequests_thatCannotBeTakenSayWhy(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), few(t))
	byName := w.list(api.Root + "/organisations?ordine=nome&limit=1").Next
	cursor := regexp.MustCompile(`cursor=([^&]*)`).FindStringSubmatch(byName)[1]
	endless := base64.RawURLEncoding.EncodeToString([]byte(`{"o":"","i":"a","r":1,"w":[3e38]}`))
	for path, want := range map[string]string{
		"/organisations?forme=network":            "There is no parameter forme. This address knows: q, forma, tipo, target, regione, online, conferma, comune, ordine, limit, cursor, format.",
		"/organisations?forma=nothing":            "The parameter forma can be: empowerment, advocacy, network.",
		"/organisations?forma=n&format=ndjson":    "The parameter forma can be: empowerment, advocacy, network.",
		"/organisations?limit=0":                  "The parameter limit is a number from 1 to 200.",
		"/organisations?limit=many":               "The parameter limit is a number from 1 to 200.",
		"/organisations?cursor=x":                 "This cursor is not from here, or is from a list in another order. Begin again with the first page.",
		"/organisations?cursor=" + cursor:         "This cursor is not from here, or is from a list in another order. Begin again with the first page.",
		"/organisations?q=roma&cursor=" + endless: "This cursor is not from here, or is from a list in another order. Begin again with the first page.",
		"/organisations?comune=Roma":              "The parameter comune is a code such as it-058091, as places have it; sixty at most.",
		"/organisations?ordine=rilevanza":         "Sorting by relevance needs a search: add the parameter q.",
		"/changes?since=yesterday":                "The parameter since is a date or a time, such as 2026-03-01 or 2026-03-01T08:30:00Z.",
		"/changes?cursor=" + cursor + "&limit=1":  "", // a cursor of another list may be read as the beginning, never as a failure
		"/organisations/nobody":                   "There is nothing at this address.",
		"/nothing":                                "There is nothing at this address.",
		"/taxonomies/nothing":                     "There is nothing at this address.",
	} {
		answer := w.ask(api.Root + path)
		var problem shell.Problem
		if err := json.Unmarshal(answer.Body.Bytes(), &problem); err != nil {
			t.Fatalf("%s: %s", path, answer.Body)
		}
		if want == "" {
			if answer.Code >= http.StatusInternalServerError {
				t.Errorf("%s = %d", path, answer.Code)
			}
			continue
		}
		if problem.Detail != want || problem.Status != answer.Code || answer.Header().Get("Content-Type") != "application/problem+json" || answer.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s = %d %s %v", path, answer.Code, answer.Body, answer.Header())
		}
	}
	if italian := w.ask(api.Root+"/nothing", "Accept-Language", "it-IT,it;q=0.9").Body.String(); !strings.Contains(italian, "A questo indirizzo non c'è niente.") {
		t.Errorf("an Italian is told %s", italian)
	}
}

func TestAnswers_needNotBeFetchedAgain(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), few(t))
	for _, path := range []string{"/organisations", "/organisations/slug-a", "/places", "/initiatives", "/taxonomies", "/changes", "/openapi.json", "/organisations?format=ndjson", "/organisations?format=ndjson&forma=network"} {
		first := w.ask(api.Root + path)
		tag := first.Header().Get("ETag")
		again := w.ask(api.Root+path, "If-None-Match", tag)
		if first.Code != http.StatusOK || tag == "" || again.Code != http.StatusNotModified || again.Body.Len() != 0 {
			t.Errorf("%s = %d with the tag %s, then %d", path, first.Code, tag, again.Code)
		}
		if first.Header().Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(first.Header().Get("Cache-Control"), "public") {
			t.Errorf("%s: %v", path, first.Header())
		}
	}
}

func TestPreflight_letsOtherSitesAskWithATag(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), few(t))
	r := httptest.NewRequest(http.MethodOptions, api.Root+"/organisations", nil)
	r.Header.Set("Origin", "https://elsewhere.example")
	r.Header.Set("Access-Control-Request-Headers", "if-none-match")
	answer := httptest.NewRecorder()
	w.site.ServeHTTP(answer, r)
	if answer.Code != http.StatusNoContent || !strings.Contains(answer.Header().Get("Access-Control-Allow-Headers"), "If-None-Match") || answer.Header().Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("%d %v", answer.Code, answer.Header())
	}
}

func TestLines_areEverythingOnceAsInPages(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, few(t))
		for _, query := range []string{"", "?forma=empowerment"} {
			answer := w.ask(api.Root+"/organisations"+query, "Accept", "application/x-ndjson")
			var slugs []string
			for line := range strings.Lines(answer.Body.String()) {
				var one struct{ Slug, Format string }
				if err := json.Unmarshal([]byte(line), &one); err != nil || one.Format != publication.RecordFormat {
					t.Fatalf("%s: %v", line, err)
				}
				slugs = append(slugs, one.Slug)
			}
			slices.Sort(slugs)
			if want := w.walk(api.Root+"/organisations"+query, nil); !slices.Equal(slugs, want) {
				t.Errorf("%s: the lines are %v, the pages %v", query, slugs, want)
			}
		}
	})
}

func TestBelongings_nameTheirOrganisation(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), few(t))
	places := w.list(api.Root + "/places?limit=2")
	if len(places.Data) != 1 || places.Data[0].Organisation.Slug != "slug-a" || places.Data[0].Publicity != "municipality" || places.Next == "" {
		t.Errorf("the first places are %+v", places)
	}
	initiatives := w.list(api.Root + "/initiatives?forma=network")
	if len(initiatives.Data) != 1 || initiatives.Data[0].Title != "Iniziativa di Corsi Insieme" || initiatives.Data[0].Organisation.Slug != "slug-d" {
		t.Errorf("the initiatives are %+v", initiatives)
	}
}

func TestOrganisation_isFoundByItsIDToo(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), few(t))
	if a, b := w.ask(api.Root+"/organisations/a").Body.String(), w.ask(api.Root+"/organisations/slug-a").Body.String(); a != b || !strings.Contains(a, `"slug":"slug-a"`) {
		t.Errorf("by id %s, by slug %s", a, b)
	}
}

func TestChanges_tellOnceWhatBecameOfEach(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, few(t))
		first := w.list(api.Root + "/changes?since=2020-01-01")
		if got := first.slugs(); len(got) != 4 || first.More {
			t.Fatalf("at first %v", got)
		}
		leave(t, s, "a", "slug-c")
		leave(t, s, "b", "")
		leave(t, s, "d", "")
		elsewhere := organisation.Archiving{OrganisationID: "d", Why: organisation.Ceased, ArchivedAt: testkit.Day(), SuccessorName: "Il Filo", SuccessorWebsite: "https://ilfilo.example/"}
		if err := s.PutArchiving(t.Context(), elsewhere); err != nil {
			t.Fatal(err)
		}
		refresh(t, w)
		then := w.list(first.Next)
		got := map[string]string{}
		for _, d := range then.Data {
			got[d.Slug] = d.Outcome
			if d.Successor != nil {
				got[d.Slug] += " " + d.Successor.Slug + d.Successor.Name + " " + d.Successor.Website
			}
		}
		if want := map[string]string{"slug-a": "replaced slug-c ", "slug-b": "gone", "slug-d": "replaced Il Filo https://ilfilo.example/"}; !maps.Equal(got, want) {
			t.Errorf("then %v; want %v", got, want)
		}
		if nothing := w.list(then.Next); len(nothing.Data) != 0 || nothing.Next == "" {
			t.Errorf("after that %+v", nothing)
		}
		if later := w.list(api.Root + "/changes?since=2099-01-01"); len(later.Data) != 0 || later.Next == "" {
			t.Errorf("in the future %+v", later)
		}
		if gone := w.ask(api.Root + "/organisations/slug-a"); gone.Code != http.StatusGone || !strings.Contains(gone.Body.String(), `"successor":"slug-c"`) {
			t.Errorf("who left answers %d %s", gone.Code, gone.Body)
		}
	})
}

func TestChanges_leadPastWhatHasLeftInItsTurn(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), few(t))
	first := w.list(api.Root + "/changes")
	leave(t, w.store, "b", "slug-c")
	leave(t, w.store, "c", "slug-d")
	refresh(t, w)
	for _, d := range w.list(first.Next).Data {
		if d.Outcome != "replaced" || d.Successor == nil || d.Successor.Slug != "slug-d" {
			t.Errorf("%s is %s by %+v; want it replaced by what is still there", d.Slug, d.Outcome, d.Successor)
		}
	}
}

func leave(t testing.TB, s *store.Store, id, successor string) {
	t.Helper()
	o, err := s.Organisation(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	o.State, o.Successor = organisation.Archived, successor
	if err := s.UpdateOrganisation(t.Context(), o); err != nil {
		t.Fatal(err)
	}
}

func refresh(t testing.TB, w *world) {
	t.Helper()
	if err := w.index.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestWhoRefusesOpenData_isInNoListAndHasLeft(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, few(t))
		next := w.list(api.Root + "/changes").Next
		answer := func(given bool, at time.Time) {
			entry := consent.Entry{Receipt: "r", ProposalID: "p", OrganisationID: "b", Purpose: consent.OpenData, NoticeVersion: "1", NoticeHash: "h", Given: given, At: at}
			if err := s.AddConsents(t.Context(), []consent.Entry{entry}); err != nil {
				t.Fatal(err)
			}
			refresh(t, w)
		}
		answer(true, testkit.Day())
		answer(false, testkit.Day().Add(time.Hour))
		if l := w.list(api.Root + "/organisations"); slices.Contains(l.slugs(), "slug-b") || *l.Total != 3 {
			t.Errorf("the list has %v of %d", l.slugs(), *l.Total)
		}
		if lines := w.ask(api.Root + "/organisations?format=ndjson").Body.String(); strings.Contains(lines, "slug-b") {
			t.Error("it is among the lines")
		}
		if one := w.ask(api.Root + "/organisations/slug-b"); one.Code != http.StatusForbidden || strings.Contains(one.Body.String(), "Rider") {
			t.Errorf("its own address answers %d %s", one.Code, one.Body)
		}
		if l := w.list(next); len(l.Data) != 1 || l.Data[0].Slug != "slug-b" || l.Data[0].Outcome != "gone" {
			t.Errorf("the changes are %+v", l.Data)
		}
		answer(true, testkit.Day().Add(2*time.Hour))
		if l := w.list(api.Root + "/organisations"); *l.Total != 4 {
			t.Errorf("after a change of mind there are %d", *l.Total)
		}
	})
}

func TestDescription_namesNothingThatItDoesNotHave(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), few(t))
	raw := w.ask(api.Root + "/openapi.json").Body.String()
	var document struct {
		OpenAPI    string
		Paths      map[string]map[string]struct{ Description, Summary string }
		Components struct {
			Schemas map[string]struct {
				Properties map[string]struct {
					Description string
					Ref         string `json:"$ref"`
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(raw), &document); err != nil || document.OpenAPI != "3.1.0" {
		t.Fatalf("%v: %s", err, document.OpenAPI)
	}
	for _, ref := range regexp.MustCompile(`#/components/schemas/(\w+)`).FindAllStringSubmatch(raw, -1) {
		if _, ok := document.Components.Schemas[ref[1]]; !ok {
			t.Errorf("there is no schema %s", ref[1])
		}
	}
	for path, operations := range document.Paths {
		if get := operations["get"]; get.Description == "" || strings.Contains(get.Description+get.Summary, "[api.") || len(operations) != 1 {
			t.Errorf("%s is described as %+v", path, operations)
		}
	}
	for name, schema := range document.Components.Schemas {
		for field, property := range schema.Properties {
			if property.Description == "" && property.Ref == "" {
				t.Errorf("nothing says what %s of %s is", field, name)
			}
		}
	}
	if yaml := w.ask(api.Root + "/openapi.yaml"); !strings.Contains(yaml.Body.String(), "/api/v1/organisations:") {
		t.Error("the YAML has no paths")
	}
}

func TestGuide_showsCommandsThatWork(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), few(t))
	for _, path := range []string{"/dati-aperti/api", "/en/open-data/api"} {
		page := w.ask(path)
		testkit.CheckHTML(t, page.Body.String())
		if glued := regexp.MustCompile(`(elenco|list|key|chiave)<a `).FindString(page.Body.String()); glued != "" {
			t.Errorf("%s glues a word to its link: %s", path, glued)
		}
		commands := regexp.MustCompile(`<code>curl (.*?)</code>`).FindAllStringSubmatch(page.Body.String(), -1)
		if len(commands) < 9 || strings.Contains(page.Body.String(), "[api.") {
			t.Errorf("%s has %d commands", path, len(commands))
		}
		for _, command := range commands {
			address := regexp.MustCompile(`&#39;(https://[^&]*(?:&amp;[^&]*)*)&#39;`).FindStringSubmatch(command[1])
			if address == nil {
				t.Fatalf("%s has no address", command[1])
			}
			if answer := w.ask(strings.ReplaceAll(address[1], "&amp;", "&")); answer.Code != http.StatusOK || answer.Body.Len() == 0 {
				t.Errorf("%s = %d", command[1], answer.Code)
			}
		}
	}
}

func TestRecords_asTheyAreSent(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), func(s *store.Store) {
		testkit.Publish(t, s, organisation.Organisation{ID: "full", Slug: "telaio-comune"}, testkit.FullCard())
		testkit.Publish(t, s, organisation.Organisation{ID: "oz", Slug: "officine-zero"}, testkit.OfficineZero())
	})
	for name, path := range map[string]string{"organisations": "/organisations", "places": "/places", "initiatives": "/initiatives", "changes": "/changes?since=2020-01-01"} {
		var value any
		if err := json.Unmarshal(w.ask(api.Root+path).Body.Bytes(), &value); err != nil {
			t.Fatal(err)
		}
		pretty, err := json.MarshalIndent(value, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		testkit.Golden(t, name+".json", string(pretty)+"\n")
	}
}

// FuzzRequests: whatever is asked is answered, and never with a failure of ours.
func FuzzRequests(f *testing.F) {
	w := newWorld(f, testkit.SQLite(f), few(f))
	for _, query := range []string{"forma=network&forma=advocacy", "cursor=eyJvIjoiaWQiLCJpIjoiYSJ9", "q=%22corsi%22+-roma&ordine=aggiornamento", "since=2026-01-01&limit=3", "format=ndjson", "comune=it-058091", "cursor=eyJsIjotMX0"} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		if _, err := url.ParseRequestURI("/?" + query); err != nil {
			t.Skip()
		}
		for _, path := range []string{"/organisations", "/places", "/changes"} {
			u, err := url.ParseRequestURI(api.Root + path + "?" + query)
			if err != nil {
				t.Skip()
			}
			r := httptest.NewRequest(http.MethodGet, api.Root+path, nil)
			r.URL = u
			answer := httptest.NewRecorder()
			w.site.ServeHTTP(answer, r)
			if answer.Code >= http.StatusInternalServerError || !json.Valid(answer.Body.Bytes()) && answer.Header().Get("Content-Type") != "application/x-ndjson" {
				t.Errorf("%s?%s = %d %s", path, query, answer.Code, answer.Body)
			}
		}
	})
}

func TestEntrance_leadsToEveryList(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), few(t))
	var addresses map[string]string
	if err := json.Unmarshal(w.ask(api.Root).Body.Bytes(), &addresses); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"openapi", "organisations", "places", "initiatives", "taxonomies", "changes"} {
		path, ok := strings.CutPrefix(addresses[name], "https://telaio.example")
		if answer := w.ask(path); !ok || answer.Code != http.StatusOK {
			t.Errorf("%s is at %q, which answers %d", name, addresses[name], answer.Code)
		}
	}
}
