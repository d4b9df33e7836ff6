package main

import (
	"io"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/account"
	"telaio/internal/clock"
	"telaio/internal/organisation"
	"telaio/internal/testkit"
)

// lodge is a running site with an administrator, Ada, and an editor, Giulia.
type lodge struct {
	*program
	clock   *clock.Fixed
	browser func() *testkit.Browser
}

func newLodge(t *testing.T) lodge {
	t.Helper()
	flags := siteFlags{
		databaseFlags: databaseFlags{Data: t.TempDir()}, Addr: "127.0.0.1:0", BaseURL: "http://127.0.0.1:8080",
		HelpMail: "aiuto@telaio.example", MailFrom: "Telaio <telaio@telaio.example>", NoLimits: true, NoCache: true,
	}
	p, err := openProgram(t.Context(), flags, true, terminal{io.Discard, io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	fixed := &clock.Fixed{T: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
	p.clock = fixed
	testkit.Publish(t, p.store, organisation.Organisation{ID: "filo-comune", Slug: "filo-comune", State: organisation.Published}, organisation.Card{Name: "Filo Comune"})
	all := people(p.store, p.clock)
	_, err = all.GrantTo(t.Context(), account.System, account.Newcomer{Email: "ada@example.org", Name: "Ada"}, account.Grant{Role: account.Administrator})
	must(t, err)
	must(t, all.GrantEditor(t.Context(), "giulia@example.org", "Giulia", "it", "filo-comune"))
	handler, err := p.handler()
	must(t, err)
	return lodge{program: p, clock: fixed, browser: func() *testkit.Browser { return testkit.NewBrowser(t, handler) }}
}

// post takes every letter to the folder and returns the words of the latest.
// Each delivery has a second of its own, so that the latest is known.
func (l lodge) post(t *testing.T) string {
	t.Helper()
	l.clock.Advance(time.Second)
	worker, err := l.runner()
	must(t, err)
	for more := true; more; {
		more, err = worker.DeliverNext(t.Context(), "test")
		must(t, err)
	}
	kept, err := l.mailFolder().List(1)
	must(t, err)
	if len(kept) == 0 {
		t.Fatal("no mail")
	}
	return kept[0].Text
}

var (
	linkIn = regexp.MustCompile(`http://127\.0\.0\.1:8080(/\S+)`)
	codeIn = regexp.MustCompile(`\s([2-9A-Z]{4}-[2-9A-Z]{4})\b`) // a key in a link may hold as much, and follows a slash
)

// mailed asks for a way in and reads the mail.
func (l lodge) mailed(t *testing.T, b *testkit.Browser, email, next string) (link, code string) {
	t.Helper()
	answer := b.Post("/accedi", url.Values{"email": {email}, "next": {next}})
	leadsTo(t, answer, "/accedi/posta")
	text := l.post(t)
	return linkIn.FindStringSubmatch(text)[1], codeIn.FindStringSubmatch(text)[1]
}

// enter signs in by mail.
func (l lodge) enter(t *testing.T, email string) *testkit.Browser {
	t.Helper()
	b := l.browser()
	link, _ := l.mailed(t, b, email, "")
	if answer := b.Post(link, nil); answer.Code != 303 {
		t.Fatalf("sign in of %s: status %d", email, answer.Code)
	}
	return b
}

func leadsTo(t *testing.T, answer *httptest.ResponseRecorder, want string) {
	t.Helper()
	if got := answer.Header().Get("Location"); answer.Code != 303 || got != want {
		t.Errorf("status %d to %q; want 303 to %q", answer.Code, got, want)
	}
}

func shows(t *testing.T, answer *httptest.ResponseRecorder, status int, words ...string) {
	t.Helper()
	if answer.Code != status {
		t.Errorf("status %d; want %d", answer.Code, status)
	}
	for _, w := range words {
		if !strings.Contains(answer.Body.String(), w) {
			t.Errorf("the page does not say %q:\n%s", w, answer.Body)
		}
	}
}

func TestSignIn_byLinkInTheBrowserThatAsked(t *testing.T) {
	l := newLodge(t)
	laptop := l.browser()
	leadsTo(t, laptop.Get("/account"), "/accedi?next=%2Faccount")
	shows(t, laptop.Get("/accedi?next=%2Faccount"), 200, `name="next" value="/account"`)
	link, _ := l.mailed(t, laptop, "Giulia@Example.org", "/account")

	page := laptop.Get(link)
	shows(t, page, 200, "Entra")
	if strings.Contains(page.Body.String(), `name="code"`) {
		t.Error("the asking browser is asked for the code")
	}
	if got := page.Header().Get("Referrer-Policy"); got != "strict-origin" {
		t.Errorf("Referrer-Policy = %q", got)
	}
	leadsTo(t, laptop.Post(link, nil), "/account")
	shows(t, laptop.Get("/account"), 200, "Sei Giulia.", "Filo Comune", "questo dispositivo")
	shows(t, laptop.Post(link, nil), 410, "Questo link non vale più", `name="email"`)
	leadsTo(t, laptop.Get("/accedi"), "/area")
}

func TestSignIn_onAnotherDeviceTakesTheCode(t *testing.T) {
	l := newLodge(t)
	laptop, phone := l.browser(), l.browser()
	link, code := l.mailed(t, laptop, "giulia@example.org", "")
	shows(t, phone.Get(link), 200, `name="code"`)
	shows(t, phone.Post(link, nil), 422, "Scrivi il codice")
	shows(t, phone.Post(link, url.Values{"code": {"AAAA-AAAA"}}), 422, "Il codice non è quello del messaggio", "Errore:")
	leadsTo(t, phone.Post(link, url.Values{"code": {strings.ToLower(code)}}), "/area")
}

func TestSignIn_byTypingTheCodeWhereOneAsked(t *testing.T) {
	l := newLodge(t)
	laptop := l.browser()
	_, code := l.mailed(t, laptop, "ada@example.org", "")
	shows(t, laptop.Get("/accedi/posta"), 200, `name="code"`)
	shows(t, laptop.Post("/accedi/codice", url.Values{"code": {"sbagliato"}}), 422, "Il codice non è quello del messaggio")
	leadsTo(t, laptop.Post("/accedi/codice", url.Values{"code": {code}}), "/redazione")
	shows(t, l.browser().Post("/accedi/codice", url.Values{"code": {code}}), 410, "Questo link non vale più")
}

func TestSignIn_anOldLinkOffersANewOne(t *testing.T) {
	l := newLodge(t)
	laptop := l.browser()
	link, _ := l.mailed(t, laptop, "giulia@example.org", "")
	l.clock.Advance(10 * time.Minute)
	for _, path := range []string{link, "/entra/never-given"} {
		shows(t, laptop.Get(path), 410, "Questo link non vale più", `name="email"`)
	}
	shows(t, laptop.Get("/en/enter/never-given"), 410, "This link no longer works")
}

func TestSignIn_answersTheSameWhoeverAsks(t *testing.T) {
	l := newLodge(t)
	answers := map[string]string{}
	for name, email := range map[string]string{"known": "giulia@example.org", "unknown": "nessuno@example.org"} {
		b := l.browser()
		answer := b.Post("/accedi", url.Values{"email": {email}})
		header := answer.Header().Clone()
		header.Del("X-Request-Id")
		header.Set("Set-Cookie", regexp.MustCompile(`=[^;]{43};`).ReplaceAllString(header.Get("Set-Cookie"), "=key;"))
		var seen strings.Builder
		must(t, header.Write(&seen))
		wrong := b.Post("/accedi/codice", url.Values{"code": {"AAAA-AAAA"}})
		answers[name] = answer.Result().Status + seen.String() + answer.Body.String() + wrong.Result().Status + wrong.Body.String()
	}
	if diff := cmp.Diff(answers["known"], answers["unknown"]); diff != "" {
		t.Errorf("answers differ (-known +unknown):\n%s", diff)
	}
}

func TestSignIn_neverLeadsToAnotherSite(t *testing.T) {
	l := newLodge(t)
	for _, next := range []string{"https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"} {
		b := l.browser()
		shows(t, b.Get("/accedi?next="+url.QueryEscape(next)), 200)
		link, _ := l.mailed(t, b, "ada@example.org", next)
		leadsTo(t, b.Post(link, nil), "/redazione")
		l.clock.Advance(time.Hour)
	}
}

func TestSignOut_endsTheSession(t *testing.T) {
	l := newLodge(t)
	b := l.enter(t, "giulia@example.org")
	leadsTo(t, b.Post("/esci", nil), "/?notice=signed_out")
	leadsTo(t, b.Get("/account"), "/accedi?next=%2Faccount")
}

func TestAccount_endsOtherSessions(t *testing.T) {
	l := newLodge(t)
	here, there := l.enter(t, "giulia@example.org"), l.enter(t, "giulia@example.org")
	page := here.Get("/account")
	shows(t, page, 200, "Chiudi tutti gli altri accessi")
	id := regexp.MustCompile(`name="session" value="([a-z0-9]+)"`).FindStringSubmatch(page.Body.String())[1]

	foreign := l.enter(t, "ada@example.org")
	leadsTo(t, foreign.Post("/account/accessi/chiudi", url.Values{"session": {id}}), "/account?notice=session_ended")
	shows(t, there.Get("/account"), 200)

	leadsTo(t, here.Post("/account/accessi/chiudi", url.Values{"session": {id}}), "/account?notice=session_ended")
	leadsTo(t, there.Get("/account"), "/accedi?next=%2Faccount")
	shows(t, here.Get("/account?notice=session_ended"), 200, "Accesso chiuso.")

	again := l.enter(t, "giulia@example.org")
	leadsTo(t, here.Post("/account/accessi/chiudi-altri", nil), "/account?notice=sessions_ended")
	leadsTo(t, again.Get("/account"), "/accedi?next=%2Faccount")
	shows(t, here.Get("/account"), 200)
}

func TestAccount_changesTheLanguageOfMails(t *testing.T) {
	l := newLodge(t)
	b := l.enter(t, "giulia@example.org")
	leadsTo(t, b.Post("/account/lingua", url.Values{"language": {"en"}}), "/account?notice=language_saved")
	shows(t, b.Post("/account/lingua", url.Values{"language": {"xx"}}), 400)
	other := l.browser()
	leadsTo(t, other.Post("/accedi", url.Values{"email": {"giulia@example.org"}}), "/accedi/posta")
	if text := l.post(t); !strings.Contains(text, "Here is your link to sign in") {
		t.Errorf("the mail is not in English:\n%s", text)
	}
}

func TestPeople_grantsAndRevokesAfterAskingTwice(t *testing.T) {
	l := newLodge(t)
	ada := l.enter(t, "ada@example.org")
	shows(t, ada.Get("/redazione/persone"), 200, "Ada", "giulia@example.org", "Cura la pagina di un&#39;organizzazione, Filo Comune")
	shows(t, ada.Post("/redazione/persone", url.Values{"email": {"luca"}, "organisation": {"niente"}}), 422, "indirizzo della sua pagina")
	shows(t, ada.Post("/redazione/persone", url.Values{"email": {"luca@example.org"}}), 422, "Scegli un ruolo")
	shows(t, ada.Get("/redazione/persone?q=GIULIA"), 200, "1 persona", "giulia@example.org")
	shows(t, ada.Get("/redazione/persone?q=nessuno&pagina=9"), 200, "0 persone")
	for _, written := range []string{"Filo Comune", "filo-comune", "https://example.org/organizzazioni/filo-comune/"} {
		wish := url.Values{"email": {"luca@example.org"}, "role": {"editor"}, "organisation": {written}}
		shows(t, ada.Post("/redazione/persone", wish), 200, "Stai per dare un ruolo", "organizzazione, Filo Comune")
	}
	shows(t, ada.Post("/redazione/persone", url.Values{"email": {"luca@example.org"}, "role": {"editor"}}), 422, "Indica l&#39;organizzazione")

	wish := url.Values{"email": {"luca@example.org"}, "name": {"Luca"}, "role": {"reviewer"}, "language": {"it"}}
	shows(t, ada.Post("/redazione/persone", wish), 200, "Stai per dare un ruolo", "Luca (luca@example.org)")
	all := people(l.store, l.clock)
	if _, err := all.ByEmail(t.Context(), "luca@example.org"); err == nil {
		t.Error("the role was given before it was confirmed")
	}
	wish.Set("confirm", "yes")
	leadsTo(t, ada.Post("/redazione/persone", wish), "/redazione/persone?notice=role_granted")
	luca, err := all.ByEmail(t.Context(), "luca@example.org")
	must(t, err)

	revoke := "/redazione/persone/" + luca.ID + "/togli"
	shows(t, ada.Get(revoke+"?role=reviewer"), 200, "Stai per togliere un ruolo")
	shows(t, ada.Get(revoke+"?role=administrator"), 404)
	leadsTo(t, ada.Post(revoke, url.Values{"role": {"reviewer"}}), "/redazione/persone?notice=role_revoked")

	self, err := all.ByEmail(t.Context(), "ada@example.org")
	must(t, err)
	shows(t, ada.Post("/redazione/persone/"+self.ID+"/togli", url.Values{"role": {"administrator"}}), 409, "Resta una sola persona che amministra")
}

func TestMailbox_showsMailsWithLinksToThisSiteOnly(t *testing.T) {
	l := newLodge(t)
	ada := l.enter(t, "ada@example.org")
	page := ada.Get("/redazione/posta")
	shows(t, page, 200, "Il tuo link per entrare in Telaio", "ada@example.org")
	mail := regexp.MustCompile(`/redazione/posta/[^"]+`).FindString(page.Body.String())
	shows(t, ada.Get(mail), 200, `<a href="http://127.0.0.1:8080/entra/`, "A ada@example.org")
	shows(t, ada.Get("/redazione/posta/..%2f..%2ftelaio"), 404)
	shows(t, l.enter(t, "giulia@example.org").Get("/redazione/posta"), 403)

	l.flags.SMTPURL = "smtp://127.0.0.1:2525"
	handler, err := l.handler()
	must(t, err)
	if got := testkit.NewBrowser(t, handler).Get("/redazione/posta").Code; got != 404 {
		t.Errorf("on a site that sends mail: status %d; want 404", got)
	}
}
