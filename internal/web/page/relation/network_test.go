package relation_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"telaio/internal/account"
	"telaio/internal/atlas"
	"telaio/internal/organisation"
	"telaio/internal/relation"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/web"
	pages "telaio/internal/web/page/relation"
	"telaio/internal/web/shell"
)

func TestMain(m *testing.M) { testkit.Main(m) }

type nobody struct{}

func (nobody) Subject(*http.Request) (account.Subject, error) { return account.Subject{}, nil }

// site is the network of what is published.
func site(t *testing.T, fill func(*store.Store)) http.Handler {
	t.Helper()
	library, s := testkit.Library(t), testkit.SQLite(t)
	fill(s)
	index := atlas.NewIndex(s, library.Taxonomies, nil, testkit.Clock(), slog.New(slog.DiscardHandler))
	if err := index.Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	group := pages.Pages{
		UseCases: relation.UseCases{Records: s, Index: index, Inverse: library.Taxonomies.Inverse},
		Refused:  func(context.Context) (map[string]bool, error) { return nil, nil },
	}
	empty := func(http.ResponseWriter, *http.Request, *shell.Visit) error { return nil }
	elsewhere := func(name, italian string) shell.Route {
		return shell.Route{Name: name, Method: http.MethodGet, Paths: shell.Both(italian, "/en"+italian), Action: account.ReadPublic, Handle: empty}
	}
	server := web.Server{
		Site:     &shell.Site{BaseURL: "https://telaio.example", HelpMail: "aiuto@telaio.example", Taxonomies: library.Taxonomies, Assets: shell.Assets{Style: "/style.css"}},
		Messages: library.Messages, Sessions: nobody{}, Log: slog.New(slog.DiscardHandler),
		Routes: append(group.Routes(), elsewhere("home", "/{$}"), elsewhere("atlas", "/atlante"), elsewhere("organisation", "/organizzazioni/{slug}")),
	}
	handler, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

func get(t *testing.T, site http.Handler, path string) string {
	t.Helper()
	w := httptest.NewRecorder()
	site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code != http.StatusOK {
		t.Fatalf("GET %s = %d", path, w.Code)
	}
	testkit.CheckHTML(t, w.Body.String())
	return w.Body.String()
}

// crowded is a network of 300 in Rome, three that are tied to each other, and a
// namesake of one of them with a tie of its own.
func crowded(t *testing.T) func(*store.Store) {
	rome := []organisation.Place{{ID: "p", Kind: "seat", Publicity: organisation.PublicityMunicipality, Municipality: testkit.Rome()}}
	return func(s *store.Store) {
		publish := func(slug, name string, places []organisation.Place, others ...string) {
			card := organisation.Card{Name: name, Places: places}
			for i, other := range others {
				card.Relations = append(card.Relations, organisation.Relation{ID: fmt.Sprint(i), Kind: "partner", Name: other, OrganisationID: other})
			}
			testkit.Publish(t, s, organisation.Organisation{ID: slug, Slug: slug}, card)
		}
		publish("rete", "Rete Grande", nil)
		for i := range 299 {
			publish(fmt.Sprintf("m%03d", i), fmt.Sprintf("Membro %03d", i), rome, "rete")
		}
		publish("filo", "Filo", nil)
		publish("trama", "Trama", nil, "filo")
		publish("ordito", "Ordito", nil, "filo")
		publish("filo-due", "Filo", nil, "ordito-due")
		publish("ordito-due", "Altro", nil)
	}
}

func TestNetwork_saysWhyThereIsNoPictureAndLeadsToOne(t *testing.T) {
	handler := site(t, crowded(t))
	for path, c := range map[string]struct{ has, hasNot []string }{
		"/atlante/rete": {
			has: []string{
				"305 organizzazioni", "fino a 150 organizzazioni", `href="/atlante/rete?intorno=filo&amp;passi=tutti"`, "3 organizzazioni, 2 legami",
				"1 gruppo più piccolo", `href="/atlante/rete?regione=lazio"`, ">299 legami<", "Lazio (299)", `href="/atlante/rete?pagina=2#ties"`,
			},
			hasNot: []string{"network-weave"},
		},
		"/atlante/rete?pagina=2":                    {has: []string{`href="/atlante/rete#ties"`}, hasNot: nil},
		"/atlante/rete?intorno=filo&passi=tutti":    {has: []string{"<h1>La rete attorno a Filo</h1>", "network-weave", "al centro", "network-here"}, hasNot: []string{"Membro 000", "Quale di queste"}},
		"/atlante/rete?intorno=trama":               {has: []string{"La rete attorno a Trama", "2 organizzazioni, 1 legame", `intorno=trama&amp;passi=2`}, hasNot: []string{"Ordito"}},
		"/atlante/rete?intorno=Filo":                {has: []string{"Quale di queste?", `href="/atlante/rete?intorno=filo-due"`}, hasNot: []string{"network-weave"}},
		"/atlante/rete?intorno=niente+di+simile":    {has: []string{"Nessuna organizzazione con legami si chiama «niente di simile»"}, hasNot: nil},
		"/en/atlas/network?intorno=rete&passi=2":    {has: []string{"The network around Rete Grande", "too many names", `href="/en/atlas/network?intorno=rete"`}, hasNot: []string{"network-weave"}},
		"/atlante/rete?pagina=99999999999999999999": {has: []string{"305 organizzazioni"}, hasNot: nil},
	} {
		page := get(t, handler, path)
		for _, text := range c.has {
			if !strings.Contains(page, text) {
				t.Errorf("%s does not say %q", path, text)
			}
		}
		for _, text := range c.hasNot {
			if strings.Contains(page, text) {
				t.Errorf("%s says %q", path, text)
			}
		}
	}
}

func TestNetwork_isPrintedOnSheetsThatGoOn(t *testing.T) {
	handler := site(t, func(s *store.Store) {
		testkit.Publish(t, s, organisation.Organisation{ID: "rete", Slug: "rete"}, organisation.Card{Name: "Rete"})
		for i := range 80 {
			testkit.Publish(t, s, organisation.Organisation{ID: fmt.Sprint(i), Slug: fmt.Sprint(i)}, organisation.Card{
				Name: fmt.Sprint("Membro ", i), Relations: []organisation.Relation{{ID: "r", Kind: "member_of", OrganisationID: "rete"}},
			})
		}
	})
	page := get(t, handler, "/atlante/rete")
	for _, text := range []string{
		"Su carta il disegno sta su 2 fogli", "network-weave--close no-print", "Foglio 1 di 2.", "Foglio 2 di 2.", "→ foglio 1", "→ foglio 2",
	} {
		if !strings.Contains(page, text) {
			t.Errorf("81 names of one group are too many for a sheet, and the page does not say %q", text)
		}
	}
}

func TestNetwork_saysOnPaperThatTheTableGoesOn(t *testing.T) {
	if page := get(t, site(t, crowded(t)), "/atlante/rete"); !strings.Contains(page, "questa è la 1 di 2, per 302 legami in tutto") {
		t.Error("paper does not say that the table is longer")
	}
}
