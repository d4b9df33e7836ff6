package respond

import (
	"bytes"
	"context"
	"errors"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/attachment"
	"telaio/internal/blob"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/picture"
	"telaio/internal/sealing"
	"telaio/internal/testkit"
	"telaio/internal/web"
	"telaio/internal/web/part/evidence"
	"telaio/internal/web/shell"
)

// room is a self-assessment of an invented organisation, and a browser without
// scripts in it.
type room struct {
	*testkit.Browser
	useCases assessment.UseCases
	cycle    assessment.Cycle
	editor   account.Subject
	store    *stumbling
	log      bytes.Buffer
}

// stumbling is a store whose disk may be full.
type stumbling struct {
	assessment.Store
	full bool
}

func (s *stumbling) SaveAnswer(ctx context.Context, a assessment.Answer) error {
	if s.full {
		return fault.Wrap(fault.Unavailable, "error.unavailable", errors.New("no space left on device"))
	}
	return s.Store.SaveAnswer(ctx, a)
}

type nobody struct{}

func (nobody) Subject(*http.Request) (account.Subject, error) { return account.Subject{}, nil }

type links struct{}

func (links) Answers(_, token string) string { return "https://telaio.example/" + token }

func (links) Cycle(_, _, cycleID string) string { return "https://telaio.example/" + cycleID }

func newRoom(t *testing.T, mode assessment.Mode) *room {
	t.Helper()
	s, library := testkit.SQLite(t), testkit.Library(t)
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
	clk := &clock.Fixed{T: testkit.Day()}
	r := &room{store: &stumbling{Store: s}}
	useCases := assessment.UseCases{
		Store: r.store, Kits: library, People: account.People{Store: s, Organisations: s, Clock: clk}, Outbox: s, Links: links{}, Clock: clk, Keys: keys,
		Files: files, SealedFiles: pieces, Attachments: attachment.Taker{Pictures: picture.NewMaker()},
	}
	testkit.Publish(t, s, organisation.Organisation{ID: "house", Slug: "house", State: organisation.Published}, organisation.Card{Name: "Cantiere di prova"})
	r.useCases = useCases
	r.editor = account.Subject{PersonID: "ada", Grants: []account.Grant{{Role: account.OrganisationEditor, OrganisationID: "house"}}}
	if r.cycle, err = useCases.Start(t.Context(), r.editor, "house", assessment.Plan{Label: "2026", Extent: assessment.Full, Mode: mode}); err != nil {
		t.Fatal(err)
	}
	home := shell.Route{
		Name: "home", Method: http.MethodGet, Paths: shell.Both("/{$}", "/en/{$}"), Action: account.ReadPublic,
		Handle: func(http.ResponseWriter, *http.Request, *shell.Visit) error { return nil },
	}
	server := &web.Server{
		Site: &shell.Site{
			BaseURL: "http://127.0.0.1", HelpMail: "aiuto@telaio.example", Taxonomies: library.Taxonomies, Assets: shell.Assets{Style: "/style.css"},
		},
		Messages: library.Messages, Log: slog.New(slog.NewTextHandler(&r.log, nil)), Sessions: nobody{},
		Routes: append(Pages{UseCases: useCases, Clock: clk}.Routes(), home),
	}
	handler, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	r.Browser = testkit.NewBrowser(t, handler)
	return r
}

// enter comes in by the link of the room and returns the address of one's own
// answers.
func (r *room) enter(t *testing.T, form url.Values) string {
	t.Helper()
	c, err := r.useCases.OpenRoom(t.Context(), r.editor, r.cycle)
	if err != nil {
		t.Fatal(err)
	}
	w := r.Post("/autovalutazione/entra/"+c.RoomKey, form)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("status %d; want to be let in: %s", w.Code, w.Body)
	}
	own, _, _ := strings.Cut(w.Header().Get("Location"), "?")
	return own
}

// together returns the address of the answers of a whole group.
func (r *room) together(t *testing.T) string {
	t.Helper()
	key, err := r.useCases.Together(t.Context(), r.editor, r.cycle)
	if err != nil {
		t.Fatal(err)
	}
	return "/autovalutazione/risposte/" + key
}

func (r *room) people(t *testing.T) []assessment.Participant {
	t.Helper()
	people, err := r.useCases.Participants(t.Context(), r.cycle)
	if err != nil {
		t.Fatal(err)
	}
	return people
}

func inEnglish(path string) string {
	return strings.NewReplacer("/autovalutazione/risposte", "/en/self-assessment/answers", "/domande/", "/questions/", "/tutte-insieme", "/all-at-once",
		"/tutte", "/all", "/fine", "/finish", "/pausa", "/pause").Replace(path)
}

func TestPages_areSoundInBothLanguagesAndEveryMode(t *testing.T) {
	for _, mode := range assessment.Modes() {
		t.Run(string(mode), func(t *testing.T) {
			r := newRoom(t, mode)
			var own string
			if mode == assessment.Collective {
				own = r.together(t)
			} else {
				own = r.enter(t, url.Values{unnamedField: {"yes"}})
			}
			r.Post(own+"/domande/EMP1", url.Values{"code": {"L3"}, "note": {"Un questionario l'anno."}, "evidence.0.link": {"https://example.org/a"}, "evidence.0.strength": {"E2"}})
			r.Post(own+"/domande/EMP2", url.Values{"code": {"NA"}, "reason": {"Lavoriamo solo sui diritti."}})
			for _, page := range []string{"", "/domande/EMP1", "/domande/EMP2", "/domande/IMP4", "/tutte", "/tutte-insieme", "/fine", "/pausa"} {
				for _, path := range []string{own + page, inEnglish(own + page)} {
					if w := r.Get(path); w.Code != http.StatusOK {
						t.Errorf("%s: status %d", path, w.Code)
					}
				}
			}
		})
	}
}

func TestRoom_asksForANameOnlyWhereTheModeUsesNames(t *testing.T) {
	r := newRoom(t, assessment.Named)
	r.enter(t, url.Values{"name": {"Giulia"}})
	r.enter(t, url.Values{unnamedField: {"yes"}})
	second := r.enter(t, url.Values{unnamedField: {"yes"}})
	var names []string
	for _, p := range r.people(t) {
		names = append(names, p.Name)
	}
	slices.Sort(names)
	if diff := cmp.Diff([]string{"Giulia", "Persona senza nome", "Persona senza nome 2"}, names); diff != "" {
		t.Errorf("in a named cycle (-want +got):\n%s", diff)
	}
	if page := r.Get(second + "/domande/EMP1").Body.String(); !strings.Contains(page, "Persona senza nome 2") {
		t.Error("whoever came in without a name does not see how they are told apart")
	}
	r = newRoom(t, assessment.Confidential)
	r.enter(t, url.Values{"name": {"Giulia"}})
	if people := r.people(t); people[0].Name == "Giulia" {
		t.Error("a confidential cycle keeps the name")
	}
}

func TestSave_leadsToTheNextQuestion(t *testing.T) {
	r := newRoom(t, assessment.Named)
	own := r.enter(t, url.Values{"name": {"Giulia"}})
	w := r.Post(own+"/domande/EMP1", url.Values{"code": {"L2"}, "note": {"Poche persone."}})
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != own+"/domande/EMP2" {
		t.Errorf("status %d to %s; want the next question", w.Code, w.Header().Get("Location"))
	}
	body := r.Get(own + "/domande/EMP1").Body.String()
	for _, want := range []string{`id="code-L2" value="L2" checked`, "Poche persone.", "Salvato alle 11.30"} {
		if !strings.Contains(body, want) {
			t.Errorf("the question lacks %q", want)
		}
	}
}

// Scores, means or bands while people answer would lead them.
func TestPages_showNoScore(t *testing.T) {
	r := newRoom(t, assessment.Named)
	own := r.enter(t, url.Values{"name": {"Giulia"}})
	for _, item := range []string{"EMP1", "EMP2", "EMP3", "EMP4", "EMP5"} {
		r.Post(own+"/domande/"+item, url.Values{"code": {"L3"}})
	}
	score := regexp.MustCompile(`(?i)punteggi|media|75 ?%|3,0`)
	for _, page := range []string{"", "/domande/EMP1", "/tutte", "/fine"} {
		words := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(r.Get(own+page).Body.String(), " ")
		if found := score.FindString(words); found != "" {
			t.Errorf("%q shows %q", page, found)
		}
	}
}

func TestSave_asksWhyAnItemDoesNotApply(t *testing.T) {
	r := newRoom(t, assessment.Named)
	own := r.enter(t, url.Values{"name": {"Giulia"}})
	w := r.Post(own+"/domande/EMP2", url.Values{"code": {"NA"}, "note": {"Resta scritto"}})
	body := html.UnescapeString(w.Body.String())
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#reason"`) || !strings.Contains(body, "Resta scritto") {
		t.Errorf("status %d; want 422, a link to the reason, and what was typed", w.Code)
	}
	if w := r.Post(own+"/domande/EMP1", url.Values{"code": {"NA"}, "reason": {"Non ci riguarda."}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("EMP1 always applies: status %d; want 422", w.Code)
	}
}

func TestSave_twoDevicesSeeBothAnswers(t *testing.T) {
	for _, mode := range []assessment.Mode{assessment.Named, assessment.Confidential} {
		r := newRoom(t, mode)
		own := r.enter(t, url.Values{"name": {"Giulia"}})
		r.Post(own+"/domande/EMP1", url.Values{"number": {"0"}, "code": {"L1"}, "note": {"Dal telefono"}})
		w := r.Post(own+"/domande/EMP1", url.Values{"number": {"0"}, "code": {"L4"}, "note": {"Dal computer"}})
		body := w.Body.String()
		if w.Code != http.StatusConflict || !strings.Contains(body, "Dal telefono") || !strings.Contains(body, "Dal computer") {
			t.Fatalf("%s: status %d; want 409 and both answers", mode, w.Code)
		}
		r.Post(own+"/domande/EMP1", testkit.FormValues(body))
		if body := r.Get(own + "/domande/EMP1").Body.String(); !strings.Contains(body, "Dal computer") {
			t.Errorf("%s: what was chosen is not there", mode)
		}
	}
}

func TestSave_onAFullDiskKeepsWhatWasTypedInThePageAndTellsTheOperator(t *testing.T) {
	r := newRoom(t, assessment.Named)
	own := r.enter(t, url.Values{"name": {"Giulia"}})
	r.store.full = true
	w := r.Post(own+"/domande/EMP1", url.Values{"number": {"0"}, "code": {"L1"}, "note": {"Dal telefono"}})
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), "Dal telefono") {
		t.Errorf("status %d, Retry-After %q; want 503 with what was typed", w.Code, w.Header().Get("Retry-After"))
	}
	if log := r.log.String(); !strings.Contains(log, "no space left") || strings.Contains(log, "Dal telefono") {
		t.Errorf("the log says %q; want why it failed, and nothing of what was typed", log)
	}
}

func TestAutosave_saysWhatWasSavedAndWhen(t *testing.T) {
	r := newRoom(t, assessment.Confidential)
	own := r.enter(t, url.Values{unnamedField: {"yes"}})
	ask := func(form url.Values) *httptest.ResponseRecorder {
		request := httptest.NewRequest(http.MethodPost, own+"/domande/EMP2", strings.NewReader(form.Encode()))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Accept", "application/json")
		return r.Do(request)
	}
	w := ask(url.Values{"number": {"0"}, "code": {"L2"}, "action": {"autosave"}})
	if got := strings.TrimSpace(w.Body.String()); got != `{"saved":true,"number":1,"message":"Salvato alle 11.30"}` {
		t.Errorf("told %s", got)
	}
	w = ask(url.Values{"number": {"1"}, "code": {"NA"}, "action": {"autosave"}})
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Non ancora salvato") {
		t.Errorf("status %d, told %s; want that it is not saved yet", w.Code, w.Body)
	}
	w = ask(url.Values{"number": {"0"}, "code": {"L4"}, "action": {"autosave"}})
	if w.Code != http.StatusConflict {
		t.Errorf("an old number: status %d; want 409", w.Code)
	}
}

func TestEvidence_isKeptDownloadedAndTakenAway(t *testing.T) {
	r := newRoom(t, assessment.Confidential)
	own := r.enter(t, url.Values{unnamedField: {"yes"}})
	form := url.Values{"code": {"L3"}, "evidence.0.title": {"Verbale di marzo"}, "evidence.0.strength": {"E2"}, "evidence.0.date": {"2026-03-01"}, "action": {evidence.AddAction}}
	w := r.PostFile(own+"/domande/EMP1", form, "evidence.0.upload", testkit.PDF())
	if w.Code != http.StatusSeeOther {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	body := r.Get(own + "/domande/EMP1").Body.String()
	path := regexp.MustCompile(regexp.QuoteMeta(own) + `/prove/[0-9a-f]{64}`).FindString(body)
	file := r.Get(path)
	if file.Code != http.StatusOK || !bytes.Equal(file.Body.Bytes(), testkit.PDF()) || !strings.HasPrefix(file.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("%s: status %d, %q; want the file as a download", path, file.Code, file.Header().Get("Content-Disposition"))
	}
	if other := r.enter(t, url.Values{unnamedField: {"yes"}}); r.Get(other+strings.TrimPrefix(path, own)).Code != http.StatusNotFound {
		t.Error("somebody else can have the file")
	}
	r.Post(own+"/domande/EMP1", url.Values{"number": {"1"}, "code": {"L3"}, "action": {evidence.RemoveAction + "0"}})
	if w := r.Get(path); w.Code != http.StatusNotFound {
		t.Errorf("taken away: status %d; want 404", w.Code)
	}
}

func TestFinish_canBeTakenBackUntilAnsweringEnds(t *testing.T) {
	r := newRoom(t, assessment.Confidential)
	own := r.enter(t, url.Values{unnamedField: {"yes"}})
	r.Post(own+"/domande/EMP1", url.Values{"code": {"L2"}})
	r.Post(own+"/fine", nil)
	if w := r.Get(own + "/domande/EMP1"); w.Header().Get("Location") != own+"/fine" {
		t.Errorf("a question after the end leads to %q; want the way back", w.Header().Get("Location"))
	}
	r.Post(own+"/fine", url.Values{actionField: {reopenAction}})
	if w := r.Get(own + "/domande/EMP1"); w.Code != http.StatusOK {
		t.Errorf("after taking it back: status %d", w.Code)
	}
	if err := r.useCases.End(t.Context(), r.editor, r.cycle); err != nil {
		t.Fatal(err)
	}
	body := r.Get(own).Body.String()
	if !strings.Contains(body, "Nemmeno noi sappiamo più") || strings.Contains(body, own+"/tutte") {
		t.Error("after the end the page should say that nobody knows whose the answers were, and show none")
	}
}

func TestSheet_savesWhatWasTypedInAndNamesTheRest(t *testing.T) {
	r := newRoom(t, assessment.Named)
	own := r.enter(t, url.Values{"name": {"Foglio 1"}})
	form := url.Values{"code.EMP1": {"L1"}, "note.EMP1": {"Dal foglio"}, "code.EMP2": {"NA"}, "code.NET1": {"DK"}}
	w := r.Post(own+"/tutte-insieme", form)
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `href="#EMP2"`) {
		t.Fatalf("status %d; want 422 and a link to the item without a reason", w.Code)
	}
	values := testkit.FormValues(w.Body.String())
	values.Set("reason.EMP2", "Non facciamo corsi.")
	if w := r.Post(own+"/tutte-insieme", values); w.Code != http.StatusSeeOther {
		t.Fatalf("status %d; want all saved", w.Code)
	}
	if body := r.Get(own + "/tutte").Body.String(); !strings.Contains(body, "Hai dato 3 risposte su 34.") {
		t.Error("the overview does not count three answers")
	}
}

func TestPause_mailsTheLinkAndForgetsTheAddress(t *testing.T) {
	r := newRoom(t, assessment.Confidential)
	own := r.enter(t, url.Values{unnamedField: {"yes"}})
	if w := r.Post(own+"/pausa", url.Values{"address": {"non un indirizzo"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("no address: status %d; want 422", w.Code)
	}
	if w := r.Post(own+"/pausa", url.Values{"address": {"giulia@example.org"}}); w.Code != http.StatusSeeOther {
		t.Errorf("status %d; want the link on its way", w.Code)
	}
	if p := r.people(t)[0]; p.Email != "" {
		t.Errorf("the address %q is kept", p.Email)
	}
}
