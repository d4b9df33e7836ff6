package paper

import (
	"context"
	"html"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"telaio/internal/assessment"
	"telaio/internal/i18n"
	"telaio/internal/kit"
	"telaio/internal/organisation"
	"telaio/internal/testkit"
	"telaio/internal/web/shell"
)

func TestMain(m *testing.M) { testkit.Main(m) }

func visit(t testing.TB, language i18n.Language) *shell.Visit {
	t.Helper()
	paths := shell.Paths{"home": shell.Both("/{$}", "/en/{$}")}
	for _, r := range (Pages{}).Routes() {
		paths[r.Name] = r.Paths
	}
	return &shell.Visit{Printer: testkit.Library(t).Messages.Printer(language), Site: &shell.Site{HelpMail: "aiuto@telaio.example", Assets: shell.Assets{Style: "/style.css"}, Paths: paths, Cookies: shell.NewCookies("https://telaio.example")}, Route: "paper"}
}

func newest(t testing.TB) *kit.Kit {
	t.Helper()
	k, ok := testkit.Library(t).NewestKit()
	if !ok {
		t.Fatal("there is no kit")
	}
	return k
}

func drawn(t testing.TB, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	testkit.CheckHTML(t, b.String())
	_, main, _ := strings.Cut(b.String(), "<main")
	main, _, _ = strings.Cut(main, "</main>")
	return "<main" + main
}

var (
	tag  = regexp.MustCompile(`<[^>]*>`)
	line = regexp.MustCompile(`<(h\d|p|li|section|header)\b`)
)

// words is what somebody reads on the sheet, a line for each line of it.
func words(page string) string {
	var lines []string
	for _, text := range strings.Split(html.UnescapeString(tag.ReplaceAllString(line.ReplaceAllString(page, "\n$0"), " ")), "\n") {
		if text = strings.Join(strings.Fields(text), " "); text != "" {
			lines = append(lines, text)
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

func TestSheet_golden(t *testing.T) {
	k := newest(t)
	for _, language := range i18n.Languages() {
		v := visit(t, language)
		testkit.Golden(t, "quick."+string(language)+".txt", words(drawn(t, sheetView(v, sheet{Kit: k, Items: k.QuickItems(), Quick: true}))))
		testkit.Golden(t, "whole."+string(language)+".txt", words(drawn(t, sheetView(v, sheet{Kit: k, Items: k.Items()}))))
	}
}

// TestSheet_hasABoxForEveryAnswerThatTheScreenOffers counts the boxes to tick.
func TestSheet_hasABoxForEveryAnswerThatTheScreenOffers(t *testing.T) {
	k, want := newest(t), 0
	for _, item := range k.Items() {
		for _, code := range kit.Codes() {
			if item.Allows(code) {
				want++
			}
		}
	}
	page := drawn(t, sheetView(visit(t, i18n.Italian), sheet{Kit: k, Items: k.Items()}))
	if got := strings.Count(page, `<span class="box"`); got != want {
		t.Errorf("%d boxes; want %d", got, want)
	}
}

func TestSheet_asksForANameOnlyWhereTheModeUsesNames(t *testing.T) {
	k := newest(t)
	of := func(mode assessment.Mode) string {
		at := &place{organisation.Organisation{ID: "filo", Card: organisation.Card{Name: "Filo Comune"}}, assessment.Cycle{
			ID: "c", OrganisationID: "filo", Kit: k.ID, KitVersion: k.Version, Extent: assessment.Quick, Mode: mode, Label: "2026",
			Until: time.Date(2026, time.April, 3, 22, 0, 0, 0, time.UTC),
		}}
		return words(drawn(t, sheetView(visit(t, i18n.Italian), sheet{Kit: k, Items: k.QuickItems(), Quick: true, Place: at})))
	}
	v := visit(t, i18n.Italian)
	for mode, want := range map[assessment.Mode][2]bool{assessment.Named: {true, false}, assessment.Confidential: {false, true}, assessment.Collective: {false, false}} {
		page := of(mode)
		if got := [2]bool{strings.Contains(page, "\n"+v.T("paper.name")+"\n"), strings.Contains(page, v.T("paper.no_name"))}; got != want {
			t.Errorf("%s: a line for the name and the advice to write none: %v; want %v", mode, got, want)
		}
		if !strings.Contains(page, "Filo Comune, 2026") {
			t.Errorf("%s: the sheet does not say whose it is", mode)
		}
	}
}

func TestCopy_namesNoPaperOfAConfidentialCycle(t *testing.T) {
	people := []assessment.Participant{{Name: "Foglio 1"}, {Name: "Giulia"}}
	v := visit(t, i18n.Italian)
	name := nextName(v, people)
	if name != "Foglio 2" {
		t.Errorf("the next sheet is %q; want Foglio 2", name)
	}
	at := place{organisation.Organisation{ID: "filo", Card: organisation.Card{Name: "Filo Comune"}}, assessment.Cycle{ID: "c", OrganisationID: "filo", Mode: assessment.Confidential, Label: "2026"}}
	page := drawn(t, copyView(v, copyPage{place: at, Name: name}))
	if strings.Contains(page, `name="`+assessment.NameField+`"`) || !strings.Contains(page, "Foglio 2") {
		t.Error("a confidential sheet is asked for a name, or has no number")
	}
}
