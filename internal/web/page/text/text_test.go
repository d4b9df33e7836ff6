package text

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"telaio/internal/clock"
	"telaio/internal/content"
	"telaio/internal/i18n"
	"telaio/internal/testkit"
	"telaio/internal/web/shell"
)

func TestPages_areWholeInBothLanguages(t *testing.T) {
	library, pages, site := newSite(t)
	for _, route := range pages.Routes() {
		if len(route.Paths) == 1 {
			continue // a file for programs
		}
		for lang, path := range route.Paths {
			t.Run(path, func(t *testing.T) {
				body := get(t, library, site, route, lang)
				testkit.CheckHTML(t, body)
				if strings.Contains(body, content.PageScheme) {
					t.Error("a link still names a route")
				}
				if !strings.Contains(body, `aria-current="page"`) && (route.Name == "research" || route.Name == "data") {
					t.Error("the navigation does not say where we are")
				}
			})
		}
	}
}

func TestRender_leavesTheWordsOfALinkToNoPage(t *testing.T) {
	library, _, site := newSite(t)
	v := &shell.Visit{Printer: library.Messages.Printer(i18n.Italian), Site: site}
	if got, err := render(v, "[da *qui*](page:nowhere) a lì"); err != nil || strings.TrimSpace(got) != "<p>da <em>qui</em> a lì</p>" {
		t.Errorf("render = %q, %v; want the words without a link", got, err)
	}
}

func TestRender_keepsHTMLOut(t *testing.T) {
	library, _, site := newSite(t)
	v := &shell.Visit{Printer: library.Messages.Printer(i18n.Italian), Site: site}
	got, err := render(v, "Uno <script>alert(1)</script>\n\n[due](javascript:alert(1))")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(got, "<script") || strings.Contains(got, "javascript:") {
		t.Errorf("%s; want neither script nor javascript:", got)
	}
}

func TestFillIn_putsTheObservatorysFacts(t *testing.T) {
	library, _, site := newSite(t)
	v := &shell.Visit{Printer: library.Messages.Printer(i18n.Italian), Site: site}
	got := fillIn(v, "{{help_mail}} {{controller_email}} {{unknown}}")
	if want := "aiuto@telaio.example privacy@telaio.example {{unknown}}"; got != want {
		t.Errorf("%q; want %q", got, want)
	}
}

func TestSecurity_neverClaimsToHoldForLong(t *testing.T) {
	library, pages, site := newSite(t)
	body := get(t, library, site, pages.Routes()[1], i18n.Italian)
	want := "Contact: mailto:aiuto@telaio.example\nExpires: 2026-06-12T00:00:00Z\n"
	if !strings.HasPrefix(body, want) {
		t.Errorf("%q; want it to begin with %q", body, want)
	}
}

func newSite(t *testing.T) (*content.Library, Pages, *shell.Site) {
	t.Helper()
	library := testkit.Library(t)
	pages := Pages{Page: library.Page, Clock: &clock.Fixed{T: time.Date(2026, time.March, 12, 18, 0, 0, 0, time.UTC)}}
	site := &shell.Site{BaseURL: "https://telaio.example", HelpMail: "aiuto@telaio.example", Taxonomies: library.Taxonomies, Paths: shell.Paths{
		"home": shell.Both("/{$}", "/en/{$}"), "atlas": shell.Both("/atlante", "/en/atlas"),
	}}
	site.Assets.Style = "/assets/0/style.css"
	for _, route := range pages.Routes() {
		site.Paths[route.Name] = route.Paths
	}
	return library, pages, site
}

func get(t *testing.T, library *content.Library, site *shell.Site, route shell.Route, lang i18n.Language) string {
	t.Helper()
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, route.Paths[lang], nil)
	v := &shell.Visit{Printer: library.Messages.Printer(lang), Site: site, Route: route.Name, URL: &url.URL{Path: route.Paths[lang]}}
	if err := route.Handle(w, r, v); err != nil {
		t.Fatal(err)
	}
	return w.Body.String()
}
