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
	"telaio/internal/attachment"
	"telaio/internal/blob"
	"telaio/internal/clock"
	"telaio/internal/kit"
	"telaio/internal/organisation"
	"telaio/internal/picture"
	"telaio/internal/sealing"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/web"
	"telaio/internal/web/page/cycle"
	"telaio/internal/web/part/evidence"
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
	keys, err := sealing.OpenKeyring(t.TempDir(), bytes.Repeat([]byte{7}, sealing.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { keys.Close() })
	files, err := blob.OpenDirectory(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { files.Close() })
	pieces, err := blob.OpenPieces(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pieces.Close() })
	testkit.Publish(t, st, organisation.Organisation{ID: "house", Slug: "house"}, organisation.Card{Name: "Cantiere di prova"})
	look := &shell.Site{BaseURL: base, HelpMail: "aiuto@telaio.example", Taxonomies: library.Taxonomies, Cookies: shell.NewCookies(base), Assets: shell.Assets{Style: "/style.css"}}
	now := &clock.Fixed{T: testkit.Day()}
	s := &site{store: st, UseCases: assessment.UseCases{
		Store: st, Kits: library, People: account.People{Store: st, Organisations: st, Clock: now}, Outbox: st,
		Links: cycle.Links{Site: look}, Clock: now, Keys: keys,
		Files: files, SealedFiles: pieces, Attachments: attachment.Taker{Pictures: picture.NewMaker()},
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
	page := s.post(t, voice, url.Values{"decision": {"L1"}, "reason": {"Un'altra"}, "version": {"0"}}, http.StatusConflict).Body.String()
	for _, want := range []string{"Un&#39;altra", "Livello 2, deciso insieme: Una frase", `name="version" value="1"`} {
		if !strings.Contains(page, want) {
			t.Errorf("whoever came second does not see %q", want)
		}
	}
	s.get(t, path+"/chiusura")
	s.post(t, path+"/chiusura", nil, http.StatusSeeOther)
	s.post(t, voice, url.Values{"decision": {"L1"}, "reason": {"Tardi"}, "version": {"1"}}, http.StatusConflict)
	s.post(t, path+"/riapertura", nil, http.StatusUnprocessableEntity)
	s.post(t, path+"/riapertura", url.Values{"reason": {"Mancava una prova"}}, http.StatusSeeOther)
	if !strings.Contains(s.get(t, "/area/house/kit"), "Mancava una prova") {
		t.Error("the list does not say why it was reopened")
	}
}

func TestDecision_hasEvidenceAndCanBeTakenBack(t *testing.T) {
	s := newSite(t)
	path := s.begin(t, "named", kit.L3, kit.L3, kit.L4)
	s.post(t, path+"/fine", nil, http.StatusSeeOther)
	k, _ := s.Kits.NewestKit()
	voice := path + "/voci/" + k.QuickItems()[0].ID
	decision := url.Values{
		"decision": {"L3"}, "reason": {"Lo facciamo da anni."}, "version": {"0"}, "action": {evidence.AddAction},
		"evidence.0.title": {"Il programma"}, "evidence.0.link": {"https://cantiere.example/programma"}, "evidence.0.strength": {"E2"}, "evidence.0.date": {"2026-03-01"},
	}
	browser := testkit.NewBrowser(t, s)
	if w := browser.PostFile(base+voice, decision, "evidence.1.upload", []byte("<html>")); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Il programma") {
		t.Errorf("a web page as a file: %d; want it refused, with what was typed", w.Code)
	}
	decision.Set("evidence.1.title", "Il verbale")
	if w := browser.PostFile(base+voice, decision, "evidence.1.upload", testkit.PDF()); w.Code != http.StatusSeeOther {
		t.Fatalf("POST %s = %d; want it saved\n%s", voice, w.Code, w.Body)
	}
	c, err := s.Find(t.Context(), path[strings.LastIndex(path, "/")+1:])
	if err != nil {
		t.Fatal(err)
	}
	decided := func() assessment.Consensus {
		decisions, err := s.Decisions(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		return decisions[k.QuickItems()[0].ID]
	}
	if d := decided(); len(d.Evidence) != 2 || d.Evidence[1].File == "" {
		t.Errorf("kept %+v; want a link and a file", d.Evidence)
	}
	for _, want := range []string{"Il programma", "Il verbale", "Ritirate la decisione"} {
		if !strings.Contains(s.get(t, voice), want) {
			t.Errorf("the page does not show %q", want)
		}
	}
	s.post(t, voice, url.Values{"version": {"0"}, "action": {"undo"}}, http.StatusConflict)
	s.post(t, voice, url.Values{"version": {"1"}, "action": {"undo"}}, http.StatusSeeOther)
	if d := decided(); d.Decided() || strings.Contains(s.get(t, voice), "Ritirate la decisione") {
		t.Errorf("taken back, and still %+v", d)
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
