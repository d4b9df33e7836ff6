package atlas_test

import (
	"compress/gzip"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"telaio/internal/account"
	"telaio/internal/atlas"
	"telaio/internal/gazetteer"
	"telaio/internal/openfile"
	"telaio/internal/organisation"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/web"
	pages "telaio/internal/web/page/atlas"
	"telaio/internal/web/shell"
)

func TestMain(m *testing.M) { testkit.Main(m) }

type nobody struct{}

func (nobody) Subject(*http.Request) (account.Subject, error) { return account.Subject{}, nil }

// newSite is the pages of this group over what fill publishes.
func newSite(t testing.TB, fill func(*store.Store)) http.Handler {
	t.Helper()
	library := testkit.Library(t)
	s := testkit.SQLite(t)
	fill(s)
	index := atlas.NewIndex(s, library.Taxonomies, library.Words, testkit.Clock(), slog.New(slog.DiscardHandler))
	towns, err := gazetteer.Capitals()
	if err != nil {
		t.Fatal(err)
	}
	index.Gazetteer = towns
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
	empty := func(http.ResponseWriter, *http.Request, *shell.Visit) error { return nil }
	server := web.Server{
		Site:     &shell.Site{BaseURL: "https://telaio.example", HelpMail: "aiuto@telaio.example", Taxonomies: library.Taxonomies, Assets: shell.Assets{Style: "/style.css"}, Towns: towns},
		Messages: library.Messages, Sessions: nobody{}, Log: slog.New(slog.DiscardHandler),
		Routes: append(pages.Pages{Index: index, Shelf: shelf, Clock: testkit.Clock()}.Routes(),
			shell.Route{Name: "organisation-history", Method: "GET", Paths: shell.Both("/organizzazioni/{slug}/versioni", "/en/organisations/{slug}/versions"), Action: account.ReadPublic, Handle: empty},
			shell.Route{Name: "home", Method: "GET", Paths: shell.Both("/{$}", "/en/{$}"), Action: account.ReadPublic, Handle: empty},
			shell.Route{Name: "organisation", Method: "GET", Paths: shell.Both("/organizzazioni/{slug}", "/en/organisations/{slug}"), Action: account.ReadPublic, Handle: empty},
			shell.Route{Name: "participate", Method: "GET", Paths: shell.Both("/partecipa", "/en/participate"), Action: account.Participate, Handle: empty}),
	}
	handler, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

func get(t testing.TB, site http.Handler, path string) string {
	t.Helper()
	w := httptest.NewRecorder()
	site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code != http.StatusOK {
		t.Fatalf("GET %s = %d", path, w.Code)
	}
	return w.Body.String()
}

// place is a public one at a capital.
func place(t testing.TB, town string) organisation.Place {
	t.Helper()
	towns, err := gazetteer.Capitals()
	if err != nil {
		t.Fatal(err)
	}
	m, ok := towns.ByCode(towns.Towns(town)[0].Code)
	if !ok {
		t.Fatalf("no town %s", town)
	}
	p, _ := organisation.ExactPlace{ID: "p", Kind: "seat", Publicity: organisation.PublicityMunicipality, Municipality: m}.Public()
	return p
}

func card(name, form, kind string, places ...organisation.Place) organisation.Card {
	return organisation.Card{
		Name: name, Types: []string{kind}, Solidarity: []organisation.Solidarity{{Form: form}}, TargetGroups: []string{"craft"},
		ShortDescription: "Corsi per chi lavora & <altro>", Places: places,
	}
}

func few(t testing.TB) func(*store.Store) {
	t.Helper()
	return func(s *store.Store) {
		for i, c := range []organisation.Card{
			card("Filo Comune", "empowerment", "cooperative", place(t, "Prato")),
			card("Rete Rider", "advocacy", "collective", place(t, "Roma")),
			card("Officina Roma", "empowerment", "association", place(t, "Roma")),
			card("Senza Sede", "network", "association"),
		} {
			testkit.Publish(t, s, organisation.Organisation{ID: fmt.Sprint("o", i), Slug: fmt.Sprint("o", i), Example: true}, c)
		}
	}
}

var (
	rowName = regexp.MustCompile(`<h3>\s*<a href="[^"]*">([^<]*)</a>`)
	links   = regexp.MustCompile(`href="(/atlante[^"]*)"`)
)

func rows(page string) string {
	var names []string
	page = strings.NewReplacer("<mark>", "", "</mark>", "").Replace(page)
	for _, match := range rowName.FindAllStringSubmatch(page, -1) {
		names = append(names, match[1])
	}
	return strings.Join(names, ", ")
}

func TestAtlas_listsWhatFits(t *testing.T) {
	site := newSite(t, few(t))
	for query, want := range map[string]string{
		"":                                      "Filo Comune, Officina Roma, Rete Rider, Senza Sede",
		"?forma=empowerment":                    "Filo Comune, Officina Roma",
		"?forma=empowerment&forma=advocacy":     "Filo Comune, Officina Roma, Rete Rider",
		"?forma=empowerment&tipo=association":   "Officina Roma",
		"?regione=lazio":                        "Officina Roma, Rete Rider",
		"?comune=it-100005":                     "Filo Comune",
		"?q=roma":                               "Officina Roma, Rete Rider",
		"?q=ROMA+corsi&tipo=collective":         "Rete Rider",
		"?q=niente":                             "",
		"?forma=boh&tipo=boh&pagina=x&utm=1":    "Filo Comune, Officina Roma, Rete Rider, Senza Sede",
		"?target=craft&pagina=7":                "Filo Comune, Officina Roma, Rete Rider, Senza Sede",
		"?q=%22%27%3B%20drop%20table%20NEAR%28": "",
	} {
		if got := rows(get(t, site, "/atlante"+query)); got != want {
			t.Errorf("%s lists %q; want %q", query, got, want)
		}
	}
}

func TestAtlas_isSoundInEveryState(t *testing.T) {
	for name, fill := range map[string]func(*store.Store){"few": few(t), "none": func(*store.Store) {}} {
		site := newSite(t, fill)
		for _, path := range []string{
			"/atlante", "/en/atlas", "/atlante?forma=empowerment&tipo=association&comune=it-058091&q=roma", "/en/atlas?q=%3Cscript%3E",
			"/atlante?regione=lazio&regione=toscana", "/atlante?q=niente",
		} {
			t.Run(name+path, func(t *testing.T) { testkit.CheckHTML(t, get(t, site, path)) })
		}
	}
}

func TestAtlas_countsWhatEachChoiceWouldGive(t *testing.T) {
	page := get(t, newSite(t, few(t)), "/atlante?forma=empowerment")
	for value, want := range map[string]string{"empowerment": "2", "advocacy": "1", "network": "1", "association": "1", "cooperative": "1", "collective": "0"} {
		field := regexp.MustCompile(`(?s)value="` + value + `"[^>]*>.*?<span class="n num">(\d+)</span>`).FindStringSubmatch(page)
		if field == nil || field[1] != want {
			t.Errorf("%s: %v; want %s", value, field[1:], want)
		}
	}
	if !strings.Contains(page, `aria-label="Roma, 1 organizzazione"`) {
		t.Error("the map does not count Roma")
	}
}

func TestAtlas_foldsChoicesThatWouldFindNothing(t *testing.T) {
	site := newSite(t, few(t))
	shown := func(query, parameter string) string {
		t.Helper()
		_, facet, _ := strings.Cut(get(t, site, "/atlante"+query), `name="`+parameter+`"`)
		facet, _, _ = strings.Cut(facet, `<details class="more">`)
		var codes []string
		for _, match := range regexp.MustCompile(`value="(\w+)"`).FindAllStringSubmatch(facet, -1) {
			codes = append(codes, match[1])
		}
		return strings.Join(codes, " ")
	}
	for query, want := range map[string]string{
		"":                   "association cooperative collective",
		"?forma=empowerment": "association cooperative",
		"?forma=network&tipo=cooperative&tipo=union": "association cooperative union",
	} {
		if got := shown(query, "tipo"); got != want {
			t.Errorf("%s shows the types %q; want %q", query, got, want)
		}
	}
}

func TestAtlas_keepsTheOrderWhenAFilterIsApplied(t *testing.T) {
	site := newSite(t, few(t))
	if page := get(t, site, "/atlante?q=roma&ordine=nome"); !strings.Contains(page, `<input type="hidden" name="ordine" value="nome">`) {
		t.Error("the form does not send the order")
	}
	if page := get(t, site, "/atlante"); strings.Contains(page, `name="ordine"`) {
		t.Error("the form sends an order that nobody chose")
	}
}

func TestAtlas_saysWhatTheMapCannotShow(t *testing.T) {
	if page := get(t, newSite(t, few(t)), "/atlante"); !strings.Contains(page, "1 senza un luogo pubblico.") {
		t.Error("the organisation without a place is not counted in words")
	}
}

func TestAtlas_queriesSurviveEveryLink(t *testing.T) {
	site := newSite(t, few(t))
	const query = "q=corsi&forma=empowerment&tipo=association&tipo=cooperative"
	page := get(t, site, "/atlante?utm=x&"+query)
	var paths []string
	for _, match := range links.FindAllStringSubmatch(page, -1) {
		paths = append(paths, strings.ReplaceAll(match[1], "&amp;", "&"))
	}
	for _, want := range []string{
		"/atlante?forma=empowerment&tipo=association&tipo=cooperative", // without the text
		"/atlante?q=corsi&tipo=association&tipo=cooperative",           // without the form
		"/atlante?q=corsi&forma=empowerment&tipo=association",          // without a type
		"/atlante?" + query + "&comune=it-058091",                      // to a town
		"/atlante?" + query + "&comune=it-100005",                      // to another
	} {
		if !slices.Contains(paths, want) {
			t.Errorf("no link to %s in %q", want, paths)
		}
		get(t, site, want)
	}
	if strings.Contains(page, "utm") || !strings.Contains(page, `href="/en/atlas?`+strings.ReplaceAll(query, "&", "&amp;")+`"`) {
		t.Error("the other language's address is not that of the same query")
	}
}

func TestAtlas_turnsPages(t *testing.T) {
	site := newSite(t, func(s *store.Store) {
		for i := range 45 {
			id := fmt.Sprintf("o%02d", i)
			testkit.Publish(t, s, organisation.Organisation{ID: id, Slug: id}, card("Rete "+id, "network", "network"))
		}
	})
	page := get(t, site, "/atlante?forma=network&pagina=3")
	if got := rows(page); got != "Rete o40, Rete o41, Rete o42, Rete o43, Rete o44" {
		t.Errorf("the third page lists %q", got)
	}
	if !strings.Contains(page, "Da 41 a 45 di 45") || !strings.Contains(page, `href="/atlante?forma=network&amp;pagina=2"`) {
		t.Error("the third page does not say where it is and lead back")
	}
}

func TestSitemap_listsEveryPublicPageInBothLanguages(t *testing.T) {
	var m struct {
		Pages []struct {
			Location string `xml:"loc"`
		} `xml:"url"`
	}
	if err := xml.NewDecoder(strings.NewReader(get(t, newSite(t, few(t)), "/sitemap.xml"))).Decode(&m); err != nil {
		t.Fatal(err)
	}
	var listed []string
	for _, p := range m.Pages {
		listed = append(listed, p.Location)
	}
	for _, want := range []string{"/", "/en/", "/atlante", "/en/atlas", "/organizzazioni/o0", "/en/organisations/o3"} {
		if !slices.Contains(listed, "https://telaio.example"+want) {
			t.Errorf("%s is not listed in %q", want, listed)
		}
	}
}

func TestSitemap_hasNoOtherParts(t *testing.T) {
	site := newSite(t, few(t))
	if part := get(t, site, "/sitemap/1.xml"); part != get(t, site, "/sitemap.xml") {
		t.Errorf("the one part is %s", part)
	}
	for _, wrong := range []string{"/sitemap/0.xml", "/sitemap/2.xml", "/sitemap/01.xml", "/sitemap/1", "/sitemap/-1.xml"} {
		w := httptest.NewRecorder()
		site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, wrong, nil))
		if w.Code != http.StatusNotFound {
			t.Errorf("%s = %d; want 404", wrong, w.Code)
		}
	}
}

// many publishes 10,000 organisations, spread as real ones are.
func many(t testing.TB) func(*store.Store) {
	t.Helper()
	return func(s *store.Store) {
		towns := []organisation.Place{place(t, "Roma"), place(t, "Milano"), place(t, "Napoli"), place(t, "Torino"), place(t, "Bari"), place(t, "Prato")}
		forms := []string{"empowerment", "advocacy", "network"}
		kinds := []string{"association", "aps", "cooperative", "union", "collective"}
		err := s.InTx(t.Context(), func(ctx context.Context) error {
			for i := range 10_000 {
				o := organisation.Organisation{ID: fmt.Sprintf("o%05d", i), Slug: fmt.Sprintf("o%05d", i), State: organisation.Published, Revision: 1, CreatedAt: testkit.Day(), UpdatedAt: testkit.Day()}
				if err := s.CreateOrganisation(ctx, o); err != nil {
					return err
				}
				c := card(fmt.Sprintf("Rete %d", i*7919%10_000), forms[i%3], kinds[i*i%5], towns[i%6])
				c.TargetGroups = []string{"craft", "self_employed", "care"}[:i%4%3+1]
				if err := s.AddRevision(ctx, o, organisation.Revision{OrganisationID: o.ID, Number: 1, Card: c, CreatedAt: testkit.Day()}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// BenchmarkAtlas compares uncached pages of 10,000 organisations with a control
// that writes 30 KB from memory.
func BenchmarkAtlas(b *testing.B) {
	site := newSite(b, many(b))
	page := strings.Repeat("x", 30<<10)
	control := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, page) })
	for name, run := range map[string]struct {
		handler http.Handler
		path    string
	}{
		"control":  {control, "/"},
		"first":    {site, "/atlante"},
		"filtered": {site, "/atlante?forma=network&tipo=aps&tipo=union&target=craft"},
		"text":     {site, "/atlante?q=rete+99&forma=network"},
	} {
		server := httptest.NewServer(run.handler)
		defer server.Close()
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				answer, err := http.Get(server.URL + run.path)
				if err != nil || answer.StatusCode != http.StatusOK {
					b.Fatal(answer, err)
				}
				io.Copy(io.Discard, answer.Body)
				answer.Body.Close()
			}
		})
	}
}

func TestAtlas_saysWhatItLookedFor(t *testing.T) {
	site := newSite(t, few(t))
	for query, want := range map[string]string{
		"?q=roma":                            "Officina <mark>Roma</mark>",
		"?q=pratto":                          "Nessuna pagina contiene “pratto”. Mostriamo i risultati per “prato”.",
		"?q=corsi+boh":                       `href="/atlante?q=corsi">Cerca “corsi”: 4 risultati`,
		"?q=corsi+vicino+a+milano":           `href="/atlante?q=corsi&amp;vicino=it-015146">Cerca “corsi” vicino a Milano (MI): 4 risultati`,
		"?q=milano&forma=network":            `href="/atlante?forma=network&amp;vicino=it-015146">Guarda le più vicine a Milano (MI)`,
		"?vicino=milan":                      `"vicino" value="Milano (MI)"`,
		"?vicino=mllano":                     `<span class="muted">Intendevi:</span> <a href="/atlante?vicino=it-015146">Milano (MI)</a>`,
		"?q=roma&forma=network":              `href="/atlante?q=roma">Togli i filtri: 2 risultati`,
		"?q=niente":                          "Nessuna organizzazione per “niente”<",
		"?tipo=union":                        `<a class="btn" href="/atlante">Mostra tutte</a>`,
		"?q=roma&forma=network&tipo=aps":     `<a class="btn btn--2" href="/atlante">Mostra tutte</a>`,
		"?q=niente&forma=network":            "Nessuna organizzazione per “niente” con questi filtri",
		"?forma=network&tipo=cooperative":    "Nessuna organizzazione con questi filtri",
		"?q=roma&ordine=nome":                `<a href="/atlante?q=roma&amp;ordine=nome" aria-current="true">nome</a>`,
		"?q=roma&ordine=boh":                 `<a href="/atlante?q=roma" aria-current="true">rilevanza</a>`,
		"?ordine=aggiornamento&target=craft": `<a href="/atlante?target=craft&amp;ordine=aggiornamento" aria-current="true">aggiornamento</a>`,
	} {
		if page := get(t, site, "/atlante"+query); !strings.Contains(page, want) {
			t.Errorf("%s does not have %s", query, want)
		}
	}
}

func TestAtlas_isThereForPrograms(t *testing.T) {
	site := newSite(t, few(t))
	for address, want := range map[string][]string{
		"/atlante.csv":                    {"id,slug,name,", "o0,o0,Filo Comune,", "o3,o3,Senza Sede,"},
		"/en/atlas.csv?forma=empowerment": {"Officina Roma"},
		"/atlante.geojson":                {`"type":"FeatureCollection"`, `"geometry":null`, `"precision":"municipality"`},
		"/atlante.jsonld":                 {`"@context":"https://schema.org"`, `"name":"Rete Rider"`},
		"/atlante.atom?q=rider":           {`<feed xmlns="http://www.w3.org/2005/Atom"`, `<title>Rete Rider</title>`, `href="https://telaio.example/atlante.atom?q=rider"`},
		"/atlante.xlsx":                   {"PK"},
	} {
		body := get(t, site, address)
		for _, part := range want {
			if !strings.Contains(body, part) {
				t.Errorf("%s does not have %s:\n%.400s", address, part, body)
			}
		}
	}
	if csv := get(t, site, "/en/atlas.csv?forma=empowerment"); strings.Contains(csv, "Rete Rider") || strings.Count(csv, "\r\n") != 3 {
		t.Errorf("the filtered table is %s", csv)
	}
	if feed := get(t, site, "/atlante.atom?q=rider"); strings.Count(feed, "<entry") != 1 {
		t.Errorf("the filtered feed is %s", feed)
	}
}

func TestAtlas_tellsProgramsThatNothingHasChanged(t *testing.T) {
	site := newSite(t, few(t))
	for _, address := range []string{"/atlante.csv", "/atlante.csv?q=roma", "/atlante.geojson", "/atlante.atom"} {
		first := httptest.NewRecorder()
		site.ServeHTTP(first, httptest.NewRequest(http.MethodGet, address, nil))
		again := httptest.NewRequest(http.MethodGet, address, nil)
		again.Header.Set("If-None-Match", first.Header().Get("ETag"))
		second := httptest.NewRecorder()
		site.ServeHTTP(second, again)
		if first.Code != http.StatusOK || second.Code != http.StatusNotModified || second.Body.Len() != 0 {
			t.Errorf("%s answers %d, then %d with %d bytes", address, first.Code, second.Code, second.Body.Len())
		}
	}
}

func TestAtlas_sendsTablesCompressedToWhoTakesThat(t *testing.T) {
	site := newSite(t, few(t))
	for _, address := range []string{"/atlante.csv", "/atlante.geojson?q=roma", "/en/atlas.jsonld"} {
		r := httptest.NewRequest(http.MethodGet, address, nil)
		r.Header.Set("Accept-Encoding", "gzip, br")
		packed := httptest.NewRecorder()
		site.ServeHTTP(packed, r)
		z, err := gzip.NewReader(packed.Body)
		if err != nil || packed.Header().Get("Content-Encoding") != "gzip" || !strings.Contains(packed.Header().Get("Vary"), "Accept-Encoding") {
			t.Fatalf("%s: %v, %v", address, err, packed.Header())
		}
		if plain, err := io.ReadAll(z); err != nil || string(plain) != get(t, site, address) {
			t.Errorf("%s compressed is %d bytes, %v", address, len(plain), err)
		}
	}
	r := httptest.NewRequest(http.MethodGet, "/atlante.xlsx", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	workbook := httptest.NewRecorder()
	if site.ServeHTTP(workbook, r); workbook.Header().Get("Content-Encoding") != "" {
		t.Error("a workbook, which is packed already, is compressed again")
	}
}

func TestFeed_saysWhichFilterAndSpeaksTheReadersLanguage(t *testing.T) {
	site := newSite(t, few(t))
	feed := get(t, site, "/en/atlas.atom?forma=empowerment&comune=it-058091")
	for _, want := range []string{
		"<title>Organisations of the atlas, last changed first · Empowerment, Rome</title>", `href="https://telaio.example/en/organisations/o2"`,
		`href="https://telaio.example/en/atlas.atom?forma=empowerment&amp;comune=it-058091"`,
	} {
		if !strings.Contains(feed, want) {
			t.Errorf("the feed does not have %s:\n%s", want, feed)
		}
	}
	if page := get(t, site, "/atlante?forma=empowerment"); !strings.Contains(page, `<link rel="alternate" type="application/atom+xml"`) || !strings.Contains(page, `href="/atlante.atom?forma=empowerment"`) {
		t.Error("the list does not tell readers of news where its feed is")
	}
	if nothing := get(t, site, "/atlante.atom?q=zzzz"); strings.Contains(nothing, "<updated></updated>") {
		t.Errorf("a feed of nothing has no date: %s", nothing)
	}
}
