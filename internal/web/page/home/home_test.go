package home

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/testkit"
	"telaio/internal/web/part/organisationrow"
	"telaio/internal/web/part/townmap"
	"telaio/internal/web/shell"
)

func TestHome_tellsWhatIsPublished(t *testing.T) {
	figures := Figures{
		Organisations: 1139, Towns: 1, ByForm: map[string]int{"network": 1139, "advocacy": 1},
		Latest: []organisationrow.Entry{
			{Name: "Officine Zero", Path: "/organizzazioni/officine-zero", Forms: []string{"network"}, Types: []string{"Associazione"}, Municipality: "Roma"},
			{Name: "<Ruote>", Path: "/organizzazioni/ruote", Example: true},
		},
		Map:       townmap.Map{Others: "/atlante?comune=", Towns: []townmap.Town{{Municipality: &organisation.Municipality{Code: "1", Name: "Roma", Lat: 41.9, Lon: 12.5, Country: "IT"}, Count: 2}}},
		UpdatedAt: testkit.Day(),
	}
	for lang, wants := range map[i18n.Language][]string{
		i18n.Italian: {"1.139 organizzazioni, in 1 comune", "1 organizzazione</a>", "Fare rete è la pratica più diffusa", "su 1.139", "Associazione, Roma.", "organizzazione di esempio", "&lt;Ruote&gt;", "12 marzo 2026"},
		i18n.English: {"1,139 organisations, in 1 municipality", "Building networks is the most widespread practice", "example organisation", "12 March 2026"},
	} {
		body := show(t, lang, figures)
		testkit.CheckHTML(t, body)
		for _, want := range wants {
			if !strings.Contains(body, want) {
				t.Errorf("%s: no %q on the page", lang, want)
			}
		}
	}
}

func TestHome_invitesWhenThereIsNothingYet(t *testing.T) {
	body := show(t, i18n.Italian, Figures{})
	testkit.CheckHTML(t, body)
	if !strings.Contains(body, "ancora nessuna organizzazione") || strings.Contains(body, "<figure") {
		t.Error("want the empty state and no chart")
	}
}

func TestHome_passesOnThatTheAtlasFailed(t *testing.T) {
	failed := errors.New("no atlas")
	pages := Pages{Figures: func(context.Context, *shell.Visit, int) (Figures, error) { return Figures{}, failed }}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	if err := pages.show(httptest.NewRecorder(), r, nil); !errors.Is(err, failed) {
		t.Errorf("%v; want %v", err, failed)
	}
}

func show(t *testing.T, lang i18n.Language, figures Figures) string {
	t.Helper()
	library := testkit.Library(t)
	site := &shell.Site{HelpMail: "aiuto@telaio.example", Taxonomies: library.Taxonomies, Paths: shell.Paths{
		"home": shell.Both("/{$}", "/en/{$}"), "atlas": shell.Both("/atlante", "/en/atlas"),
		"participate": shell.Both("/partecipa", "/en/participate"), "data": shell.Both("/dati", "/en/data"),
	}}
	site.Assets.Style = "/assets/0/style.css"
	v := &shell.Visit{Printer: library.Messages.Printer(lang), Site: site, Route: "home", URL: &url.URL{Path: "/"}}
	pages := Pages{Figures: func(context.Context, *shell.Visit, int) (Figures, error) { return figures, nil }}
	w := httptest.NewRecorder()
	if err := pages.show(w, httptest.NewRequest(http.MethodGet, "/", nil), v); err != nil {
		t.Fatal(err)
	}
	return w.Body.String()
}
