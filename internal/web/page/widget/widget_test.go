package widget_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"telaio/internal/account"
	"telaio/internal/atlas"
	"telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/web"
	atlaspage "telaio/internal/web/page/atlas"
	"telaio/internal/web/page/widget"
	"telaio/internal/web/shell"
)

func TestMain(m *testing.M) { testkit.Main(m) }

type nobody struct{}

func (nobody) Subject(*http.Request) (account.Subject, error) { return account.Subject{}, nil }

const base = "https://telaio.example"

// newSite is the pages of this group over two organisations.
func newSite(t *testing.T, s *store.Store) http.Handler {
	t.Helper()
	testkit.Publish(t, s, organisation.Organisation{ID: "o1", Slug: "officine-zero"}, testkit.OfficineZero())
	testkit.Publish(t, s, organisation.Organisation{ID: "o2", Slug: "esempio", Example: true},
		organisation.Card{Name: `Filo "Comune"`, Types: []string{"cooperative"}, Solidarity: []organisation.Solidarity{{Form: "advocacy"}}})
	library := testkit.Library(t)
	index := atlas.NewIndex(s, library.Taxonomies, library.Words, testkit.Clock(), slog.New(slog.DiscardHandler))
	if err := index.Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	page := func(name, italian, english string) shell.Route {
		empty := func(http.ResponseWriter, *http.Request, *shell.Visit) error { return nil }
		return shell.Route{Name: name, Method: http.MethodGet, Paths: shell.Both(italian, english), Action: account.ReadPublic, Handle: empty}
	}
	server := web.Server{
		Site:     &shell.Site{BaseURL: base, HelpMail: "aiuto@telaio.example", Taxonomies: library.Taxonomies, Assets: shell.Assets{Style: "/style.css", Icon: "/icon.svg"}},
		Messages: library.Messages, Sessions: nobody{}, Log: slog.New(slog.DiscardHandler),
		Routes: append(widget.Pages{
			Index: index, Reader: publication.Reader{Records: s}, Clock: testkit.Clock(), Printer: library.Messages.Printer, Row: atlaspage.Row,
		}.Routes(), page("home", "/{$}", "/en/{$}"), page("atlas", "/atlante", "/en/atlas"), page("organisation", "/organizzazioni/{slug}", "/en/organisations/{slug}")),
	}
	handler, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

func ask(site http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

func TestWidget_canStandInAnySiteAndSetsNoCookie(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		site := newSite(t, s)
		for _, path := range []string{"/widget", "/en/widget?tema=scuro&mappa=no", "/widget/organizzazioni/esempio", "/en/widget/organisations/officine-zero"} {
			w := ask(site, path)
			policy := w.Header().Get("Content-Security-Policy")
			if w.Code != http.StatusOK || !strings.Contains(policy, "frame-ancestors *") || strings.Contains(policy, "script-src") {
				t.Errorf("%s = %d with the policy %q", path, w.Code, policy)
			}
			if w.Header().Get("Set-Cookie") != "" || w.Header().Get("Cross-Origin-Resource-Policy") != "cross-origin" {
				t.Errorf("%s: %v", path, w.Header())
			}
			if !strings.Contains(w.Body.String(), `rel="icon"`) {
				t.Errorf("%s has browsers ask for an icon that is not there", path)
			}
			if strings.Contains(w.Body.String(), "<script") {
				t.Errorf("%s has a script", path)
			}
			testkit.CheckHTML(t, w.Body.String())
		}
		if policy := ask(site, "/widget/codice").Header().Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors 'none'") || !strings.Contains(policy, "frame-src 'self'") {
			t.Errorf("the page with the code has the policy %q", policy)
		}
	})
}

func TestWidget_showsWhatTheFilterFindsInTheLanguageAskedFor(t *testing.T) {
	site := newSite(t, testkit.SQLite(t))
	page := ask(site, "/widget?forma=advocacy&tema=scuro&mappa=no").Body.String()
	for _, want := range []string{"Filo", "Advocacy", "organizzazione di esempio", `data-theme="dark"`, `target="_blank"`, base + "/atlante?forma=advocacy"} {
		if !strings.Contains(page, want) {
			t.Errorf("the list lacks %q:\n%s", want, page)
		}
	}
	if strings.Contains(page, "map-title") {
		t.Error("there is a map that nobody asked for")
	}
	if roman := ask(site, "/widget?regione=lazio").Body.String(); strings.Contains(roman, "Filo") || !strings.Contains(roman, "Officine Zero") || !strings.Contains(roman, "map-title") {
		t.Errorf("the list of a region:\n%s", roman)
	}
	moved := ask(site, "/widget?forma=advocacy&lingua=en")
	if to := moved.Header().Get("Location"); moved.Code != http.StatusFound || to != "/en/widget?forma=advocacy" || moved.Header().Get("Set-Cookie") != "" {
		t.Errorf("another language: %d to %q", moved.Code, to)
	}
}

func TestCode_isSafeToPasteAndNamesItsFrame(t *testing.T) {
	site := newSite(t, testkit.SQLite(t))
	page := ask(site, "/widget/codice?organizzazione=esempio&lingua=en&tema=chiaro").Body.String()
	testkit.CheckHTML(t, page)
	// as written in the page: the code's own escapes are escaped once more
	for _, want := range []string{
		`&lt;iframe src=&#34;https://telaio.example/en/widget/organisations/esempio?tema=chiaro&#34; title=&#34;Filo &amp;#34;Comune&amp;#34;&#34;`,
		`src="/en/widget/organisations/esempio?tema=chiaro"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s:\n%s", want, page)
		}
	}
	testkit.CheckHTML(t, ask(site, "/en/widget/code?forma=advocacy&regione=lazio&tipo=cooperative").Body.String())
	if w := ask(site, "/widget/codice?organizzazione=nessuna"); w.Code != http.StatusNotFound {
		t.Errorf("code for nobody = %d", w.Code)
	}
}

func TestOEmbed_answersForTheAtlasAndForOrganisations(t *testing.T) {
	site := newSite(t, testkit.SQLite(t))
	for _, c := range []struct{ address, title, src string }{
		{"/atlante?forma=advocacy", "Organizzazioni solidali nel lavoro: Advocacy", "/widget?forma=advocacy"},
		{"/en/atlas", "Solidarity organisations at work", "/en/widget"},
		{"/organizzazioni/officine-zero", "Officine Zero", "/widget/organizzazioni/officine-zero"},
	} {
		w := ask(site, "/oembed?maxwidth=400&url="+url.QueryEscape(base+c.address))
		var got struct {
			Version, Type, Title, HTML string
			Width, Height              int
		}
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatalf("%s: %v in %s", c.address, err, w.Body)
		}
		if got.Version != "1.0" || got.Type != "rich" || got.Title != c.title || got.Width != 400 || !strings.Contains(got.HTML, `src="`+base+c.src+`"`) {
			t.Errorf("%s: %+v", c.address, got)
		}
	}
	if xml := ask(site, "/oembed?format=xml&url="+url.QueryEscape(base+"/atlante")).Body.String(); !strings.Contains(xml, "<oembed><version>1.0</version>") {
		t.Errorf("XML: %s", xml)
	}
}

func TestOEmbed_refusesWhatIsNotOurs(t *testing.T) {
	site := newSite(t, testkit.SQLite(t))
	for _, address := range []string{"", "https://altrove.example/atlante", base + "/partecipa", base + "/organizzazioni/nessuna", base + ".evil.example/atlante", "%zz"} {
		if w := ask(site, "/oembed?url="+url.QueryEscape(address)); w.Code != http.StatusNotFound {
			t.Errorf("oembed of %q = %d", address, w.Code)
		}
	}
	if w := ask(site, "/oembed?format=yaml&url="+url.QueryEscape(base+"/atlante")); w.Code != http.StatusNotImplemented {
		t.Errorf("an unknown format = %d", w.Code)
	}
}
