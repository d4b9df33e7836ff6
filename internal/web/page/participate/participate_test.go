package participate_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"strings"
	"testing"
	"time"

	"telaio/internal/account"
	"telaio/internal/blob"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/letter"
	"telaio/internal/organisation"
	"telaio/internal/participation"
	"telaio/internal/picture"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/twin"
	"telaio/internal/web"
	"telaio/internal/web/page/participate"
	"telaio/internal/web/page/status"
	"telaio/internal/web/page/text"
	"telaio/internal/web/shell"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// site is the pages of taking part on the real store and content.
type site struct {
	t       testing.TB
	handler http.Handler
	clock   *clock.Fixed
	letters []letter.Letter
	store   *stumbling
	db      *store.Store
	log     bytes.Buffer
}

var errDisk = errors.New("the disk is full")

// stumbling is the real store until the disk is said to be full or the database
// to be out of reach.
type stumbling struct {
	participation.Store
	noWrites, noReads bool
}

func (s *stumbling) SaveStep(ctx context.Context, step participation.Step) error {
	if s.noWrites {
		return fault.Wrap(fault.Unavailable, "error.unavailable", errDisk)
	}
	return s.Store.SaveStep(ctx, step)
}

func (s *stumbling) HeldDraft(ctx context.Context, id, keyHash string) (participation.Draft, error) {
	if s.noReads {
		return participation.Draft{}, fault.Wrap(fault.Unavailable, "error.unavailable", errDisk)
	}
	return s.Store.HeldDraft(ctx, id, keyHash)
}

func (s *stumbling) MarkDraftSent(ctx context.Context, d participation.Draft) error {
	if s.noWrites {
		return fault.Wrap(fault.Unavailable, "error.unavailable", errDisk)
	}
	return s.Store.MarkDraftSent(ctx, d)
}

func (s *site) Send(_ context.Context, l letter.Letter) error {
	s.letters = append(s.letters, l)
	return nil
}

// link is the path that the last letter of the kind leads to.
func (s *site) link(template string) string {
	s.t.Helper()
	for i := len(s.letters) - 1; i >= 0; i-- {
		if s.letters[i].Template == template {
			return strings.TrimPrefix(s.letters[i].Values["Link"], "http://127.0.0.1")
		}
	}
	s.t.Fatalf("no letter %q", template)
	return ""
}

type nobody struct{}

func (nobody) Subject(*http.Request) (account.Subject, error) {
	return account.Subject{}, nil
}

type notices struct{}

func (notices) Notice(string) participation.Notice {
	return participation.Notice{Version: "1", Hash: "x"}
}

func newSite(t testing.TB) *site {
	t.Helper()
	contents := testkit.Library(t)
	towns := testkit.Towns(t)
	files, err := blob.OpenDirectory(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { files.Close() })
	db := testkit.SQLite(t)
	s := &site{t: t, clock: &clock.Fixed{T: time.Date(2026, 11, 12, 12, 0, 0, 0, time.UTC)}, store: &stumbling{Store: db}, db: db}
	shared := &shell.Site{BaseURL: "http://127.0.0.1", HelpMail: "aiuto@telaio.example", Taxonomies: contents.Taxonomies, Assets: shell.Assets{Style: "/stile.css"}}
	useCases := participation.UseCases{
		Store: s.store, People: db, Outbox: s, Questionnaires: contents, Towns: towns, Files: files,
		Pictures: picture.NewMaker(), Notices: notices{}, Links: participate.Links{Site: shared}, Clock: s.clock, MostWaiting: 10,
		Directory: twin.NewDirectory(db),
	}
	server := web.Server{Site: shared, Messages: contents.Messages, Sessions: nobody{}, Log: slog.New(slog.NewJSONHandler(&s.log, nil))}
	server.Routes = append(participate.Pages{UseCases: useCases}.Routes(), status.Pages{UseCases: useCases}.Routes()...)
	server.Routes = append(server.Routes, text.Pages{Page: contents.Page, Clock: s.clock}.Routes()...)
	server.Routes = append(server.Routes, elsewhere()...)
	if s.handler, err = server.Handler(); err != nil {
		t.Fatal(err)
	}
	return s
}

// elsewhere are the pages of other groups that the layout links to.
func elsewhere() []shell.Route {
	empty := func(w http.ResponseWriter, _ *http.Request, _ *shell.Visit) error { return nil }
	page := func(name, italian string) shell.Route {
		paths := map[i18n.Language]string{i18n.Italian: italian, i18n.English: "/en" + italian}
		return shell.Route{Name: name, Method: http.MethodGet, Paths: paths, Action: account.ReadPublic, Handle: empty}
	}
	return []shell.Route{page("home", "/{$}"), page("sign-in", "/accedi"), page("atlas", "/atlante"), page("organisation", "/organizzazioni/{slug}")}
}

func (s *site) browser() *testkit.Browser { return testkit.NewBrowser(s.t, s.handler) }

// begin starts a draft and returns the address of its first page.
func (s *site) begin(b *testkit.Browser, origin string) string {
	s.t.Helper()
	w := b.Post("/partecipa", url.Values{"origin": {origin}})
	s.clock.Advance(time.Minute)
	return to(s.t, w)
}

// to is where an answer leads.
func to(t testing.TB, w *httptest.ResponseRecorder) string {
	t.Helper()
	if w.Code != http.StatusSeeOther {
		t.Fatalf("status = %d; want 303:\n%s", w.Code, mainOf(w))
	}
	return w.Header().Get("Location")
}

// want checks the status and that the page says each of the words.
func want(t *testing.T, w *httptest.ResponseRecorder, status int, words ...string) string {
	t.Helper()
	if w.Code != status {
		t.Errorf("status = %d; want %d", w.Code, status)
	}
	page := w.Body.String()
	for _, word := range words {
		if !strings.Contains(page, word) {
			t.Errorf("the page does not say %q:\n%s", word, mainOf(w))
		}
	}
	return page
}

func mainOf(w *httptest.ResponseRecorder) string {
	_, page, _ := strings.Cut(w.Body.String(), "<main")
	page, _, _ = strings.Cut(page, "</main>")
	return page
}

// continued is what the page's form sends with its main button, with some
// fields filled in.
func continued(page string, filled url.Values) url.Values {
	values := testkit.FormValues(page)
	for name := range values { // the header and the footer have forms of their own
		if name == "theme" || name == "back" || name == "language" && !strings.Contains(page, "q-language") {
			values.Del(name)
		}
	}
	for name, v := range filled {
		values[name] = v
	}
	values.Set("action", "continue")
	return values
}

func TestJourney_fromTheInvitationToTheStatusPageWithoutAScript(t *testing.T) {
	s := newSite(t)
	laptop, phone := s.browser(), s.browser()
	want(t, laptop.Get("/partecipa"), http.StatusOK, "Faccio parte di un", "Conosco un")
	first := s.begin(laptop, "new")
	page := want(t, laptop.Get(first), http.StatusOK, "Passo 1 di 6")

	// a mistake keeps everything and says what to do
	page = want(t, laptop.Post(first, continued(page, url.Values{"name": {"Officine Zero"}})),
		http.StatusUnprocessableEntity, "Errore:", "Scegli almeno un tipo", `value="Officine Zero"`)
	next := to(t, laptop.Post(first, continued(page, url.Values{"types": {"association"}})))
	if path.Base(next) != "per-chi" {
		t.Fatalf("after the first page comes %s; want per-chi", next)
	}

	// go on later, on another device
	s.clock.Advance(time.Minute)
	page = laptop.Get(next).Body.String()
	typed := continued(page, url.Values{"target": {"Chi lavora in proprio"}})
	typed.Set("action", "pause")
	pause := to(t, laptop.Post(next, typed))
	want(t, laptop.Post(pause, url.Values{"address": {"ada@prova"}}), http.StatusUnprocessableEntity, `value="ada@prova"`)
	want(t, laptop.Get(to(t, laptop.Post(pause, url.Values{"address": {"ada@prova.example"}}))), http.StatusOK, "ada@prova.example")
	link := s.link("resume")
	want(t, phone.Get(next), http.StatusNotFound)
	want(t, phone.Get(link), http.StatusOK, "Riprendi")
	resumed := to(t, phone.Get(to(t, phone.Post(link, nil))))
	page = want(t, phone.Get(resumed), http.StatusOK, "Passo 2 di 6", "Chi lavora in proprio")

	// the rest of the form
	next = to(t, phone.Post(resumed, continued(page, nil)))
	next = to(t, phone.Post(next, continued(phone.Get(next).Body.String(), url.Values{"solidarity": {"network"}})))
	next = to(t, phone.Post(next, continued(phone.Get(next).Body.String(), nil)))
	story := continued(phone.Get(next).Body.String(), url.Values{"short_description": {"Un luogo di lavoro."}})
	next = to(t, phone.PostFile(next, story, "logo.file", picturePNG(t)))
	s.clock.Advance(time.Minute)
	check := path.Dir(next) + "/riepilogo"
	want(t, phone.Get(check), http.StatusOK, "Completa «Tu e i tuoi consensi»")
	want(t, phone.Post(check, nil), http.StatusUnprocessableEntity, "Completa «Tu e i tuoi consensi»")
	you := continued(phone.Get(next).Body.String(), url.Values{"contact_name": {"Ada Prova"}, "contact_email": {"ada@prova.example"}})
	for _, purpose := range []string{"publish_page", "use_research", "open_data", "contact_again"} {
		you.Set("consent_"+purpose, "yes")
	}
	if check != to(t, phone.Post(next, you)) {
		t.Error("after the last page the answers are not checked")
	}
	want(t, phone.Get(check), http.StatusOK, "Officine Zero", "Chi lavora in proprio", "Ada Prova", "Invia la candidatura")

	// send, confirm, follow
	sent := to(t, phone.Post(check, nil))
	want(t, phone.Get(sent), http.StatusOK, "apri la posta", "ada@prova.example")
	if again := to(t, laptop.Get(first)); again != sent {
		t.Errorf("a page of a draft that was sent leads to %s; want %s", again, sent)
	}
	confirm := s.link("confirm_submission")
	want(t, phone.Get(confirm), http.StatusOK, "Officine Zero", "Conferma")
	statusPage := to(t, phone.Post(confirm, nil))
	want(t, laptop.Get(statusPage), http.StatusOK, "In lettura", "Il tuo indirizzo è confermato", "noindex")
	want(t, phone.Get(link), http.StatusGone, "già stata inviata")
}

func TestBegin_asksAgainWithoutAChoiceAndForPrograms(t *testing.T) {
	s := newSite(t)
	b := s.browser()
	want(t, b.Post("/partecipa", nil), http.StatusUnprocessableEntity, "Scegli se fai parte")
	want(t, b.Post("/partecipa", url.Values{"origin": {"change"}}), http.StatusUnprocessableEntity, "Scegli se fai parte")
	want(t, b.Post("/partecipa", url.Values{"origin": {"new"}, "homepage": {"http://spam"}}), http.StatusUnprocessableEntity, "compilato da un programma")
}

// TestAnOldLink_offersANewOne: to the same address, for going on and for
// confirming; a link that was never given offers nothing and tells nothing.
func TestAnOldLink_offersANewOne(t *testing.T) {
	s := newSite(t)
	b := s.browser()
	first := s.begin(b, "suggestion")
	to(t, b.Post(path.Dir(first)+"/pausa", url.Values{"address": {"ada@prova.example"}}))
	resume := s.link("resume")
	s.clock.Advance(20 * 24 * time.Hour)
	typed := continued(b.Get(first).Body.String(), url.Values{
		"name": {"Bottega"}, "contact_name": {"Ada"}, "contact_email": {"ada@prova.example"}, "consent_contact_again": {"no"},
	})
	to(t, b.Post(first, with(typed, "action", "pause"))) // the draft lives on
	s.clock.Advance(11 * 24 * time.Hour)

	page := want(t, s.browser().Get(resume), http.StatusGone, "Questo link non vale più", "Mandami un link nuovo")
	if strings.Contains(page, "ada@prova.example") || strings.Contains(page, "Bottega") {
		t.Error("the page of an old link gives away what is behind it")
	}
	want(t, b.Post(resume, url.Values{"renew": {"yes"}}), http.StatusOK, "Il link sta arrivando")
	if fresh := s.link("resume"); fresh == resume {
		t.Error("no new link was mailed")
	} else {
		want(t, s.browser().Get(fresh), http.StatusOK, "Riprendi da dove avevi lasciato")
	}

	to(t, b.Post(first, continued(b.Get(first).Body.String(), nil)))
	confirm := s.link("confirm_submission")
	s.clock.Advance(31 * 24 * time.Hour)
	want(t, b.Get(confirm), http.StatusGone, "Mandami un link nuovo")
	want(t, b.Post(confirm, nil), http.StatusGone)
	want(t, b.Post(confirm, url.Values{"renew": {"yes"}}), http.StatusOK, "Il link sta arrivando")
	to(t, b.Post(s.link("confirm_submission"), nil))

	for _, never := range []string{"/partecipa/riprendi/mai", "/partecipa/conferma/mai"} {
		if page := want(t, b.Post(never, url.Values{"renew": {"yes"}}), http.StatusGone, "Questo link non vale più", `href="/stato"`); strings.Contains(page, `name="renew"`) {
			t.Errorf("%s renews what never was", never)
		}
	}
}

func TestSave_inTwoTabsShowsBothValues(t *testing.T) {
	s := newSite(t)
	b := s.browser()
	first := s.begin(b, "new")
	opened := b.Get(first).Body.String() // by both tabs
	to(t, b.Post(first, continued(opened, url.Values{"name": {"Uno"}, "types": {"association"}})))

	w := b.Post(first, continued(opened, url.Values{"name": {"Due"}, "types": {"association"}}))
	page := want(t, w, http.StatusConflict, "Uno", "Due", "Tengo questa", "Prendo questa")
	values := testkit.FormValues(page)
	values.Set("action", "settle")
	want(t, b.Post(first, values), http.StatusConflict, "Scegli che cosa tenere")
	values.Set("choose.name", "mine")
	to(t, b.Post(first, values))
	want(t, b.Get(first), http.StatusOK, `value="Due"`)
}

func TestSave_tellsAScriptWhatHappened(t *testing.T) {
	s := newSite(t)
	b := s.browser()
	first := s.begin(b, "new")
	ask := func(form string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodPost, first, strings.NewReader(form))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Accept", "application/json")
		return b.Do(r)
	}
	want(t, ask("action=autosave&number=0&name=Uno"), http.StatusOK, `"saved":true`, `"number":1`, "Salvato alle 13.01")
	want(t, ask("action=autosave&number=0&name=Due"), http.StatusConflict, `"saved":false`)
	s.store.noWrites = true
	w := ask("action=autosave&number=1&name=Tre")
	want(t, w, http.StatusServiceUnavailable, `"saved":false`)
	if w.Header().Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
}

func TestSave_withoutADatabaseShowsTheWholeFormAgain(t *testing.T) {
	for name, stumble := range map[string]func(*stumbling){
		"the disk is full":                func(s *stumbling) { s.noWrites = true },
		"nothing can even be read":        func(s *stumbling) { s.noReads = true },
		"nothing can be read or written!": func(s *stumbling) { s.noReads, s.noWrites = true, true },
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			b := s.browser()
			first := s.begin(b, "new")
			typed := continued(b.Get(first).Body.String(), url.Values{"name": {"Officine Zero"}, "other_names": {"OZ"}, "types": {"association"}})
			stumble(s.store)
			w := b.Post(first, typed)
			page := want(t, w, http.StatusServiceUnavailable, "Non abbiamo salvato", `value="Officine Zero"`, "OZ", `value="association" checked`)
			if w.Header().Get("Retry-After") == "" {
				t.Error("no Retry-After")
			}
			if log := s.log.String(); strings.Count(log, errDisk.Error()) != 1 || strings.Contains(log, "Officine Zero") {
				t.Errorf("the log says %q; want the cause once, and nothing that was typed", log)
			}
			*s.store = stumbling{Store: s.store.Store}
			if next := to(t, b.Post(first, continued(page, nil))); path.Base(next) != "per-chi" {
				t.Errorf("the next try leads to %s; want per-chi", next)
			}
		})
	}
}

func TestSend_withoutADatabaseKeepsTheAnswers(t *testing.T) {
	s := newSite(t)
	b := s.browser()
	first := s.begin(b, "suggestion")
	typed := continued(b.Get(first).Body.String(), url.Values{
		"name": {"Bottega"}, "contact_name": {"Ada"}, "contact_email": {"ada@prova.example"}, "consent_contact_again": {"no"},
	})
	to(t, b.Post(first, with(typed, "action", "pause"))) // saved
	s.store.noWrites = true
	page := want(t, b.Post(first, with(continued(b.Get(first).Body.String(), nil), "number", "1")), http.StatusServiceUnavailable, "Le risposte sono salvate", "Bottega")
	s.store.noWrites = false
	want(t, b.Get(to(t, b.Post(first, continued(page, nil)))), http.StatusOK, "apri la posta")
}

func TestSave_ofAWrongFileKeepsEverythingElse(t *testing.T) {
	s := newSite(t)
	b := s.browser()
	story := path.Dir(s.begin(b, "new")) + "/la-vostra-storia"
	typed := continued(b.Get(story).Body.String(), url.Values{"short_description": {"Un luogo."}})
	for name, file := range map[string][]byte{"SVG": []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), "text": []byte("ciao")} {
		page := want(t, b.PostFile(story, typed, "logo.file", file), http.StatusUnprocessableEntity, "Scegli un&#39;immagine PNG", "Un luogo.")
		typed = continued(page, nil)
		_ = name
	}
	heavy := append(picturePNG(t), make([]byte, 8<<20)...)
	typed = continued(want(t, b.PostFile(story, typed, "logo.file", heavy), http.StatusUnprocessableEntity, "fino a 5 MB", "Un luogo."), nil)
	to(t, b.PostFile(story, typed, "logo.file", picturePNG(t)))
	page := b.Get(story).Body.String()
	_, source, found := strings.Cut(page, `<img src="`)
	source, _, _ = strings.Cut(source, `"`)
	if !found {
		t.Fatal("the page shows no picture")
	}
	if w := b.Get(source); w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/png" {
		t.Errorf("the picture = %d, %s; want a PNG", w.Code, w.Header().Get("Content-Type"))
	}
	want(t, s.browser().Get(source), http.StatusNotFound)
	to(t, b.PostFile(story, with(continued(page, nil), "logo.remove", "yes"), "logo.file", nil))
	if strings.Contains(b.Get(story).Body.String(), "<img") {
		t.Error("the picture is still there")
	}
}

func TestPages_answerBadInputWithAPage(t *testing.T) {
	s := newSite(t)
	b := s.browser()
	first := s.begin(b, "new")
	base := path.Dir(first)
	for _, c := range []struct {
		path   string
		status int
	}{
		{"/partecipa/unknown/chi-siete", http.StatusNotFound},
		{"/partecipa/unknown", http.StatusNotFound},
		{base + "/nessuna", http.StatusNotFound},
		{base + "/immagine/zz", http.StatusNotFound},
		{"/partecipa/riprendi/invented", http.StatusGone},
		{"/partecipa/conferma/invented", http.StatusGone},
		{"/stato/invented", http.StatusGone},
		{"/en/status/invented", http.StatusGone},
	} {
		if w := b.Get(c.path); w.Code != c.status {
			t.Errorf("GET %s = %d; want %d", c.path, w.Code, c.status)
		}
	}
	for name, form := range map[string]url.Values{
		"nothing":        nil,
		"NUL and RTL":    {"name": {"a\x00b\u202e"}, "types": {"\x00"}},
		"invalid UTF-8":  {"name": {"\xff\xfe"}, "year": {"\xff"}},
		"too long":       {"name": {strings.Repeat("x", 5000)}},
		"wrong number":   {"number": {"-9999999999999999999999"}, "year": {"99999999999999999999"}},
		"unknown choice": {"types": {"<script>"}, "legal_status": {"nope"}},
		"repeats":        {"places.9999.place_kind": {"seat"}, "places.x.y": {"z"}, "action": {"remove:places:-1"}},
		"odd action":     {"action": {"add:"}},
	} {
		for _, page := range []string{first, base + "/dove", base + "/la-vostra-storia", base + "/tu-e-i-tuoi-consensi", base + "/pausa", base + "/riepilogo", base + "/inviata"} {
			if w := b.Post(page, form); w.Code >= http.StatusInternalServerError {
				t.Errorf("%s to %s = %d; want no server error", name, page, w.Code)
			}
		}
	}
	want(t, b.Post(base+"/nessuna", url.Values{"name": {"x"}}), http.StatusNotFound)
	want(t, b.Post(first, url.Values{"name": {strings.Repeat("x", 2<<20)}}), http.StatusRequestEntityTooLarge)
	want(t, s.browser().Post(first, url.Values{"name": {"stranger"}}), http.StatusNotFound)
}

func TestSuggestion_isSentFromItsOnePage(t *testing.T) {
	s := newSite(t)
	b := s.browser()
	first := to(t, b.Post("/en/participate", url.Values{"origin": {"suggestion"}}))
	page := want(t, b.Get(first), http.StatusOK, "Send the suggestion")
	typed := continued(page, url.Values{"name": {"Bottega"}, "contact_name": {"Ada"}, "contact_email": {"ada@prova.example"}, "consent_contact_again": {"no"}})
	page = want(t, b.Post(first, typed), http.StatusTooManyRequests, "Wait a few seconds", "Bottega")
	s.clock.Advance(time.Minute)
	want(t, b.Get(to(t, b.Post(first, continued(page, nil)))), http.StatusOK, "open your mail")
	if s.letters[0].Language != "en" {
		t.Errorf("the letter is in %q; want en", s.letters[0].Language)
	}
}

func with(form url.Values, name, value string) url.Values {
	form.Set(name, value)
	return form
}

func picturePNG(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 300, 200))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// similarSite is a site on which Officine Zero is published already.
func similarSite(t *testing.T) *site {
	t.Helper()
	s := newSite(t)
	testkit.Publish(t, s.db, organisation.Organisation{ID: "oz", Slug: "officine-zero"}, testkit.OfficineZero())
	return s
}

func TestStep_saysOnceThatAPageIsThereAlready(t *testing.T) {
	s := similarSite(t)
	b := s.browser()
	first := s.begin(b, "new")
	typed := url.Values{"name": {"Le officine zero APS"}, "types": {"association"}, "number": {"0"}, "action": {"continue"}}

	again := to(t, b.Post(first, typed))

	want(t, b.Get(again), http.StatusOK, "Esiste già una pagina con un nome simile", `href="/organizzazioni/officine-zero"`, "Non è la stessa, continua")
	typed.Set("number", "1")
	typed.Set("similar_shown", "1")
	typed.Set("action", "different")
	if next := to(t, b.Post(first, typed)); strings.Contains(next, "simili") {
		t.Errorf("after it was told apart the form leads to %s; want the next page", next)
	}
	typed.Del("similar_shown")
	typed.Set("action", "continue")
	if next := to(t, b.Post(first, typed)); strings.Contains(next, "simili") {
		t.Errorf("the next time the form leads to %s; it has been told apart", next)
	}
}

func TestSimilar_namesPublishedOrganisationsOnly(t *testing.T) {
	s := similarSite(t)
	b := s.browser()
	page := s.begin(b, "new")
	draft := organisation.Organisation{ID: "bozza", Slug: "torni-uniti", CreatedAt: testkit.Day(), UpdatedAt: testkit.Day()}
	if err := s.db.CreateOrganisation(t.Context(), draft); err != nil {
		t.Fatal(err)
	}
	draft.State, draft.Revision = organisation.Unpublished, 1
	revision := organisation.Revision{OrganisationID: "bozza", Number: 1, Card: organisation.Card{Name: "Torni Uniti"}, CreatedAt: testkit.Day()}
	if err := s.db.AddRevision(t.Context(), draft, revision); err != nil {
		t.Fatal(err)
	}
	for query, wanted := range map[string]string{
		"officine+zero": `[{"name":"Officine Zero","town":"Roma","path":"/organizzazioni/officine-zero"}]`,
		"torni+uniti":   "[]", "": "[]",
	} {
		if got := b.Get(page[:strings.LastIndex(page, "/")] + "/nome/simili?q=" + query).Body.String(); got != wanted {
			t.Errorf("q=%s: %s; want %s", query, got, wanted)
		}
	}
}
