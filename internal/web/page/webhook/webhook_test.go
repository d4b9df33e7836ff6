package webhook_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"telaio/internal/account"
	"telaio/internal/atlas"
	"telaio/internal/testkit"
	"telaio/internal/web"
	pages "telaio/internal/web/page/webhook"
	"telaio/internal/web/shell"
	"telaio/internal/webhook"
)

func TestMain(m *testing.M) { testkit.Main(m) }

type researcher struct{}

func (researcher) Subject(*http.Request) (account.Subject, error) {
	return account.Subject{PersonID: "r", Grants: []account.Grant{{Role: account.Researcher}}}, nil
}

// told is what the use cases say: one program, and what was sent to it.
type told struct {
	hook webhook.Hook
	sent []webhook.Delivery
}

func (c told) List(context.Context) ([]webhook.Hook, error) { return []webhook.Hook{c.hook}, nil }

func (c told) Read(context.Context, string) (webhook.Hook, []webhook.Delivery, error) {
	return c.hook, c.sent, nil
}

func (c told) Add(context.Context, account.Subject, string, atlas.Query) (webhook.Hook, string, error) {
	return c.hook, "whsec_c2VncmV0bw==", nil
}

func (told) Renew(context.Context, account.Subject, string) (string, error) {
	return "whsec_bnVvdm8=", nil
}
func (told) Pause(context.Context, account.Subject, string) error         { return nil }
func (told) Resume(context.Context, account.Subject, string) error        { return nil }
func (told) Remove(context.Context, account.Subject, string) error        { return nil }
func (told) Try(context.Context, account.Subject, string) error           { return nil }
func (told) Again(context.Context, account.Subject, string, string) error { return nil }

func site(t *testing.T, says told) http.Handler {
	t.Helper()
	library := testkit.Library(t)
	empty := func(http.ResponseWriter, *http.Request, *shell.Visit) error { return nil }
	server := web.Server{
		Site:     &shell.Site{BaseURL: "https://telaio.example", HelpMail: "aiuto@telaio.example", Taxonomies: library.Taxonomies, Assets: shell.Assets{Style: "/style.css"}},
		Messages: library.Messages, Sessions: researcher{}, Log: slog.New(slog.DiscardHandler),
		Routes: append(pages.Pages{UseCases: says, Name: func(context.Context, string) string { return "Filo Comune" }}.Routes(),
			shell.Route{Name: "home", Method: "GET", Paths: shell.Both("/{$}", "/en/{$}"), Action: account.ReadPublic, Handle: empty},
			shell.Route{Name: "desk-organisations", Method: "GET", Paths: shell.Only("/redazione/organizzazioni"), Action: account.ReadDesk, Handle: empty}),
	}
	handler, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

const all = "/redazione/avvisi-a-programmi"

// TestHook_saysHowTheProgramIsDoingAndWhatToDo goes through the ways in which a
// program is told or not.
func TestHook_saysHowTheProgramIsDoingAndWhatToDo(t *testing.T) {
	day := testkit.Day()
	for name, c := range map[string]struct {
		hook webhook.Hook
		sent webhook.Delivery
		want []string
	}{
		"all is well":     {webhook.Hook{}, webhook.Delivery{Delivered: true, Attempts: 1, Status: 204}, []string{"Attivo", "Ricevuto"}},
		"it is not taken": {webhook.Hook{Backlog: webhook.Backlog{Waiting: 3, Retried: 1}}, webhook.Delivery{NextAt: day, Attempts: 2, Status: 500, Answer: "rotto"}, []string{"Attivo, ma non risponde bene", "Riproviamo per un giorno", "3 avvisi aspettano.", "Si riprova", "rotto"}},
		"it was given up": {webhook.Hook{Why: webhook.Failing, StoppedAt: day}, webhook.Delivery{Attempts: 8, Answer: "certificate"}, []string{"Fermo, non risponde", "12 marzo 2026", "manda una prova e riattiva", "Non ricevuto", "Certificato non valido"}},
		"it is paused":    {webhook.Hook{Why: webhook.Paused, StoppedAt: day, Backlog: webhook.Backlog{Waiting: 1}}, webhook.Delivery{NextAt: day}, []string{"In pausa dal 12 marzo 2026", "1 avviso aspetta.", "In attesa"}},
		"it has gone":     {webhook.Hook{Why: webhook.Gone, StoppedAt: day}, webhook.Delivery{Attempts: 1, Status: 410}, []string{"Fermo, non c'è più", "altrimenti toglilo"}},
		"it sends us on":  {webhook.Hook{}, webhook.Delivery{NextAt: day, Attempts: 1, Status: 302}, []string{"non lo seguiamo"}},
		"it shuts us out": {webhook.Hook{}, webhook.Delivery{NextAt: day, Attempts: 1, Status: 401}, []string{"basta la firma"}},
	} {
		c.hook.ID, c.hook.Address, c.hook.CreatedAt = "h", "https://copia.example/riceve?chiave=1", day
		c.sent.ID, c.sent.Kind, c.sent.OrganisationID, c.sent.CreatedAt = "d", webhook.Changed, "o", day
		handler := site(t, told{c.hook, []webhook.Delivery{c.sent}})
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, all+"/h", nil))
		page := answer.Body.String()
		testkit.CheckHTML(t, page)
		for _, want := range c.want {
			if !strings.Contains(strings.ReplaceAll(page, "&#39;", "'"), want) {
				t.Errorf("when %s the page does not say %q", name, want)
			}
		}
		list := httptest.NewRecorder()
		handler.ServeHTTP(list, httptest.NewRequest(http.MethodGet, all, nil))
		testkit.CheckHTML(t, list.Body.String())
		if !strings.Contains(strings.ReplaceAll(list.Body.String(), "&#39;", "'"), c.want[0]) && c.sent.Status != 302 && c.sent.Status != 401 && c.hook.Why != webhook.Paused {
			t.Errorf("when %s the list does not say %q", name, c.want[0])
		}
		if strings.Contains(list.Body.String(), "chiave") {
			t.Error("the list shows what may be a key in an address")
		}
	}
}

// TestAgain_toAStoppedProgramDoesNotPromise presses the button in each state.
func TestAgain_toAStoppedProgramDoesNotPromise(t *testing.T) {
	for why, want := range map[webhook.Why]string{"": "webhook_again", webhook.Paused: "webhook_again_waits", webhook.Failing: "webhook_again_waits"} {
		handler := site(t, told{hook: webhook.Hook{ID: "h", Why: why}})
		r := httptest.NewRequest(http.MethodPost, "https://telaio.example"+all+"/h", strings.NewReader(url.Values{"do": {"again"}, "delivery": {"d"}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, r)
		if to := answer.Header().Get("Location"); answer.Code != http.StatusSeeOther || to != all+"/h?notice="+want {
			t.Errorf("sending again when %q = %d to %s; want %s", why, answer.Code, to, want)
		}
	}
}
