package status_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"telaio/internal/account"
	"telaio/internal/clock"
	"telaio/internal/consent"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/participation"
	"telaio/internal/secret"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/web"
	"telaio/internal/web/page/participate"
	"telaio/internal/web/page/status"
	"telaio/internal/web/shell"
)

func TestMain(m *testing.M) { testkit.Main(m) }

var noon = time.Date(2026, 11, 12, 12, 0, 0, 0, time.UTC)

const page = "/stato/token"

type nobody struct{}

func (nobody) Subject(*http.Request) (account.Subject, error) { return account.Subject{}, nil }

// open returns a browser on a site with one proposal in the state, whose status
// page the token opens.
func open(t *testing.T, state organisation.ProposalState) (*testkit.Browser, *store.Store) {
	t.Helper()
	contents := testkit.Library(t)
	towns := testkit.Towns(t)
	db := testkit.SQLite(t)
	proposal := organisation.Proposal{
		ID: "p", Origin: organisation.NewOrganisation, State: state, Name: "Officine Zero", Language: "it",
		Sender: organisation.Sender{Name: "Ada Prova", Email: "ada@prova.example"}, SentAt: noon, UpdatedAt: noon,
	}
	given := func(p consent.Purpose, yes bool) consent.Entry {
		return consent.Entry{Receipt: "ricevuta1", ProposalID: "p", Purpose: p, NoticeVersion: "1", NoticeHash: "abc", Given: yes, At: noon}
	}
	for _, err := range []error{
		db.AddProposal(t.Context(), proposal),
		db.AddStatusKey(t.Context(), "p", secret.Hash("token"), noon),
		db.AddConsents(t.Context(), []consent.Entry{given(consent.PublishPage, true), given(consent.OpenData, false)}),
		db.AddMessage(t.Context(), organisation.Message{ID: "m", ProposalID: "p", FromTeam: true, Body: "Da che anno?\n<script>", At: noon}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	shared := &shell.Site{BaseURL: "http://127.0.0.1", HelpMail: "aiuto@telaio.example", Taxonomies: contents.Taxonomies, Assets: shell.Assets{Style: "/stile.css"}}
	useCases := participation.UseCases{
		Store: db, Outbox: db, Questionnaires: contents, Towns: towns, Links: participate.Links{Site: shared}, Clock: &clock.Fixed{T: noon.Add(time.Hour)}, MostWaiting: 10,
	}
	server := web.Server{Site: shared, Messages: contents.Messages, Sessions: nobody{}, Log: slog.New(slog.DiscardHandler)}
	server.Routes = append(status.Pages{UseCases: useCases}.Routes(), elsewhere()...)
	handler, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return testkit.NewBrowser(t, handler), db
}

// elsewhere are the pages of other groups that the layout links to.
func elsewhere() []shell.Route {
	empty := func(http.ResponseWriter, *http.Request, *shell.Visit) error { return nil }
	var routes []shell.Route
	for name, path := range map[string]string{"home": "/{$}", "sign-in": "/accedi", "participate": "/partecipa"} {
		paths := map[i18n.Language]string{i18n.Italian: path, i18n.English: "/en" + path}
		routes = append(routes, shell.Route{Name: name, Method: http.MethodGet, Paths: paths, Action: account.ReadPublic, Handle: empty})
	}
	return routes
}

func want(t *testing.T, w *httptest.ResponseRecorder, status int, words ...string) {
	t.Helper()
	if w.Code != status {
		t.Errorf("status = %d; want %d", w.Code, status)
	}
	for _, word := range words {
		if !strings.Contains(w.Body.String(), word) {
			t.Errorf("it does not say %q:\n%s", word, w.Body.String())
		}
	}
}

func TestPage_saysWhereItStandsInEveryState(t *testing.T) {
	for state, words := range map[organisation.ProposalState]string{
		organisation.Unconfirmed: "Manca la conferma",
		organisation.Unread:      "leggerà quello che hai mandato",
		organisation.InReview:    "sta leggendo",
		organisation.Waiting:     "ti ha fatto una domanda",
		organisation.Accepted:    "ha accettato",
		organisation.Refused:     "ha deciso di non pubblicare",
		organisation.Withdrawn:   "Hai ritirato",
	} {
		b, _ := open(t, state)
		w := b.Get(page)
		want(t, w, http.StatusOK, words, "Officine Zero", "Da che anno?", "&lt;script&gt;", "ricevuta1", `content="noindex"`)
		for header, value := range map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "strict-origin"} {
			if !strings.Contains(w.Header().Get(header), value) {
				t.Errorf("%s = %q; want %s", header, w.Header().Get(header), value)
			}
		}
		if strings.Contains(w.Body.String(), "ada@prova.example") {
			t.Error("the page shows the private address")
		}
	}
}

func TestAnswer_goesToTheTeamOrComesBackAsTyped(t *testing.T) {
	b, db := open(t, organisation.Waiting)
	want(t, b.Post(page, url.Values{"message": {"\x00"}}), http.StatusUnprocessableEntity, "Scrivi il messaggio")
	long := strings.Repeat("parola ", 700)
	want(t, b.Post(page, url.Values{"message": {long}}), http.StatusUnprocessableEntity, "Togli", "parola parola")
	w := b.Post(page, url.Values{"message": {"Dal 2013.\xff"}})
	want(t, b.Get(w.Header().Get("Location")), http.StatusOK, "Il messaggio è arrivato", "Dal 2013.", "leggerà quello che hai mandato")
	if p, err := db.Proposal(t.Context(), "p"); err != nil || p.State != organisation.Unread {
		t.Errorf("state = %s, %v; want unread", p.State, err)
	}
	closed, _ := open(t, organisation.Accepted)
	want(t, closed.Post(page, url.Values{"message": {"Ancora una cosa"}}), http.StatusConflict, "La decisione è già stata presa")
}

func TestWithdraw_hasAPageOfItsOwnAndIsDoneOnce(t *testing.T) {
	b, db := open(t, organisation.Unread)
	want(t, b.Get(page+"/ritira?consenso=publish_page"), http.StatusOK, "Ritira il consenso", "Lascia com")
	want(t, b.Get(page+"/ritira?consenso=other"), http.StatusNotFound)
	w := b.Post(page+"/ritira", url.Values{"consenso": {"publish_page"}})
	want(t, b.Get(w.Header().Get("Location")), http.StatusOK, "Hai ritirato il consenso")
	entries, err := db.ConsentsOfProposal(t.Context(), "p")
	if err != nil || consent.Given(entries, consent.PublishPage) {
		t.Errorf("ledger = %v, %v; want the consent taken back", entries, err)
	}
	want(t, b.Get(page+"/ritira"), http.StatusOK, "Non si torna indietro")
	w = b.Post(page+"/ritira", nil)
	want(t, b.Get(w.Header().Get("Location")), http.StatusOK, "Hai ritirato quello che avevi mandato")
	w = b.Post(page+"/ritira", nil)
	want(t, b.Get(w.Header().Get("Location")), http.StatusOK, "Nel frattempo è cambiato qualcosa")
}

func TestReceipt_isForPeopleAndForPrograms(t *testing.T) {
	b, _ := open(t, organisation.Unread)
	text := b.Get(page + "/ricevuta.txt")
	want(t, text, http.StatusOK, "ricevuta1", "SHA-256 abc", "Pubblicare la pagina: Sì", "Mettere i dati della pagina tra i dati aperti: No")
	if got := text.Header().Get("Content-Disposition"); !strings.Contains(got, "ricevuta-consensi.txt") {
		t.Errorf("Content-Disposition = %q; want a file", got)
	}
	var receipt struct {
		Receipt  string
		Consents []struct {
			Purpose string
			Given   bool
		}
	}
	data := b.Get("/en/status/token/receipt.json")
	if err := json.Unmarshal(data.Body.Bytes(), &receipt); err != nil || receipt.Receipt != "ricevuta1" || len(receipt.Consents) != 2 || !receipt.Consents[0].Given {
		t.Errorf("receipt = %+v, %v; want both answers", receipt, err)
	}
}

func TestPage_isOnlyForWhoHasTheLink(t *testing.T) {
	b, _ := open(t, organisation.Unread)
	for _, path := range []string{"/stato/other", "/stato/p", "/stato/other/ritira", "/stato/other/ricevuta.json"} {
		if w := b.Get(path); w.Code != http.StatusGone || strings.Contains(w.Body.String(), "Officine Zero") {
			t.Errorf("GET %s = %d; want gone, and nothing told", path, w.Code)
		}
	}
}

func TestLost_offersANewLinkAndTellsNobodyWhoIsKnown(t *testing.T) {
	b, _ := open(t, organisation.Unread)
	w := b.Get("/stato/vecchio")
	if w.Code != http.StatusGone || !strings.Contains(w.Body.String(), `href="/stato"`) {
		t.Fatalf("an old link answers %d; want %d and a way to a new one", w.Code, http.StatusGone)
	}
	known := b.Post("/stato", url.Values{"address": {"ada@prova.example"}})
	stranger := b.Post("/stato", url.Values{"address": {"nessuno@prova.example"}})
	for _, w := range []*httptest.ResponseRecorder{known, stranger} {
		if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || to != "/stato?notice=links_mailed" {
			t.Errorf("asking for a link answers %d to %q; want %d to the same page for everybody", w.Code, to, http.StatusSeeOther)
		}
	}
	if w := b.Post("/stato", url.Values{"address": {"ada"}}); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `value="ada"`) {
		t.Errorf("no address answers %d; want %d with what was typed", w.Code, http.StatusUnprocessableEntity)
	}
}
