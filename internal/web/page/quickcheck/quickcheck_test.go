package quickcheck

import (
	"bytes"
	"html"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"telaio/internal/account"
	"telaio/internal/i18n"
	"telaio/internal/kit"
	"telaio/internal/testkit"
	"telaio/internal/web"
	"telaio/internal/web/shell"
)

// place is the site with the quick check alone, and what it logs.
type place struct {
	*testkit.Browser
	kit *kit.Kit
	log bytes.Buffer
}

type nobody struct{}

func (nobody) Subject(*http.Request) (account.Subject, error) { return account.Subject{}, nil }

func newPlace(t *testing.T) *place {
	t.Helper()
	library := testkit.Library(t)
	p := &place{}
	p.kit, _ = library.NewestKit()
	home := shell.Route{
		Name: "home", Method: http.MethodGet, Paths: shell.Both("/{$}", "/en/{$}"), Action: account.ReadPublic,
		Handle: func(http.ResponseWriter, *http.Request, *shell.Visit) error { return nil },
	}
	server := &web.Server{
		Site:     &shell.Site{BaseURL: "http://127.0.0.1", HelpMail: "aiuto@telaio.example", Taxonomies: library.Taxonomies, Assets: shell.Assets{Style: "/style.css"}},
		Messages: library.Messages, Log: slog.New(slog.NewJSONHandler(&p.log, nil)), Sessions: nobody{},
		Routes: append(Pages{Kits: library}.Routes(), home),
	}
	handler, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	p.Browser = testkit.NewBrowser(t, handler)
	return p
}

var paths = map[i18n.Language]string{i18n.Italian: "/autovalutazione/rapida", i18n.English: "/en/self-assessment/quick"}

// answered is the form with the code for every question.
func (p *place) answered(code kit.Code) url.Values {
	form := url.Values{}
	for _, id := range p.kit.QuickCheck.Items {
		form.Set(id, string(code))
	}
	return form
}

func TestForm_asksEveryQuestionInBothLanguages(t *testing.T) {
	p := newPlace(t)
	for language, path := range paths {
		body := p.Get(path).Body.String()
		for _, item := range p.kit.QuickItems() {
			if !strings.Contains(body, `id="`+item.ID+`-L4"`) || !strings.Contains(body, `href="#`+item.ID+`"`) {
				t.Errorf("%s: %s lacks its levels or its link", path, item.ID)
			}
			if offered := strings.Contains(body, `id="`+item.ID+`-NA"`); offered != item.NAAllowed {
				t.Errorf("%s: %s offers N/A = %v; want %v", path, item.ID, offered, item.NAAllowed)
			}
		}
		if title := p.kit.QuickCheck.Title.In(string(language)); !strings.Contains(body, title) {
			t.Errorf("%s lacks %q", path, title)
		}
	}
}

func TestResult_isKeptNowhere(t *testing.T) {
	p := newPlace(t)
	for language, path := range paths {
		w := p.Post(path, p.answered(kit.L1))
		if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: status %d, Cache-Control %q; want 200, no-store", path, w.Code, w.Header().Get("Cache-Control"))
		}
		body := html.UnescapeString(w.Body.String())
		for _, item := range p.kit.QuickItems() {
			next, _ := item.Level(2)
			if !strings.Contains(body, next.In(string(language))) {
				t.Errorf("%s: no line tells the level after 1 of %s", path, item.ID)
			}
		}
	}
	for _, id := range p.kit.QuickCheck.Items {
		if strings.Contains(p.log.String(), id) {
			t.Errorf("%s stands in the log", id)
		}
	}
}

func TestResult_leavesOutWhatAnItemDoesNotAllow(t *testing.T) {
	p := newPlace(t)
	form := p.answered(kit.L2)
	var forbidden kit.Item
	for _, item := range p.kit.QuickItems() {
		if !item.NAAllowed {
			forbidden = item
		}
	}
	form.Set(forbidden.ID, string(kit.NotApplicable))
	form.Set("EMP1", "L4") // not one of the ten
	body := p.Post(paths[i18n.Italian], form).Body.String()
	if got := strings.Count(body, "<dt>Dove siete</dt>"); got != 9 {
		t.Errorf("%d lines; want 9", got)
	}
}

func TestResult_asksForAtLeastOneAnswer(t *testing.T) {
	w := newPlace(t).Post(paths[i18n.Italian], url.Values{})
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Rispondi almeno a una domanda") {
		t.Errorf("status %d; want 422 and what to do", w.Code)
	}
}

func TestChange_showsTheFormAsItWasFilledIn(t *testing.T) {
	p := newPlace(t)
	form := p.answered(kit.L3)
	form.Set(actionField, changeAction)
	body := p.Post(paths[i18n.Italian], form).Body.String()
	if got := strings.Count(body, " checked"); got != len(p.kit.QuickCheck.Items) {
		t.Errorf("%d answers stand in the form; want %d", got, len(p.kit.QuickCheck.Items))
	}
}
