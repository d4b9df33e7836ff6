package selfassessment

import (
	"html"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"telaio/internal/account"
	"telaio/internal/kit"
	"telaio/internal/testkit"
	"telaio/internal/web"
	"telaio/internal/web/shell"
)

type nobody struct{}

func (nobody) Subject(*http.Request) (account.Subject, error) { return account.Subject{}, nil }

// newSite is the site with these pages alone.
func newSite(t *testing.T, kits Kits) *testkit.Browser {
	t.Helper()
	library := testkit.Library(t)
	home := shell.Route{
		Name: "home", Method: http.MethodGet, Paths: shell.Both("/{$}", "/en/{$}"), Action: account.ReadPublic,
		Handle: func(http.ResponseWriter, *http.Request, *shell.Visit) error { return nil },
	}
	server := &web.Server{
		Site:     &shell.Site{BaseURL: "http://127.0.0.1", HelpMail: "aiuto@telaio.example", Taxonomies: library.Taxonomies, Assets: shell.Assets{Style: "/style.css"}},
		Messages: library.Messages, Log: slog.New(slog.DiscardHandler), Sessions: nobody{},
		Routes: append(Pages{Kits: kits}.Routes(), home),
	}
	handler, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return testkit.NewBrowser(t, handler)
}

func TestQuestions_showEveryLevelOfEveryItemInBothLanguages(t *testing.T) {
	library := testkit.Library(t)
	k, _ := library.NewestKit()
	site := newSite(t, library)
	for language, path := range map[string]string{"it": "/autovalutazione/domande", "en": "/en/self-assessment/questions"} {
		page := html.UnescapeString(site.Get(path).Body.String())
		for _, item := range k.Items() {
			if !strings.Contains(page, item.Text.In(language)) {
				t.Errorf("%s does not ask %s", path, item.ID)
			}
			for _, l := range item.Levels {
				if !strings.Contains(page, l.In(language)) {
					t.Errorf("%s lacks level %d of %s", path, l.Level, item.ID)
				}
			}
		}
	}
}

// The numbers of the page are those of the rules: another kit gives another page.
func TestMethod_namesTheThresholdsOfTheKit(t *testing.T) {
	k, _ := testkit.Library(t).NewestKit()
	other := *k
	other.Rules.AgreementPartialMax, other.Rules.BenchmarkMinMedian, other.Rules.ProvisionalSEM.SD = 0.9, 7, 1.2
	page := html.UnescapeString(newSite(t, only{&other}).Get("/autovalutazione/metodo").Body.String())
	for _, want := range []string{"Scarto sopra 0,9.", "Fino a 6", "Da 7", "SD 1,2", "1,25 livelli", "lo scarto medio 1,4"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

func TestMethod_tellsOfTheRetestOnceThereIsOne(t *testing.T) {
	k, _ := testkit.Library(t).NewestKit()
	other := *k
	other.Rules.Retest = kit.Retest{Organisations: 24, SDOfDifferences: 0.4, Confidence: 0.9}
	page := newSite(t, only{&other}).Get("/en/self-assessment/method").Body.String()
	if !strings.Contains(page, "24 organisations answered twice") || !strings.Contains(page, "0.66 levels") || strings.Contains(page, "provisional") {
		t.Error("the page tells of assumed figures, or not of the retest")
	}
}

func TestAbout_leadsToTheQuestionsAndTheMethod(t *testing.T) {
	page := newSite(t, testkit.Library(t)).Get("/en/self-assessment").Body.String()
	for _, want := range []string{`href="/en/self-assessment/questions"`, `href="/en/self-assessment/questions#SUS"`, `href="/en/self-assessment/method"`} {
		if !strings.Contains(page, want) {
			t.Errorf("there is no %s", want)
		}
	}
}

func TestPages_ofAnObservatoryWithoutAKitAreNotThere(t *testing.T) {
	site := newSite(t, only{})
	for _, path := range []string{"/autovalutazione", "/autovalutazione/domande", "/autovalutazione/metodo"} {
		if got := site.Get(path).Code; got != http.StatusNotFound {
			t.Errorf("%s answers %d", path, got)
		}
	}
}

// only is a library of one kit, or of none.
type only struct{ kit *kit.Kit }

func (o only) NewestKit() (*kit.Kit, bool) { return o.kit, o.kit != nil }
