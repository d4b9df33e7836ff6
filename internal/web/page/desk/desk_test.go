package desk_test

import (
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
	"telaio/internal/gazetteer"
	"telaio/internal/intake"
	"telaio/internal/organisation"
	"telaio/internal/review"
	"telaio/internal/secret"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/twin"
	"telaio/internal/web"
	"telaio/internal/web/page/desk"
	"telaio/internal/web/shell"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// office is the desk as it is served, with two reviewers.
type office struct {
	http.Handler
	t           *testing.T
	store       *store.Store
	clock       *clock.Fixed
	elena, dino account.Subject
	at          *account.Subject // who is asking
}

// Subject says who makes the request.
func (o office) Subject(*http.Request) (account.Subject, error) { return *o.at, nil }

func newOffice(t *testing.T) office {
	t.Helper()
	library := testkit.Library(t)
	towns, err := gazetteer.Capitals()
	if err != nil {
		t.Fatal(err)
	}
	s := testkit.SQLite(t)
	o := office{t: t, store: s, clock: &clock.Fixed{T: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}, at: &account.Subject{}}
	people := account.People{Store: s, Clock: o.clock}
	site := &shell.Site{BaseURL: "http://127.0.0.1:8105", Taxonomies: library.Taxonomies, Cookies: shell.NewCookies("http://127.0.0.1:8105"), HelpMail: "aiuto@telaio.example", Assets: shell.Assets{Style: "/style.css"}}
	form, _ := library.Questionnaire(intake.QuestionnaireID, 1)
	pages := desk.Pages{
		Desk: &review.Desk{
			Store: s, Directory: twin.NewDirectory(s), Outbox: s, Accounts: people, Towns: towns, Messages: library.Messages, Links: links{}, Clock: o.clock,
		},
		Form: form, Towns: towns, Clock: o.clock,
	}
	server := web.Server{
		Site: site, Messages: library.Messages, Sessions: o, Log: slog.New(slog.DiscardHandler),
		Routes: append(pages.Routes(), neighbours()...),
	}
	if o.Handler, err = server.Handler(); err != nil {
		t.Fatal(err)
	}
	o.elena, o.dino = member(t, people, "elena@telaio.example", "Elena Bassi"), member(t, people, "dino@telaio.example", "Dino Conte")
	*o.at = o.elena
	return o
}

// neighbours are the pages of other groups to which the desk links.
func neighbours() []shell.Route {
	empty := func(w http.ResponseWriter, r *http.Request, v *shell.Visit) error { return nil }
	return []shell.Route{
		{Name: "home", Method: "GET", Paths: shell.Both("/{$}", "/en/{$}"), Action: account.ReadPublic, Handle: empty},
		{Name: "sign-in", Method: "GET", Paths: shell.Both("/accedi", "/en/sign-in"), Action: account.SignIn, Handle: empty},
		{Name: "organisation", Method: "GET", Paths: shell.Both("/organizzazioni/{slug}", "/en/organisations/{slug}"), Action: account.ReadPublic, Handle: empty},
		{Name: "desk-freshness", Method: "GET", Paths: shell.Only("/redazione/freschezza"), Action: account.ReadDesk, Handle: empty},
	}
}

type links struct{}

func (links) Status(language, token string) string      { return "/stato/" + token }
func (links) Organisation(language, slug string) string { return "/organizzazioni/" + slug }
func (links) Participate(string) string                 { return "/partecipa" }

func member(t *testing.T, people account.People, email, name string) account.Subject {
	t.Helper()
	p, err := people.GrantTo(t.Context(), account.System, account.Newcomer{Email: email, Name: name, Language: "it"}, account.Grant{Role: account.Researcher})
	if err != nil {
		t.Fatal(err)
	}
	return p.Subject()
}

// submit puts a member's submission of an invented organisation into the inbox.
func (o office) submit(card organisation.Card) organisation.Proposal {
	o.t.Helper()
	now := o.clock.Now()
	p := organisation.Proposal{
		ID: secret.ID(), Origin: organisation.NewOrganisation, State: organisation.Unread, Name: card.Name,
		Changes: organisation.Diff(organisation.Card{}, card), Language: "it",
		Sender: organisation.Sender{Name: "Sara Pellegrini", Email: "sara@bottega.example"}, SentAt: now, UpdatedAt: now,
	}
	entry := consent.Entry{Receipt: "r", ProposalID: p.ID, Purpose: consent.PublishPage, NoticeVersion: "1", NoticeHash: "h", Given: true, At: now}
	o.must(o.store.AddProposal(o.t.Context(), p))
	o.must(o.store.SetExactPlaces(o.t.Context(), "", p.ID, []organisation.ExactPlace{hidden()}))
	o.must(o.store.AddConsents(o.t.Context(), []consent.Entry{entry}))
	return p
}

func (o office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func bottega() organisation.Card {
	return organisation.Card{
		Name: "Bottega Diffusa", Types: []string{"association"}, Year: 2015,
		Places:           organisation.PublicPlaces([]organisation.ExactPlace{hidden()}),
		Contacts:         organisation.Contacts{Email: "info@bottega.example"},
		ShortDescription: "Una bottega di mestieri messi insieme.",
	}
}

// hidden is a place of which the public may know the town only.
func hidden() organisation.ExactPlace {
	return organisation.ExactPlace{ID: "p1", Kind: "seat", Publicity: organisation.PublicityMunicipality, Address: "via Segreta 9", Municipality: testkit.Rome()}
}

func (o office) get(path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	o.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

func (o office) post(path string, values url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	o.ServeHTTP(w, r)
	return w
}

// page is the body of a page that is there and well made.
func (o office) page(path string) string {
	o.t.Helper()
	w := o.get(path)
	if w.Code != http.StatusOK {
		o.t.Fatalf("GET %s = %d", path, w.Code)
	}
	testkit.CheckHTML(o.t, w.Body.String())
	return w.Body.String()
}

// press sends the form of a page with one of its buttons and follows the way
// on.
func (o office) press(path, button string, more url.Values) string {
	o.t.Helper()
	w := o.pressed(path, button, more)
	if w.Code != http.StatusSeeOther {
		o.t.Fatalf("press %s on %s = %d, want 303: %s", button, path, w.Code, w.Body)
	}
	to, _, _ := strings.Cut(w.Header().Get("Location"), "#")
	return to
}

func (o office) pressed(path, button string, more url.Values) *httptest.ResponseRecorder {
	o.t.Helper()
	values := testkit.FormValues(o.page(path))
	for name, value := range more {
		values[name] = value
	}
	values.Set("do", button)
	return o.post(path, values)
}

func wants(t *testing.T, page string, sentences ...string) {
	t.Helper()
	for _, s := range sentences {
		if !strings.Contains(page, s) {
			t.Errorf("the page does not say %q", s)
		}
	}
}

func lacks(t *testing.T, page string, sentences ...string) {
	t.Helper()
	for _, s := range sentences {
		if strings.Contains(page, s) {
			t.Errorf("the page says %q", s)
		}
	}
}
