package area_test

import (
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/account"
	"telaio/internal/claim"
	"telaio/internal/clock"
	"telaio/internal/organisation"
	"telaio/internal/participation"
	"telaio/internal/picture"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/upkeep"
	"telaio/internal/web"
	"telaio/internal/web/page/area"
	claimpage "telaio/internal/web/page/claim"
	"telaio/internal/web/page/participate"
	"telaio/internal/web/page/signin"
	"telaio/internal/web/shell"
)

func TestMain(m *testing.M) { testkit.Main(m) }

const base = "https://telaio.example"

// site is the area over a fresh store in which Ada looks after Officine Zero.
type site struct {
	http.Handler
	store  *store.Store
	people account.People
	claims claim.UseCases
	clock  *clock.Fixed
	ada    account.Person
}

// asker signs in whoever the request's header names by address.
type asker struct{ people account.People }

func (a asker) Subject(r *http.Request) (account.Subject, error) {
	email := r.Header.Get("X-Test-Person")
	if email == "" {
		return account.Subject{}, nil
	}
	person, err := a.people.ByEmail(r.Context(), email)
	return person.Subject(), err
}

type noNotice struct{}

func (noNotice) Notice(string) participation.Notice { return participation.Notice{Version: "1"} }

func newSite(t *testing.T) *site {
	t.Helper()
	library := testkit.Library(t)
	towns := testkit.Towns(t)
	st := testkit.SQLite(t)
	s := &site{store: st, clock: &clock.Fixed{T: testkit.Day().AddDate(0, 1, 0)}}
	s.people = account.People{Store: st, Clock: s.clock}
	look := &shell.Site{BaseURL: base, HelpMail: "aiuto@telaio.example", Taxonomies: library.Taxonomies, Cookies: shell.NewCookies(base), Assets: shell.Assets{Style: "/style.css"}}
	changes := participation.UseCases{
		Store: st, People: st, Outbox: st, Questionnaires: library, Towns: towns, Pictures: picture.NewMaker(),
		Notices: noNotice{}, Links: participate.Links{Site: look}, Clock: s.clock, MostWaiting: 10,
	}
	s.claims = claim.UseCases{Records: st, People: s.people, Outbox: st, Links: claimpage.Links{Site: look}, Clock: s.clock, MostWaiting: 10}
	in := account.Entrance{Store: st, Outbox: st, Clock: s.clock, EnterURL: signin.EnterURL(base)}
	pages := area.Pages{Changes: changes, Claims: s.claims, Entrance: in, UseCases: upkeep.UseCases{
		Records: st, People: s.people, Conversation: changes, Outbox: st, Links: area.Links{Site: look}, Clock: s.clock,
	}}
	say := func(http.ResponseWriter, *http.Request, *shell.Visit) error { return nil }
	server := web.Server{
		Site: look, Messages: library.Messages, Sessions: asker{s.people}, Log: slog.New(slog.DiscardHandler),
		Routes: append(append(pages.Routes(), participate.Pages{UseCases: changes}.Routes()...),
			shell.Route{Name: "sign-in-sent", Method: "GET", Paths: shell.Both("/accedi/posta", "/en/sign-in/mail"), Action: account.SignIn, Handle: say},
			shell.Route{Name: "home", Method: "GET", Paths: shell.Both("/{$}", "/en/{$}"), Action: account.ReadPublic, Handle: say},
			shell.Route{Name: "sign-in", Method: "GET", Paths: shell.Both("/accedi", "/en/sign-in"), Action: account.SignIn, Handle: say},
			shell.Route{Name: "organisation", Method: "GET", Paths: shell.Both("/organizzazioni/{slug}", "/en/organisations/{slug}"), Action: account.ReadPublic, Handle: say}),
	}
	handler, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	s.Handler = handler
	testkit.Publish(t, st, organisation.Organisation{ID: "oz", Slug: "officine-zero"}, testkit.OfficineZero())
	testkit.Publish(t, st, organisation.Organisation{ID: "other", Slug: "altra"}, organisation.Card{Name: "Altra"})
	s.ada = s.editor(t, "Ada", "ada@oz.example", "oz")
	s.editor(t, "Bruno", "bruno@altra.example", "other")
	return s
}

func (s *site) editor(t *testing.T, name, email, organisationID string) account.Person {
	t.Helper()
	grant := account.Grant{Role: account.OrganisationEditor, OrganisationID: organisationID}
	person, err := s.people.GrantTo(t.Context(), account.System, account.Newcomer{Email: email, Name: name, Language: "it"}, grant)
	if err != nil {
		t.Fatal(err)
	}
	return person
}

// get and post ask as the person with the address, "" = nobody.
func (s *site) get(t *testing.T, email, path string) *httptest.ResponseRecorder {
	t.Helper()
	return s.ask(httptest.NewRequest(http.MethodGet, base+path, nil), email)
}

func (s *site) post(t *testing.T, email, path string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, base+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return s.ask(r, email)
}

func (s *site) ask(r *http.Request, email string) *httptest.ResponseRecorder {
	r.Header.Set("X-Test-Person", email)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

var tag = regexp.MustCompile(`<[^>]*>`)

func words(w *httptest.ResponseRecorder) string {
	return strings.Join(strings.Fields(html.UnescapeString(tag.ReplaceAllString(w.Body.String(), " "))), " ")
}

func wantRedirect(t *testing.T, w *httptest.ResponseRecorder, want string) {
	t.Helper()
	if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != want {
		t.Fatalf("answer = %d to %q; want 303 to %q\n%s", w.Code, got, want, words(w))
	}
}

func TestArea_leadsEditorsToTheirOrganisation(t *testing.T) {
	s := newSite(t)
	wantRedirect(t, s.get(t, "ada@oz.example", "/area"), "/area/oz")
	s.editor(t, "Ada", "ada@oz.example", "other")
	if got := words(s.get(t, "ada@oz.example", "/area")); !strings.Contains(got, "Officine Zero") || !strings.Contains(got, "Altra") {
		t.Errorf("two organisations are not both listed:\n%s", got)
	}
}

func TestArea_isForTheOrganisationsOwnPeople(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{"/area/oz", "/area/oz/persone", "/area/oz/ritiro", "/area/oz/persone/" + s.ada.ID} {
		if got := s.get(t, "bruno@altra.example", path).Code; got != http.StatusForbidden {
			t.Errorf("GET %s by another organisation's editor = %d; want 403", path, got)
		}
		if got := s.get(t, "", path); got.Code != http.StatusSeeOther || !strings.HasPrefix(got.Header().Get("Location"), "/accedi?") {
			t.Errorf("GET %s by nobody = %d; want the way in", path, got.Code)
		}
	}
	for _, path := range []string{"/area/oz/conferma", "/area/oz/modifica", "/area/oz/persone", "/area/oz/persone/" + s.ada.ID, "/area/oz/ritiro"} {
		if got := s.post(t, "bruno@altra.example", path, url.Values{"revision": {"1"}}).Code; got != http.StatusForbidden {
			t.Errorf("POST %s by another organisation's editor = %d; want 403", path, got)
		}
	}
}

func TestConfirm_saysThatTheRevisionIsStillTrue(t *testing.T) {
	s := newSite(t)
	wantRedirect(t, s.post(t, "ada@oz.example", "/area/oz/conferma", url.Values{"revision": {"1"}}), "/area/oz?notice=area_confirmed")
	o, err := s.store.Organisation(t.Context(), "oz")
	if err != nil {
		t.Fatal(err)
	}
	if !o.ConfirmedAt.Equal(s.clock.Now()) || o.ConfirmedBy != organisation.ByOrganisation {
		t.Errorf("confirmed at %v by %q; want %v by the organisation", o.ConfirmedAt, o.ConfirmedBy, s.clock.Now())
	}
	entries, err := s.store.AuditOf(t.Context(), "organisation:oz")
	if err != nil || len(entries) != 1 || entries[0].Action != "organisation.confirmed" || entries[0].Actor != s.ada.ID {
		t.Errorf("audit = %+v, %v; want Ada's confirmation", entries, err)
	}
	page := s.get(t, "ada@oz.example", "/area/oz?notice=area_confirmed")
	for _, want := range []string{"Grazie, la conferma è sulla pagina.", "L'avete confermata il 12 aprile 2026."} {
		if got := words(page); !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}

func TestConfirm_isRefusedForARevisionThatNobodyRead(t *testing.T) {
	s := newSite(t)
	o, err := s.store.Organisation(t.Context(), "oz")
	if err != nil {
		t.Fatal(err)
	}
	testkit.Revise(t, s.store, o, organisation.Card{Name: "Officine Zero due"}, organisation.Revision{})
	for _, revision := range []string{"1", "", "x"} {
		if got := s.post(t, "ada@oz.example", "/area/oz/conferma", url.Values{"revision": {revision}}).Code; got != http.StatusConflict {
			t.Errorf("confirm revision %q = %d; want 409", revision, got)
		}
	}
	if o, _ := s.store.Organisation(t.Context(), "oz"); !o.ConfirmedAt.IsZero() {
		t.Error("it was confirmed all the same")
	}
}

func TestChange_beginsADraftFilledInWithThePage(t *testing.T) {
	s := newSite(t)
	answer := s.post(t, "ada@oz.example", "/area/oz/modifica", nil)
	to := answer.Header().Get("Location")
	if answer.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/partecipa/") {
		t.Fatalf("change = %d to %q; want 303 into the form\n%s", answer.Code, to, words(answer))
	}
	r := httptest.NewRequest(http.MethodGet, base+to, nil)
	for _, c := range answer.Result().Cookies() {
		r.AddCookie(c)
	}
	if form := s.ask(r, "ada@oz.example"); form.Code != http.StatusOK && form.Code != http.StatusSeeOther {
		t.Errorf("GET %s = %d; want the form", to, form.Code)
	}
}

func TestInvite_letsAnotherPersonInOnceTheyAccept(t *testing.T) {
	s := newSite(t)
	form := url.Values{"name": {"Carla"}, "email": {"Carla@OZ.example"}}
	wantRedirect(t, s.post(t, "ada@oz.example", "/area/oz/persone", form), "/area/oz/persone?notice=area_invited")
	page := words(s.get(t, "ada@oz.example", "/area/oz/persone"))
	if !strings.Contains(page, "Inviti che aspettano una risposta Carla carla@oz.example") {
		t.Errorf("the invitation is not among those that wait:\n%s", page)
	}
	letters := testkit.Letters(t, s.store)
	if len(letters) != 1 || letters[0].Template != "editor_invited" || letters[0].To != "carla@oz.example" {
		t.Fatalf("letters = %+v; want Carla's invitation", letters)
	}
	path := strings.TrimPrefix(letters[0].Values["Link"], base)
	if got := words(s.get(t, "", path)); !strings.Contains(got, "Curi con noi la pagina di Officine Zero?") {
		t.Errorf("the invitation = %s", got)
	}
	wantRedirect(t, s.post(t, "", path, url.Values{"do": {"accept"}}), "/accedi/posta?notice=invitation_accepted")
	if got := s.get(t, "carla@oz.example", "/area/oz").Code; got != http.StatusOK {
		t.Errorf("Carla's area = %d; want 200", got)
	}
	s.wantLetters(t, "editor_joined ada@oz.example", "sign_in carla@oz.example")
	if got := s.get(t, "", path).Code; got != http.StatusGone {
		t.Errorf("the invitation after that = %d; want 410", got)
	}
	page = words(s.get(t, "ada@oz.example", "/area/oz/persone"))
	if !strings.Contains(page, "Carla") || strings.Contains(page, "carla@") {
		t.Errorf("the list should have the name and not the address:\n%s", page)
	}
	wantRedirect(t, s.post(t, "ada@oz.example", "/area/oz/persone", form), "/area/oz/persone?notice=area_invited")
	s.wantLetters(t) // an editor already: no second letter
}

func TestInvitation_ofAnUnknownTokenIsNotFound(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{"/invito/nessuno", "/en/invitation/nobody"} {
		if got := s.get(t, "ada@oz.example", path).Code; got != http.StatusNotFound {
			t.Errorf("%s = %d; want 404", path, got)
		}
	}
}

func TestInvite_keepsWhatWasTypedWrong(t *testing.T) {
	s := newSite(t)
	answer := s.post(t, "ada@oz.example", "/area/oz/persone", url.Values{"name": {"Carla"}, "email": {"carla at oz"}})
	page := answer.Body.String()
	if answer.Code != http.StatusUnprocessableEntity || !strings.Contains(page, `value="carla at oz"`) || !strings.Contains(page, `href="#email"`) {
		t.Errorf("answer = %d; want 422 with the address and a way to it\n%s", answer.Code, page)
	}
}

func TestRemove_isAnnouncedAndCanBeStopped(t *testing.T) {
	s := newSite(t)
	carla := s.editor(t, "Carla", "carla@oz.example", "oz")
	if got := words(s.get(t, "ada@oz.example", "/area/oz/persone/"+carla.ID)); !strings.Contains(got, "Poi Carla non potrà più cambiarla") {
		t.Errorf("nothing asks before the role is taken:\n%s", got)
	}
	wantRedirect(t, s.post(t, "ada@oz.example", "/area/oz/persone/"+carla.ID, nil), "/area/oz/persone?notice=area_removal_asked")
	s.wantLetters(t, "removal_asked ada@oz.example", "removal_asked_you carla@oz.example")
	page := s.get(t, "carla@oz.example", "/area/oz/persone").Body.String()
	stop := regexp.MustCompile(`/area/oz/cambi/[a-z0-9]+`).FindString(page)
	if !strings.Contains(page, "Non sono d'accordo") && !strings.Contains(page, "Non sono d&#39;accordo") || stop == "" {
		t.Fatalf("Carla cannot object:\n%s", page)
	}
	wantRedirect(t, s.post(t, "carla@oz.example", stop, nil), "/area/oz/persone?notice=area_change_stopped")
	if got := s.get(t, "carla@oz.example", "/area/oz").Code; got != http.StatusOK {
		t.Errorf("Carla's area = %d; want 200", got)
	}
}

func TestRemove_ofOneselfIsDoneAtOnce(t *testing.T) {
	s := newSite(t)
	carla := s.editor(t, "Carla", "carla@oz.example", "oz")
	wantRedirect(t, s.post(t, "carla@oz.example", "/area/oz/persone/"+carla.ID, nil), "/area?notice=area_left")
	if got := s.get(t, "carla@oz.example", "/area/oz").Code; got != http.StatusForbidden {
		t.Errorf("Carla's area = %d; want 403", got)
	}
	s.wantLetters(t, "editor_left ada@oz.example")
}

func TestHandOver_ofTheOnlyEditor(t *testing.T) {
	s := newSite(t)
	wantRedirect(t, s.post(t, "ada@oz.example", "/area/oz/passaggio", url.Values{"name": {"Carla"}, "email": {"carla@oz.example"}}), "/area/oz/persone?notice=area_hand_over_asked")
	letters := testkit.Letters(t, s.store)
	if len(letters) != 1 || letters[0].To != "carla@oz.example" {
		t.Fatalf("letters = %+v; want the invitation alone", letters)
	}
	wantRedirect(t, s.post(t, "", strings.TrimPrefix(letters[0].Values["Link"], base), url.Values{"do": {"accept"}}), "/accedi/posta?notice=invitation_accepted")
	for email, want := range map[string]int{"ada@oz.example": http.StatusForbidden, "carla@oz.example": http.StatusOK} {
		if got := s.get(t, email, "/area/oz").Code; got != want {
			t.Errorf("the area for %s = %d; want %d", email, got, want)
		}
	}
}

func TestClaim_isAnsweredByTheEditorsOfItsOrganisationOnly(t *testing.T) {
	s := newSite(t)
	guest, err := s.people.GrantTo(t.Context(), account.System, account.Newcomer{Email: "eva@posta.example", Name: "Eva"}, account.Grant{Role: account.OrganisationEditor, OrganisationID: "other"})
	if err != nil {
		t.Fatal(err)
	}
	oz, err := s.store.Organisation(t.Context(), "oz")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.claims.Ask(t.Context(), guest.Subject(), oz, "Tengo la contabilità dal 2019."); err != nil {
		t.Fatal(err)
	}
	s.wantLetters(t, "claim_asked ada@oz.example")
	page := s.get(t, "ada@oz.example", "/area/oz/persone")
	testkit.CheckHTML(t, page.Body.String())
	answer := regexp.MustCompile(`/area/oz/richieste/[a-z0-9]+`).FindString(page.Body.String())
	if !strings.Contains(words(page), "Eva dice di rappresentarvi") || answer == "" {
		t.Fatalf("the request is not there:\n%s", words(page))
	}
	foreign := strings.Replace(answer, "/oz/", "/other/", 1)
	if got := s.post(t, "bruno@altra.example", foreign, url.Values{"do": {"accept"}}).Code; got != http.StatusNotFound {
		t.Errorf("another organisation's editor = %d; want 404", got)
	}
	wantRedirect(t, s.post(t, "ada@oz.example", answer, url.Values{"do": {"accept"}}), "/area/oz/persone?notice=area_claim_accepted")
	if got := s.get(t, "eva@posta.example", "/area/oz").Code; got != http.StatusOK {
		t.Errorf("Eva's area = %d; want 200", got)
	}
	again := s.post(t, "ada@oz.example", answer, url.Values{"do": {"doubt"}})
	if again.Code != http.StatusConflict || !strings.Contains(words(again), "qualcuno ha già deciso") {
		t.Errorf("the second button = %d: %s; want that somebody has decided", again.Code, words(again))
	}
}

func TestRemove_leavesTheLastEditor(t *testing.T) {
	s := newSite(t)
	if got := s.post(t, "ada@oz.example", "/area/oz/persone/"+s.ada.ID, nil).Code; got != http.StatusConflict {
		t.Errorf("removing the last editor = %d; want 409", got)
	}
	if got := s.get(t, "ada@oz.example", "/area/oz").Code; got != http.StatusOK {
		t.Errorf("Ada's area = %d; want 200", got)
	}
	s.wantLetters(t)
}

func TestRemove_findsPeopleThroughTheOrganisation(t *testing.T) {
	s := newSite(t)
	bruno, err := s.people.ByEmail(t.Context(), "bruno@altra.example")
	if err != nil {
		t.Fatal(err)
	}
	if got := s.post(t, "ada@oz.example", "/area/oz/persone/"+bruno.ID, nil).Code; got != http.StatusNotFound {
		t.Errorf("removing another organisation's editor = %d; want 404", got)
	}
}

func TestLeave_putsTheWishBeforeTheTeamOnce(t *testing.T) {
	s := newSite(t)
	form := url.Values{"reason": {"Chiudiamo a fine anno."}}
	wantRedirect(t, s.post(t, "ada@oz.example", "/area/oz/ritiro", form), "/area/oz?notice=area_leaving")
	proposals, err := s.store.ProposalsOfOrganisation(t.Context(), "oz")
	if err != nil || len(proposals) != 1 {
		t.Fatalf("proposals = %v, %v; want one", proposals, err)
	}
	p := proposals[0]
	if p.Origin != organisation.Withdrawal || p.State != organisation.Unread || p.Sender.PersonID != s.ada.ID || p.BaseRevision != 1 {
		t.Errorf("proposal = %+v; want Ada's unread withdrawal", p)
	}
	if o, _ := s.store.Organisation(t.Context(), "oz"); o.State != organisation.Published {
		t.Error("the page went before the team decided")
	}
	page := words(s.get(t, "ada@oz.example", "/area/oz"))
	for _, want := range []string{"Richiesta di ritiro in attesa di lettura", "Chiudiamo a fine anno.", "Avete chiesto di ritirare la pagina."} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing in\n%s", want, page)
		}
	}
	if got := s.post(t, "ada@oz.example", "/area/oz/ritiro", form).Code; got != http.StatusConflict {
		t.Errorf("asking again = %d; want 409", got)
	}
}

func TestAnswer_reachesTheTeamUnderTheWritersName(t *testing.T) {
	s := newSite(t)
	p := organisation.Proposal{
		ID: "p1", OrganisationID: "oz", BaseRevision: 1, Origin: organisation.ChangeOfCard, State: organisation.Waiting, Name: "Officine Zero",
		Language: "it", Sender: organisation.Sender{Name: "Zeno", Email: "zeno@oz.example"}, SentAt: testkit.Day(), UpdatedAt: testkit.Day(),
		Changes: organisation.Diff(organisation.Card{}, organisation.Card{Year: 2012}),
	}
	if err := s.store.AddProposal(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	question := organisation.Message{ID: "m1", ProposalID: "p1", FromTeam: true, Author: "Rita Ricerca", Body: "Da quale anno?", At: testkit.Day()}
	if err := s.store.AddMessage(t.Context(), question); err != nil {
		t.Fatal(err)
	}
	page := words(s.get(t, "ada@oz.example", "/area/oz"))
	for _, want := range []string{"aspetta una vostra risposta", "Campi: anno di inizio", "Da quale anno?"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing in\n%s", want, page)
		}
	}
	if empty := s.post(t, "ada@oz.example", "/area/oz/proposte/p1", url.Values{"message": {"  "}}); empty.Code != http.StatusUnprocessableEntity ||
		!strings.Contains(empty.Body.String(), `id="message"`) {
		t.Errorf("an empty answer = %d; want 422 with the field that the summary points to", empty.Code)
	}
	wantRedirect(t, s.post(t, "ada@oz.example", "/area/oz/proposte/p1", url.Values{"message": {"Dal 2013."}}), "/area/oz?notice=area_answered")
	messages, err := s.store.MessagesOfProposal(t.Context(), "p1")
	if err != nil || len(messages) != 2 || messages[1].Author != "Ada" || messages[1].Body != "Dal 2013." || messages[1].FromTeam {
		t.Errorf("messages = %+v, %v; want Ada's answer after the question", messages, err)
	}
	if got := s.post(t, "bruno@altra.example", "/area/other/proposte/p1", url.Values{"message": {"x"}}).Code; got != http.StatusNotFound {
		t.Errorf("answering through another organisation = %d; want 404", got)
	}
}

func TestArea_keepsOutsidersSuggestionsApart(t *testing.T) {
	s := newSite(t)
	p := organisation.Proposal{
		ID: "p2", OrganisationID: "oz", Origin: organisation.Suggestion, State: organisation.Unread, Name: "Officine Zero", Language: "it",
		Sender: organisation.Sender{Name: "Vicino Curioso", Email: "vicino@example.org"}, SentAt: testkit.Day(), UpdatedAt: testkit.Day(),
	}
	if err := s.store.AddProposal(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if got := words(s.get(t, "ada@oz.example", "/area/oz")); !strings.Contains(got, "Nessuna proposta") || strings.Contains(got, "Vicino") {
		t.Errorf("the suggestion shows:\n%s", got)
	}
}

func TestPages_areSoundHTML(t *testing.T) {
	s := newSite(t)
	carla := s.editor(t, "Carla", "carla@oz.example", "oz")
	s.editor(t, "Zoe", "zoe@oz.example", "oz")
	s.editor(t, "Zoe", "zoe@oz.example", "other")
	s.post(t, "ada@oz.example", "/area/oz/ritiro", url.Values{"reason": {"Chiudiamo."}})
	pages := []*httptest.ResponseRecorder{
		s.get(t, "zoe@oz.example", "/area"), s.get(t, "ada@oz.example", "/area/oz?notice=area_confirmed"), s.get(t, "ada@oz.example", "/area/oz?lingua=en"),
		s.get(t, "ada@oz.example", "/area/oz/persone"), s.get(t, "ada@oz.example", "/area/oz/persone/"+carla.ID), s.get(t, "ada@oz.example", "/area/oz/ritiro"),
		s.post(t, "ada@oz.example", "/area/oz/persone", url.Values{"email": {"x"}}),
	}
	for _, page := range pages {
		testkit.CheckHTML(t, page.Body.String())
	}
}

// wantLetters takes the letters out of the outbox and compares them, each as
// "template to".
func (s *site) wantLetters(t *testing.T, want ...string) {
	t.Helper()
	var got []string
	for _, l := range testkit.Letters(t, s.store) {
		got = append(got, l.Template+" "+l.To)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("letters (-want +got):\n%s", diff)
	}
}

func TestArea_ofAPageThatHasLeftDoesNotOfferToLeave(t *testing.T) {
	s := newSite(t)
	const offer = "Chiedi di ritirare la pagina"
	if page := words(s.get(t, "ada@oz.example", "/area/oz")); !strings.Contains(page, offer) {
		t.Fatalf("the offer is not there: %s", page)
	}
	oz, err := s.store.Organisation(t.Context(), "oz")
	if err != nil {
		t.Fatal(err)
	}
	oz.State = organisation.Archived
	if err := s.store.UpdateOrganisation(t.Context(), oz); err != nil {
		t.Fatal(err)
	}
	if page := words(s.get(t, "ada@oz.example", "/area/oz")); strings.Contains(page, offer) {
		t.Errorf("a page that has left is asked to leave: %s", page)
	}
}
