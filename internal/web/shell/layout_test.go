package shell

import (
	"bytes"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	embedded "telaio/content"
	"telaio/internal/account"
	"telaio/internal/i18n"
)

func TestNavigation_showsEachReaderWhatTheyMayUse(t *testing.T) {
	editor := account.Subject{PersonID: "e", Grants: []account.Grant{{Role: account.OrganisationEditor, OrganisationID: "oz"}}}
	reviewer := account.Subject{PersonID: "r", Grants: []account.Grant{{Role: account.Reviewer}}}
	administrator := account.Subject{PersonID: "a", Grants: []account.Grant{{Role: account.Administrator}}}
	for _, c := range []struct {
		name    string
		subject account.Subject
		area    Area
		want    []string
	}{
		{"a visitor", account.Subject{}, PublicArea, []string{"atlas", "practices", "data", "research"}},
		{"an editor on a public page", editor, PublicArea, []string{"atlas", "practices", "data", "research", "area"}},
		{"an editor in their area", editor, OrganisationArea, []string{"area", "atlas"}},
		{"a reviewer on a public page", reviewer, PublicArea, []string{"atlas", "practices", "data", "research", "desk"}},
		{"a reviewer at the desk", reviewer, DeskArea, []string{"desk", "desk-organisations", "atlas"}},
		{"an administrator at the desk", administrator, DeskArea, []string{"desk", "desk-organisations", "people", "mailbox", "atlas"}},
	} {
		v := newVisit(t, "/")
		v.Subject = c.subject
		var got []string
		for _, e := range append(navigation(v, Head{Area: c.area}), ownPages(v, c.area)...) {
			got = append(got, e.Route)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestNavigation_leavesOutWhatTheSiteDoesNotHave(t *testing.T) {
	v := newVisit(t, "/")
	v.Site.Paths = Paths{"home": Both("/{$}", "/en/{$}"), "data": Both("/dati", "/en/data")}
	if got := navigation(v, Head{Area: PublicArea}); len(got) != 1 || got[0].Route != "data" {
		t.Errorf("%v; want the data alone", got)
	}
}

func TestPage_marksWhereTheReaderIs(t *testing.T) {
	v := newVisit(t, "/atlante")
	v.Route = "atlas"
	if page := render(t, v, Head{Current: "atlas"}); !strings.Contains(page, `href="/atlante" aria-current="page"`) {
		t.Error("the atlas is not marked as the page itself")
	}
	v.Route = "organisation"
	if page := render(t, v, Head{Current: "atlas"}); !strings.Contains(page, `href="/atlante" aria-current="true"`) {
		t.Error("the atlas is not marked as the part of the site that the page is in")
	}
}

func TestPage_namesItsAddressAndItsTranslation(t *testing.T) {
	v := newVisit(t, "/atlante?lingua=it&notice=preferences_saved&tipo=aps")
	v.Route = "atlas"
	page := render(t, v, Head{Title: "Atlante", Description: "Tutte", Image: "/logo/1.png", Canonical: "/atlante?tipo=aps"})
	for _, want := range []string{
		`<title>Atlante · Telaio</title>`,
		`<link rel="canonical" href="https://telaio.example/atlante?tipo=aps">`,
		`<link rel="alternate" hreflang="en" href="https://telaio.example/en/atlas?tipo=aps">`,
		`<a class="lang" href="/en/atlas?tipo=aps" lang="en" hreflang="en">`,
		`<meta property="og:image" content="https://telaio.example/logo/1.png">`,
		`<meta property="og:locale" content="it_IT">`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
}

func TestPage_keepsAPrivatePageFromSearchEngines(t *testing.T) {
	v := newVisit(t, "/redazione/chiave-segreta")
	v.Route = "desk"
	page := render(t, v, Head{Title: "Redazione", NoIndex: true})
	if !strings.Contains(page, `<meta name="robots" content="noindex">`) || strings.Contains(page, "canonical") || strings.Contains(page, "og:url") {
		t.Error("want noindex, and no address for others to link to")
	}
}

func TestPage_tellsWhatHasBeenDone(t *testing.T) {
	for key, want := range map[string]string{
		"preferences_saved":  `<div class="note note--ok" role="status">`,
		"attention_confirm":  `<div class="note note--yellow" role="status">`,
		"error_not_possible": `<div class="note note--error" role="alert">`,
	} {
		v := newVisit(t, "/")
		v.Notice = key
		if page := render(t, v, Head{}); !strings.Contains(page, want) {
			t.Errorf("%s: no %s", key, want)
		}
	}
	if page := render(t, newVisit(t, "/"), Head{}); strings.Contains(page, `class="note`) {
		t.Error("a notice that nobody asked for")
	}
}

func TestPage_ofNoRouteLeadsToTheOtherFrontPage(t *testing.T) {
	v := newVisit(t, "/nessuna")
	v.Route = ""
	if page := render(t, v, Head{NoIndex: true}); !strings.Contains(page, `href="/en/" lang="en"`) {
		t.Error("the language switch leads nowhere")
	}
}

func newVisit(t *testing.T, address string) *Visit {
	t.Helper()
	messages, err := i18n.Load(embedded.Files, "locale")
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	site := &Site{BaseURL: "https://telaio.example", HelpMail: "aiuto@telaio.example", Demo: true, Paths: Paths{
		"home": Both("/{$}", "/en/{$}"), "atlas": Both("/atlante", "/en/atlas"), "practices": Both("/buone-pratiche", "/en/practices"),
		"data": Both("/dati", "/en/data"), "research": Both("/la-ricerca", "/en/research"), "sign-in": Both("/accedi", "/en/sign-in"),
		"desk": Only("/redazione"), "desk-organisations": Only("/redazione/organizzazioni"), "people": Only("/redazione/persone"),
		"mailbox": Only("/redazione/posta"), "area": Only("/area"), "sign-out": Both("/esci", "/en/sign-out"),
	}}
	return &Visit{Printer: messages.Printer(i18n.Italian), Site: site, Route: "home", URL: u}
}

func render(t *testing.T, v *Visit, head Head) string {
	t.Helper()
	var b bytes.Buffer
	if err := Page(v, head).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
