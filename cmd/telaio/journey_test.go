package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"

	"telaio/internal/account"
	"telaio/internal/clock"
	"telaio/internal/testkit"
)

// TestJourney goes the whole way through the pages, on each engine: a newcomer
// begins, pauses, goes on elsewhere, sends and confirms; a researcher publishes;
// the organisation changes a line, and the page stays until that is accepted.
// Nothing that the people typed about themselves is in the log.
func TestJourney(t *testing.T) {
	for name, databaseURL := range map[string]func(testing.TB) string{
		"sqlite":   func(testing.TB) string { return "" },
		"postgres": testkit.PostgresURL,
	} {
		t.Run(name, func(t *testing.T) {
			j := newJourney(t, databaseURL(t))
			j.takePart(t)
			j.publish(t)
			j.change(t)
			j.searchTheLog(t)
		})
	}
}

// journey is a running site, what it logs, and what must not be logged.
type journey struct {
	lodge
	log     *bytes.Buffer
	secrets []string
}

func newJourney(t *testing.T, databaseURL string) *journey {
	t.Helper()
	j := openJourney(t, databaseURL)
	must(t, j.index.Build(t.Context()))
	must(t, j.index.IndexWords(t.Context()))
	return j
}

// openJourney is a site whose atlas has not been read yet.
func openJourney(t *testing.T, databaseURL string) *journey {
	t.Helper()
	return openJourneyIn(t, databaseURL, t.TempDir())
}

// openJourneyIn is openJourney with a data folder that other nodes may have too.
func openJourneyIn(t *testing.T, databaseURL, data string) *journey {
	t.Helper()
	j := &journey{log: &bytes.Buffer{}}
	flags := siteFlags{
		databaseFlags: databaseFlags{Data: data, DatabaseURL: databaseURL}, Addr: "127.0.0.1:0", BaseURL: "http://127.0.0.1:8080",
		HelpMail: "aiuto@telaio.example", MailFrom: "Telaio <telaio@telaio.example>",
	}
	p, err := openProgram(t.Context(), flags, false, terminal{j.log, j.log})
	must(t, err)
	t.Cleanup(func() { p.Close() })
	fixed := &clock.Fixed{T: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
	p.clock = fixed
	_, err = people(p.store, p.clock).GrantTo(t.Context(), account.System,
		account.Newcomer{Email: "elena@segreto-ricerca.example", Name: "Elena Segretaricerca"}, account.Grant{Role: account.Researcher})
	must(t, err)
	handler, err := p.handler()
	must(t, err)
	j.lodge = lodge{program: p, clock: fixed, browser: func() *testkit.Browser { return testkit.NewBrowser(t, handler) }}
	j.secrets = []string{"segret", "203.0.113"}
	return j
}

// takePart fills in the questionnaire on two devices and confirms the address.
func (j *journey) takePart(t *testing.T) {
	t.Helper()
	laptop, phone := j.browser(), j.browser()
	first := to(t, laptop.Post("/partecipa", url.Values{"origin": {"new"}}))
	base := path.Dir(first)
	fill(t, laptop, first, url.Values{"name": {"Officina Segretissima"}, "types": {"association"}, "year": {"2013"}})
	fill(t, laptop, base+"/per-chi", url.Values{"target": {"Chi lavora in segreto"}, "action": {"pause"}})
	to(t, laptop.Post(base+"/pausa", url.Values{"address": {"ada@segreto.example"}}))
	link := j.mailed(t)
	to(t, phone.Post(link, nil))
	fill(t, phone, base+"/per-chi", nil)
	fill(t, phone, base+"/come", url.Values{"solidarity": {"network"}, "practice_network": {"Una rete segreta"}})
	fill(t, phone, base+"/dove", url.Values{"action": {"add:places"}})
	fill(t, phone, base+"/dove", url.Values{
		"places.0.place_kind": {"seat"}, "places.0.place_municipality": {"Roma"}, "places.0.place_address": {"via Segreta 1"}, "places.0.place_publicity": {"withheld"},
	})
	fill(t, phone, base+"/la-vostra-storia", url.Values{"short_description": {"Un posto segreto."}, "story": {"La storia segretissima."}})
	you := consents()
	you.Set("contact_name", "Ada Segretini")
	you.Set("contact_email", "ada@segreto.example")
	fill(t, phone, base+"/tu-e-i-tuoi-consensi", you)
	j.clock.Advance(time.Minute)
	to(t, fill(t, phone, base+"/riepilogo", nil))
	if status := to(t, phone.Post(j.mailed(t), nil)); !strings.HasPrefix(status, "/stato/") {
		t.Fatalf("confirming leads to %s; want the status page", status)
	}
}

func consents() url.Values {
	return url.Values{"consent_publish_page": {"yes"}, "consent_use_research": {"yes"}, "consent_open_data": {"no"}, "consent_contact_again": {"no"}}
}

// publish takes the proposal from the inbox to the public.
func (j *journey) publish(t *testing.T) {
	t.Helper()
	elena := j.signIn(t, "elena@segreto-ricerca.example")
	shows(t, j.browser().Get("/organizzazioni/officina-segretissima"), http.StatusNotFound)
	j.decide(t, elena)
	page := j.browser().Get("/organizzazioni/officina-segretissima")
	shows(t, page, http.StatusOK, "Officina Segretissima", "Un posto segreto.")
	if strings.Contains(page.Body.String(), "via Segreta") || strings.Contains(page.Body.String(), "Segretini") {
		t.Error("the page shows a withheld place or the contact person")
	}
}

// change proposes a new line, which waits for the researcher.
func (j *journey) change(t *testing.T) {
	t.Helper()
	ada, elena := j.signIn(t, "ada@segreto.example"), j.signIn(t, "elena@segreto-ricerca.example")
	o, err := j.store.OrganisationBySlug(t.Context(), "officina-segretissima")
	must(t, err)
	first := to(t, ada.Post(j.site.Paths.In("it", "area-change", "organisation", o.ID), nil))
	if strings.Count(first, "/") == 2 {
		first = to(t, ada.Get(first))
	}
	base := path.Dir(first)
	fill(t, ada, base+"/la-vostra-storia", url.Values{"short_description": {"Un posto meno segreto."}})
	fill(t, ada, base+"/tu-e-i-tuoi-consensi", consents())
	j.clock.Advance(time.Minute)
	to(t, fill(t, ada, base+"/riepilogo", nil))
	shows(t, j.browser().Get("/organizzazioni/officina-segretissima"), http.StatusOK, "Un posto segreto.")
	j.decide(t, elena)
	shows(t, j.browser().Get("/organizzazioni/officina-segretissima"), http.StatusOK, "Un posto meno segreto.")
	revisions, err := j.store.Revisions(t.Context(), o.ID)
	if err != nil || len(revisions) != 2 {
		t.Errorf("%d revisions, %v; want two", len(revisions), err)
	}
}

// decide accepts everything in the one proposal of the inbox.
func (j *journey) decide(t *testing.T, reviewer *testkit.Browser) {
	t.Helper()
	inbox := reviewer.Get("/redazione").Body.String()
	link := regexp.MustCompile(`/redazione/proposte/[a-z0-9]+`).FindString(inbox)
	if link == "" {
		t.Fatalf("the inbox is empty:\n%s", inbox)
	}
	values := testkit.FormValues(mainOf(reviewer.Get(link).Body.String()))
	values.Set("do", "publish")
	to(t, reviewer.Post(link, values))
	must(t, j.index.Refresh(t.Context()))
}

// searchTheLog looks for everything that was typed, and for every key.
func (j *journey) searchTheLog(t *testing.T) {
	t.Helper()
	log := strings.ToLower(j.log.String())
	if strings.Count(log, `"msg":"request"`) < 40 {
		t.Fatalf("the log has few requests:\n%s", log)
	}
	for _, secret := range j.secrets {
		for line := range strings.Lines(log) {
			if strings.Contains(line, strings.ToLower(secret)) {
				t.Errorf("the log gives away %q: %s", secret, line)
			}
		}
	}
}

// signIn enters by mail once every other letter has gone out.
func (j *journey) signIn(t *testing.T, email string) *testkit.Browser {
	t.Helper()
	j.post(t)
	return j.enter(t, email)
}

// mailed returns the path of the link in the latest letter, whose key is secret.
// A program that looks for harm in mails has opened it before: that uses no link
// up.
func (j *journey) mailed(t *testing.T) string {
	t.Helper()
	link := linkIn.FindStringSubmatch(j.post(t))[1]
	shows(t, j.browser().Get(link), http.StatusOK)
	j.secrets = append(j.secrets, path.Base(link))
	return link
}

// fill sends a page of a form with what it holds already and what is typed.
func fill(t *testing.T, b *testkit.Browser, page string, typed url.Values) *httptest.ResponseRecorder {
	t.Helper()
	shown := b.Get(page)
	if shown.Code != http.StatusOK {
		t.Fatalf("%s = %d to %q", page, shown.Code, shown.Header().Get("Location"))
	}
	values := testkit.FormValues(mainOf(shown.Body.String()))
	values.Set("action", "continue")
	for name, value := range typed {
		values[name] = value
	}
	answer := b.Post(page, values)
	to(t, answer)
	return answer
}

// to returns where an answer leads.
func to(t *testing.T, answer *httptest.ResponseRecorder) string {
	t.Helper()
	if answer.Code != http.StatusSeeOther {
		t.Fatalf("status %d; want 303:\n%s", answer.Code, mainOf(answer.Body.String()))
	}
	return answer.Header().Get("Location")
}

// mainOf is the page without its header and footer, whose forms are others.
func mainOf(page string) string {
	return regexp.MustCompile(`(?s)<main.*</main>`).FindString(page)
}
