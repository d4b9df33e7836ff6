package initiative_test

import (
	"fmt"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"telaio/internal/account"
	"telaio/internal/clock"
	"telaio/internal/initiative"
	"telaio/internal/organisation"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/web"
	page "telaio/internal/web/page/initiative"
	"telaio/internal/web/shell"
)

func TestMain(m *testing.M) { testkit.Main(m) }

const home = "/area/own/iniziative"

// site is the pages over a fresh store in which Ada looks after one organisation
// and Bruno after another.
type site struct {
	*testing.T
	http.Handler
	store *store.Store
	clock *clock.Fixed
}

// asker signs in whoever the request's header names by address.
type asker struct{ people account.People }

func (a asker) Subject(r *http.Request) (account.Subject, error) {
	person, err := a.people.ByEmail(r.Context(), r.Header.Get("X-Test-Person"))
	return person.Subject(), err
}

func newSite(t *testing.T) *site {
	t.Helper()
	library := testkit.Library(t)
	s := &site{T: t, store: testkit.SQLite(t), clock: &clock.Fixed{T: testkit.Day()}}
	people := account.People{Store: s.store, Clock: s.clock}
	newest, _ := library.NewestKit()
	sheets, err := initiative.NewSheets(library.Kits[newest.ID], newest, library.Messages, library.Taxonomies)
	if err != nil {
		t.Fatal(err)
	}
	const base = "https://telaio.example"
	say := func(http.ResponseWriter, *http.Request, *shell.Visit) error { return nil }
	server := web.Server{
		Site:     &shell.Site{BaseURL: base, HelpMail: "aiuto@telaio.example", Taxonomies: library.Taxonomies, Cookies: shell.NewCookies(base), Assets: shell.Assets{Style: "/style.css"}},
		Messages: library.Messages, Sessions: asker{people}, Log: slog.New(slog.DiscardHandler),
		Routes: append(page.Pages{UseCases: initiative.UseCases{
			Records: s.store, People: s.store, Sheets: sheets, Clock: s.clock, Zone: time.UTC,
			Notice: func(string) (string, string) { return "1", "h" },
		}}.Routes(),
			shell.Route{Name: "home", Method: "GET", Paths: shell.Both("/{$}", "/en/{$}"), Action: account.ReadPublic, Handle: say},
			shell.Route{Name: "sign-in", Method: "GET", Paths: shell.Both("/accedi", "/en/sign-in"), Action: account.SignIn, Handle: say},
			shell.Route{Name: "area", Method: "GET", Paths: shell.Only("/area"), Action: account.SignIn, Handle: say},
			shell.Route{Name: "area-organisation", Method: "GET", Paths: shell.Only("/area/{organisation}"), Action: account.SignIn, Handle: say}),
	}
	if s.Handler, err = server.Handler(); err != nil {
		t.Fatal(err)
	}
	for id, email := range map[string]string{"own": "ada@own.example", "other": "bruno@other.example"} {
		testkit.Publish(t, s.store, organisation.Organisation{ID: id, Slug: id}, organisation.Card{Name: "La " + id})
		grant := account.Grant{Role: account.OrganisationEditor, OrganisationID: id}
		if _, err := people.GrantTo(t.Context(), account.System, account.Newcomer{Email: email, Name: email[:3], Language: "it"}, grant); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// get opens a page as Ada and checks it.
func (s *site) get(path string) *httptest.ResponseRecorder {
	s.Helper()
	return s.ask(httptest.NewRequest(http.MethodGet, path, nil), "ada@own.example")
}

// post sends a form as Ada.
func (s *site) post(path string, form url.Values) *httptest.ResponseRecorder {
	s.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.ask(r, "ada@own.example")
}

func (s *site) ask(r *http.Request, email string) *httptest.ResponseRecorder {
	s.Helper()
	r.Header.Set("X-Test-Person", email)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") && w.Code != http.StatusSeeOther {
		testkit.CheckHTML(s, w.Body.String())
	}
	return w
}

// lead returns where an answer leads, without its notice.
func (s *site) lead(w *httptest.ResponseRecorder) string {
	s.Helper()
	if w.Code != http.StatusSeeOther {
		s.Fatalf("status %d; want to be led on:\n%s", w.Code, plain(w))
	}
	where, _, _ := strings.Cut(w.Header().Get("Location"), "?")
	where, _, _ = strings.Cut(where, "#")
	return where
}

// plain is the text of a page.
func plain(w *httptest.ResponseRecorder) string {
	text := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(w.Body.String(), " ")
	return strings.Join(strings.Fields(html.UnescapeString(text)), " ")
}

func (s *site) says(w *httptest.ResponseRecorder, sentences ...string) {
	s.Helper()
	for _, sentence := range sentences {
		if !strings.Contains(plain(w), sentence) {
			s.Errorf("the page does not say %q:\n%s", sentence, plain(w))
		}
	}
}

// filled is an initiative with an indicator, and the indicator's id.
func (s *site) filled() (sheet, indicator string) {
	s.Helper()
	begun := s.post(home+"/nuova", url.Values{"name": {"Sportello"}, "period_start": {"1/1/2026"}, "period_end": {"1/2/2026"}, "forms": {"empowerment"}, "action": {"back"}})
	sheet = s.lead(begun)
	saved := s.post(sheet+"/parti/c", url.Values{
		"indicators.0._id": {"days"}, "indicators.0.indicator_name": {"Giorni di attesa"}, "indicators.0.unit": {"giorni"},
		"indicators.0.direction": {"decrease"}, "indicators.0.baseline": {"60"}, "indicators.0.baseline_date": {"1/1/2026"},
		"indicators.0.target_value": {"30"}, "indicators.0.method": {"interview"}, "people_reached": {"32"}, "cost_money": {"1.280"}, "action": {"continue"},
	})
	if next := s.lead(saved); next != sheet+"/parti/d" {
		s.Errorf("after part C comes %s", next)
	}
	return sheet, "days"
}

func TestSheet_fromTheFirstWordToTheChart(t *testing.T) {
	s := newSite(t)
	s.says(s.get(home), "Nessuna iniziativa ancora")
	nameless := s.post(home+"/nuova", url.Values{"objective": {"saper fare un preventivo"}})
	s.says(nameless, "Scrivete il nome dell'iniziativa", "saper fare un preventivo")
	sheet, _ := s.filled()
	s.says(s.get(sheet), "Sportello", "conclusa", "Dal 1 gennaio 2026 al 1 febbraio 2026", "Scrivete a chi si rivolge", "40 euro", "Ancora nessuna misura")

	form := s.get(sheet + "/misure/days")
	typed := testkit.FormValues(form.Body.String())
	if typed.Get("measured_date") != "12/03/2026" || typed.Get("method") != "interview" {
		t.Errorf("the form is filled in with %v; want today and the planned method", typed)
	}
	typed.Set("measured", "quaranta")
	s.says(s.post(sheet+"/misure/days", typed), "Scrivi un numero in cifre", "C'è una cosa da sistemare")
	typed.Set("measured", "36,5")
	typed.Set("n_asked", "30")
	typed.Set("n_answered", "24")
	if where := s.lead(s.post(sheet+"/misure/days", typed)); where != sheet {
		t.Errorf("led to %s", where)
	}
	s.says(s.get(sheet), "36,5 giorni", "78,3 %", "24 risposte su 30")
	s.says(s.get(home), "Sportello", "Nuova misura")
	s.says(s.get(sheet+"/scheda"), "A. Descrizione", "Da 60 giorni a 36,5 giorni", "Non indicato")

	correct := testkit.FormValues(s.get(sheet + "/misure/days/2026-03-12").Body.String())
	if correct.Get("measured") != "36,5" {
		t.Errorf("to correct: %v", correct)
	}
	s.lead(s.post(sheet+"/misure/days/2026-03-12/togli", nil))
	s.says(s.get(sheet+"/storia"), "Misura tolta da «Giorni di attesa»: 36,5 giorni", "Riprendi questa misura")
	s.lead(s.post(sheet+"/storia", url.Values{"indicator": {"days"}, "day": {"2026-03-12"}}))
	s.says(s.get(sheet), "36,5 giorni")
}

func TestSave_saysWhatDoesNotAddUpAndKeepsIt(t *testing.T) {
	s := newSite(t)
	sheet, _ := s.filled()
	part := testkit.FormValues(s.get(sheet + "/parti/c").Body.String())
	part.Set("hours_paid", "tante")
	part.Set("action", "continue")
	answer := s.post(sheet+"/parti/c", part)
	if answer.Code != http.StatusUnprocessableEntity {
		t.Errorf("status %d", answer.Code)
	}
	s.says(answer, "Abbiamo salvato tutto", "Scrivi un numero in cifre")
	if again := testkit.FormValues(s.get(sheet + "/parti/c").Body.String()); again.Get("hours_paid") != "tante" || again.Get("people_reached") != "32" {
		t.Errorf("kept: %v", again)
	}
}

func TestSave_tellsTheScriptAndFindsAConflict(t *testing.T) {
	s := newSite(t)
	sheet, _ := s.filled()
	first := testkit.FormValues(s.get(sheet + "/parti/b").Body.String())
	second := testkit.FormValues(s.get(sheet + "/parti/b").Body.String())

	first.Set("activities", "incontri")
	r := httptest.NewRequest(http.MethodPost, sheet+"/parti/b", strings.NewReader(first.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "application/json")
	if told := s.ask(r, "ada@own.example").Body.String(); !strings.Contains(told, `"saved":true,"number":1`) {
		t.Errorf("the script is told %s", told)
	}

	second.Set("activities", "visite")
	conflict := s.post(sheet+"/parti/b", second)
	if conflict.Code != http.StatusConflict {
		t.Fatalf("status %d; want a conflict", conflict.Code)
	}
	s.says(conflict, "Due versioni della stessa parte", "incontri", "visite")
	settled := testkit.FormValues(conflict.Body.String())
	settled.Set("choose.activities", "theirs")
	settled.Set("action", "settle")
	s.lead(s.post(sheet+"/parti/b", settled))
	if now := testkit.FormValues(s.get(sheet + "/parti/b").Body.String()); strings.TrimSpace(now.Get("activities")) != "incontri" {
		t.Errorf("settled as %q", now.Get("activities"))
	}
}

func TestImport_showsRowsBeforeItTakesThem(t *testing.T) {
	s := newSite(t)
	sheet, _ := s.filled()
	s.says(s.get(sheet+"/importa"), "Niente viene salvato finché non lo confermate")
	const good = "Indicatore;Giorno;Valore\nGiorni di attesa;1/3/2026;40\n"
	s.says(s.post(sheet+"/importa", url.Values{"rows": {good + "Boh;1/3/2026;1\n"}}), "Non abbiamo cambiato niente", "Una riga da sistemare", "Nessun indicatore della scheda si chiama «Boh»")
	if refused := s.post(sheet+"/importa/ora", url.Values{"rows": {good + "Boh;1/3/2026;1\n"}}); refused.Code != http.StatusUnprocessableEntity {
		t.Errorf("status %d", refused.Code)
	}
	report := s.post(sheet+"/importa", url.Values{"rows": {good}})
	s.says(report, "Una misura nuova", "40 giorni")
	if before := s.get(sheet + "/misure.csv").Body.String(); strings.Contains(before, "40") {
		t.Errorf("taken before it was confirmed:\n%s", before)
	}
	s.lead(s.post(sheet+"/importa/ora", testkit.FormValues(report.Body.String())))
	file := s.get(sheet + "/misure.csv")
	if !strings.Contains(file.Body.String(), "Giorni di attesa;2026-03-01;40;;;Con interviste;;;") || file.Header().Get("Content-Type") != "text/csv; charset=utf-8" {
		t.Errorf("%v\n%s", file.Header(), file.Body.String())
	}
	s.says(s.post(sheet+"/importa", url.Values{"rows": {file.Body.String()}}), "Una riga già presente")
}

func TestCopyArchiveAndLink(t *testing.T) {
	s := newSite(t)
	sheet, _ := s.filled()
	copied := s.lead(s.post(sheet+"/copia", nil))
	s.says(s.get(copied), "Sportello")
	s.lead(s.post(sheet+"/archivia", nil))
	s.says(s.get(sheet), "Archiviata il 12 marzo 2026", "Riprendi dall'archivio")
	s.says(s.get(home), "Un'iniziativa archiviata")
	s.lead(s.post(sheet+"/riprendi", nil))
	s.says(s.get(sheet+"/kit"), "Salva le scelte")
	s.lead(s.post(sheet+"/kit", url.Values{"item": {"EMP2"}}))
	if chosen := testkit.FormValues(s.get(sheet + "/kit").Body.String()); chosen.Get("item") != "EMP2" {
		t.Errorf("chosen: %v", chosen)
	}
}

func TestTell_previewsAndProposes(t *testing.T) {
	s := newSite(t)
	sheet, _ := s.filled()
	form := testkit.FormValues(s.get(sheet + "/misure/days").Body.String())
	form.Set("measured", "36")
	s.lead(s.post(sheet+"/misure/days", form))
	telling := url.Values{"summary": {"Leggiamo i contratti."}, "limits": {"Pochi dati."}, "indicator": {"days"}, "reached": {"yes"}, "action": {"preview"}}
	s.says(s.post(sheet+"/pagina", telling), "Come si vedrà", "32 persone raggiunte", "Da 60 giorni a 36 giorni", "insieme ad altre cause")
	telling.Set("action", "send")
	s.says(s.post(sheet+"/pagina", telling), "Confermate che volete renderlo pubblico")
	telling.Set("agreed", "yes")
	s.lead(s.post(sheet+"/pagina", telling))
	s.says(s.get(sheet), "Una proposta aspetta il gruppo di ricerca dal 12 marzo 2026")
	proposals, err := s.store.ProposalsOfOrganisation(t.Context(), "own")
	if err != nil || len(proposals) != 1 {
		t.Errorf("%d proposals, %v; want 1", len(proposals), err)
	}
	s.says(s.get(sheet+"/storia"), "Proposta per la pagina mandata al gruppo di ricerca")
}

func TestForeign_isNotFound(t *testing.T) {
	s := newSite(t)
	sheet, _ := s.filled()
	foreign := strings.Replace(sheet, "/own/", "/other/", 1)
	for _, path := range []string{"", "/parti/a", "/misure/days", "/misure.csv", "/importa", "/scheda", "/storia", "/kit", "/pagina"} {
		if w := s.ask(httptest.NewRequest(http.MethodGet, foreign+path, nil), "bruno@other.example"); w.Code != http.StatusNotFound {
			t.Errorf("GET %s of somebody else's initiative: %d; want 404", path, w.Code)
		}
		if w := s.ask(httptest.NewRequest(http.MethodGet, sheet+path, nil), "bruno@other.example"); w.Code != http.StatusNotFound {
			t.Errorf("GET %s of somebody else's organisation: %d; want 404", path, w.Code)
		}
	}
	for _, path := range []string{"/parti/z", "/misure/nessuno", "/misure/days/2026-01-01"} {
		if w := s.get(sheet + path); w.Code != http.StatusNotFound {
			t.Errorf("GET %s: %d; want 404", path, w.Code)
		}
	}
}

func TestMine_leadsToTheOneOrganisation(t *testing.T) {
	s := newSite(t)
	if where := s.lead(s.get("/area/iniziative")); where != home {
		t.Errorf("led to %s; want %s", where, home)
	}
	for _, path := range []string{home, home + "/nuova"} {
		if w := s.get(path + "?lingua=en"); w.Code != http.StatusOK || !strings.Contains(plain(w), "initiative") {
			t.Error(fmt.Sprint(w.Code), plain(w))
		}
	}
}
