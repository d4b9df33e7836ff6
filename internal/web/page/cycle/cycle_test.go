package cycle_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/clock"
	"telaio/internal/kit"
	"telaio/internal/organisation"
	"telaio/internal/sealing"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/web"
	"telaio/internal/web/page/cycle"
	"telaio/internal/web/shell"
)

func TestMain(m *testing.M) { testkit.Main(m) }

const base = "https://telaio.example"

// site is the kit's pages over a fresh store, in which Ada coordinates a house.
type site struct {
	http.Handler
	assessment.UseCases
	store *store.Store
}

type asker struct{ subject account.Subject }

func (a asker) Subject(*http.Request) (account.Subject, error) { return a.subject, nil }

func newSite(t *testing.T) *site {
	t.Helper()
	library, st := testkit.Library(t), testkit.SQLite(t)
	box, err := sealing.NewBox(bytes.Repeat([]byte{7}, sealing.KeySize), assessment.SheetPurpose)
	if err != nil {
		t.Fatal(err)
	}
	testkit.Publish(t, st, organisation.Organisation{ID: "house", Slug: "house"}, organisation.Card{Name: "Cantiere di prova"})
	look := &shell.Site{BaseURL: base, HelpMail: "aiuto@telaio.example", Taxonomies: library.Taxonomies, Cookies: shell.NewCookies(base), Assets: shell.Assets{Style: "/style.css"}}
	now := &clock.Fixed{T: testkit.Day()}
	s := &site{store: st, UseCases: assessment.UseCases{
		Store: st, Kits: library, People: account.People{Store: st, Organisations: st, Clock: now}, Outbox: st,
		Links: cycle.Links{Site: look}, Clock: now, Box: box,
	}}
	say := func(http.ResponseWriter, *http.Request, *shell.Visit) error { return nil }
	page := func(name, italian, english string) shell.Route {
		return shell.Route{Name: name, Method: http.MethodGet, Paths: shell.Both(italian, english), Action: account.ReadPublic, Handle: say}
	}
	server := web.Server{
		Site: look, Messages: library.Messages, Sessions: asker{ada()}, Log: slog.New(slog.DiscardHandler),
		Routes: append(cycle.Pages{UseCases: s.UseCases, Links: cycle.Links{Site: look}}.Routes(),
			page("home", "/{$}", "/en/{$}"), page("area", "/area", "/en/area"),
			page("respond", "/r/{key}", "/en/r/{key}"), page("respond-room", "/s/{room}", "/en/s/{room}")),
	}
	if s.Handler, err = server.Handler(); err != nil {
		t.Fatal(err)
	}
	return s
}

func ada() account.Subject {
	return account.Subject{PersonID: "ada", Name: "Ada", Language: "it", Grants: []account.Grant{{Role: account.OrganisationEditor, OrganisationID: "house"}}}
}

func (s *site) get(t *testing.T, path string) string {
	t.Helper()
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, base+path, nil))
	if w.Code != http.StatusOK {
		t.Fatalf("GET %s = %d: %s", path, w.Code, w.Header().Get("Location"))
	}
	return w.Body.String()
}

func (s *site) post(t *testing.T, path string, form url.Values, want int) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, base+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != want {
		t.Fatalf("POST %s = %d; want %d\n%s", path, w.Code, want, w.Body)
	}
	return w
}

// begin starts a cycle by the form and lets people answer it in the room.
func (s *site) begin(t *testing.T, mode string, answers ...kit.Code) (path string) {
	t.Helper()
	plan := url.Values{"label": {"Prova"}, "extent": {"quick"}, "mode": {mode}}
	path, _, _ = strings.Cut(s.post(t, "/area/house/kit/nuova", plan, http.StatusSeeOther).Header().Get("Location"), "?")
	s.post(t, path+"/stanza", url.Values{"action": {"open"}}, http.StatusSeeOther)
	id := path[strings.LastIndex(path, "/")+1:]
	c, err := s.Find(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for i, code := range answers {
		key, err := s.Join(t.Context(), c.RoomKey, "Persona "+string(rune('A'+i)), "it")
		if err != nil {
			t.Fatal(err)
		}
		h, err := s.Hold(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Save(t.Context(), h, assessment.Answer{Item: h.Items[0].ID, Code: code, Note: "girandola"}); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

func TestCycle_isRunFromStartToClose(t *testing.T) {
	s := newSite(t)
	path := s.begin(t, "named", kit.L0, kit.L1, kit.L3, kit.L4)
	if page := s.get(t, path); strings.Contains(page, "girandola") || !strings.Contains(page, "Persona A") {
		t.Error("the page shows an answer while people answer, or not who answers")
	}
	s.get(t, path+"/fine")
	s.post(t, path+"/fine", nil, http.StatusSeeOther)
	meeting := s.get(t, path)
	for _, want := range []string{"Dove vedete le cose in modo diverso", "Le risposte sono molto diverse", "Persona A"} {
		if !strings.Contains(meeting, want) {
			t.Errorf("the meeting's page does not say %q", want)
		}
	}
	s.post(t, path+"/incontro", nil, http.StatusSeeOther)
	if !strings.Contains(s.get(t, path), "<animate") {
		t.Error("the meeting has begun and its clock does not run")
	}
	k, _ := s.Kits.NewestKit()
	voice := path + "/voci/" + k.QuickItems()[0].ID
	if page := s.post(t, voice, url.Values{"reason": {"Una frase"}}, http.StatusUnprocessableEntity).Body.String(); !strings.Contains(page, "Una frase") {
		t.Error("the reason is lost when no level was chosen")
	}
	s.post(t, voice, url.Values{"decision": {"L2"}, "reason": {"Una frase"}, "version": {"0"}}, http.StatusSeeOther)
	s.post(t, voice, url.Values{"decision": {"L1"}, "reason": {"Un'altra"}, "version": {"0"}}, http.StatusConflict)
	s.get(t, path+"/chiusura")
	s.post(t, path+"/chiusura", nil, http.StatusSeeOther)
	s.post(t, voice, url.Values{"decision": {"L1"}, "reason": {"Tardi"}, "version": {"1"}}, http.StatusConflict)
	s.post(t, path+"/riapertura", nil, http.StatusUnprocessableEntity)
	s.post(t, path+"/riapertura", url.Values{"reason": {"Mancava una prova"}}, http.StatusSeeOther)
	if !strings.Contains(s.get(t, "/area/house/kit"), "Mancava una prova") {
		t.Error("the list does not say why it was reopened")
	}
}

func TestMeeting_showsFewConfidentialAnswersOnlyAsTheirMedian(t *testing.T) {
	s := newSite(t)
	path := s.begin(t, "confidential", kit.L0, kit.L1, kit.L3, kit.L4)
	if !strings.Contains(s.get(t, path+"/fine"), "meno di 5 persone") {
		t.Error("nothing warns that fewer than five will be seen as a median only")
	}
	s.post(t, path+"/fine", nil, http.StatusSeeOther)
	k, _ := s.Kits.NewestKit()
	for _, page := range []string{s.get(t, path), s.get(t, path+"/voci/"+k.QuickItems()[0].ID)} {
		if strings.Contains(page, `class="dots"`) || strings.Contains(page, "girandola") || strings.Contains(page, "Persona A") {
			t.Error("four confidential answers are shown one by one, or with notes or names")
		}
		if !strings.Contains(page, "4 risposte. Livello centrale: 2.") {
			t.Error("the median of four answers is not shown")
		}
	}
}

func TestInvite_keepsWhatWasTypedWhenALineIsWrong(t *testing.T) {
	s := newSite(t)
	path := s.begin(t, "named")
	page := s.post(t, path+"/persone", url.Values{"people": {"zoe@example.org\nnon so"}}, http.StatusUnprocessableEntity).Body.String()
	if !strings.Contains(page, "zoe@example.org\nnon so") || !strings.Contains(page, "non sono indirizzi e-mail: 2") {
		t.Error("the list is lost, or the line at fault is not named")
	}
}
