package mail

import (
	"bytes"
	"context"
	"log/slog"
	netmail "net/mail"
	"regexp"
	"strings"
	"testing"
	"time"

	"telaio/internal/alert"
	"telaio/internal/atlas"
	"telaio/internal/clock"
	"telaio/internal/gazetteer"
	"telaio/internal/i18n"
	"telaio/internal/job"
	"telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/sealing"
	"telaio/internal/store"
	"telaio/internal/testkit"
	pages "telaio/internal/web/page/alert"
	"telaio/internal/web/shell"
)

// told is a site whose alerts go to a mail server of this process.
type told struct {
	alert.UseCases
	store  *store.Store
	index  *atlas.Index
	clock  *clock.Fixed
	server *mailServer
	worker *job.Runner
	log    bytes.Buffer
}

type steps struct{ publication.Reader }

func (s steps) StepsSince(ctx context.Context, id string, since time.Time) ([]publication.Step, error) {
	o, err := s.Records.Organisation(ctx, id)
	if err != nil {
		return nil, err
	}
	all, err := s.History(ctx, o)
	return all[:1], err
}

func newTold(t *testing.T, s *store.Store) *told {
	t.Helper()
	library := testkit.Library(t)
	c := &clock.Fixed{T: time.Date(2026, 11, 18, 12, 0, 0, 0, time.UTC)} // a Wednesday
	w := &told{store: s, clock: c, index: atlas.NewIndex(s, library.Taxonomies, library.Words, c, slog.New(slog.DiscardHandler))}
	must(t, w.index.Build(t.Context()))
	box, err := sealing.NewBox(make([]byte, sealing.KeySize), "alerts")
	must(t, err)
	towns, err := gazetteer.Capitals()
	must(t, err)
	site := &shell.Site{BaseURL: "https://telaio.example", Taxonomies: library.Taxonomies, Paths: shell.Paths{
		"atlas": shell.Both("/atlante", "/en/atlas"), "alert": shell.Both("/avvisi/{token}", "/en/alerts/{token}"),
		"organisation": shell.Both("/organizzazioni/{slug}", "/en/organisations/{slug}"),
	}}
	w.UseCases = alert.UseCases{
		Records: s, Atlas: w.index, History: steps{publication.Reader{Records: s}}, Outbox: s, Box: box, Taxonomy: library.Taxonomies, Clock: c,
		Words: pages.Words{Site: site, Printer: library.Messages.Printer, Town: towns.ByCode},
	}
	w.server = serve(t, &mailServer{users: true}, startTLS)
	w.worker = &job.Runner{Store: s, Clock: c, Log: slog.New(slog.NewTextHandler(&w.log, nil)), Post: post(t, w.server.carrier(t, startTLS, "telaio:segreta@"))}
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// send runs the job and carries what it wrote. It returns what arrived since the
// time before.
func (w *told) send(t *testing.T) []string {
	t.Helper()
	before := len(w.server.messages())
	_, err := w.Send(t.Context())
	must(t, err)
	return w.carry(t, before)
}

func (w *told) carry(t *testing.T, before int) []string {
	t.Helper()
	for {
		worked, err := w.worker.DeliverNext(t.Context(), "node")
		must(t, err)
		if !worked {
			return w.server.messages()[before:]
		}
	}
}

// subscribe asks for alerts about everything and confirms them by the link in
// the mail.
func (w *told) subscribe(t *testing.T, address string, language i18n.Language) (token string) {
	t.Helper()
	before := len(w.server.messages())
	must(t, w.Ask(t.Context(), alert.Asked{Address: address, Language: string(language), Every: alert.Week, Query: atlas.Query{Page: 4}}))
	mails := w.carry(t, before)
	if len(mails) != 1 {
		t.Fatalf("%d letters; want one to confirm", len(mails))
	}
	link := regexp.MustCompile(`https://telaio\.example/(?:avvisi|en/alerts)/([\w-]+)`).FindStringSubmatch(plainPart(t, mails[0]))
	if link == nil {
		t.Fatalf("no link in:\n%s", mails[0])
	}
	must(t, w.Confirm(t.Context(), link[1]))
	return link[1]
}

func TestAnAlertTellsOfTheWeekAndStopsWithOneClick(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		old := testkit.Publish(t, s, organisation.Organisation{ID: "old", Slug: "vecchia"}, organisation.Card{Name: "Vecchia Trama"})
		leaving := testkit.Publish(t, s, organisation.Organisation{ID: "leaving", Slug: "parte"}, organisation.Card{Name: "Parte Domani"})
		w := newTold(t, s)
		token := w.subscribe(t, "Giulia@Example.org", i18n.Italian)
		w.subscribe(t, "john@example.org", i18n.English)

		w.clock.T = w.clock.T.AddDate(0, 0, 7)
		if got := w.send(t); len(got) != 0 {
			t.Fatalf("nothing changed, and there are %d letters", len(got))
		}
		testkit.Publish(t, s, organisation.Organisation{ID: "new", Slug: "nuova", Example: true}, organisation.Card{Name: "Nuova Tela", Types: []string{"association"}, ShortDescription: "Tesse."})
		testkit.Revise(t, s, old, organisation.Card{Name: "Vecchia Trama", Story: "Una storia"}, organisation.Revision{CreatedAt: w.clock.T})
		leaving.State = organisation.Archived
		must(t, s.UpdateOrganisation(t.Context(), leaving))
		must(t, w.index.Refresh(t.Context()))
		if got := w.send(t); len(got) != 0 {
			t.Fatalf("the week has not ended, and there are %d letters", len(got))
		}
		w.clock.T = w.clock.T.AddDate(0, 0, 7)
		got := w.send(t)
		if len(got) != 2 {
			t.Fatalf("%d letters; want one for each of two people\n%s", len(got), &w.log)
		}
		checkDigest(t, got, token)
		if again := w.send(t); len(again) != 0 {
			t.Errorf("the same week is told %d times more", len(again))
		}

		must(t, w.Stop(t.Context(), token))
		must(t, w.Stop(t.Context(), token)) // a second click
		testkit.Publish(t, s, organisation.Organisation{ID: "later", Slug: "dopo"}, organisation.Card{Name: "Dopo"})
		must(t, w.index.Refresh(t.Context()))
		w.clock.T = w.clock.T.AddDate(0, 0, 7)
		if got := w.send(t); len(got) != 1 || strings.Contains(got[0], "giulia") {
			t.Errorf("after the stop: %d letters\n%v", len(got), got)
		}
		if strings.Contains(w.log.String(), "giulia") {
			t.Errorf("the log names a reader:\n%s", &w.log)
		}
	})
}

func checkDigest(t *testing.T, got []string, token string) {
	t.Helper()
	italian, english := got[0], got[1]
	if !strings.Contains(italian, "giulia@example.org") {
		italian, english = english, italian
	}
	text := plainPart(t, italian)
	for _, want := range []string{
		"1 nuova, 1 cambiata, 1 non c'è più", "Nuova Tela (organizzazione di esempio)", "Associazione. Tesse.", "https://telaio.example/organizzazioni/nuova",
		"Vecchia Trama", "Che cosa è cambiato: storia", "una pagina non è più pubblica", "https://telaio.example/avvisi/" + token,
	} {
		if !strings.Contains(strings.ToLower(text), strings.ToLower(want)) {
			t.Errorf("the letter lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "Parte Domani") {
		t.Error("the letter names an organisation that is no longer public")
	}
	if text := plainPart(t, english); !strings.Contains(text, "1 new, 1 changed, 1 no longer there") {
		t.Errorf("the English letter:\n%s", text)
	}
	_, raw, _ := strings.Cut(italian, "\n")
	m, err := netmail.ReadMessage(strings.NewReader(raw))
	must(t, err)
	if m.Header.Get("List-Unsubscribe") != "<https://telaio.example/avvisi/"+token+">" || m.Header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" {
		t.Errorf("it cannot be stopped from a mailbox: %v", m.Header)
	}
	if !strings.Contains(italian, "text/html") {
		t.Error("there is no HTML part")
	}
}

func TestAlert_keepsNoAddressThatACopyOfTheDatabaseTells(t *testing.T) {
	s := testkit.SQLite(t)
	w := newTold(t, s)
	token := w.subscribe(t, "giulia@example.org", i18n.Italian)
	a, _, err := w.Found(t.Context(), token)
	must(t, err)
	if strings.Contains(string(a.Sealed)+a.AddressName+a.TokenHash, "giulia") || strings.Contains(string(a.Sealed), token) || len(a.AddressName) < 16 {
		t.Errorf("%+v tells the address or the key", a)
	}
}

func TestAlert_writesNoMoreThanAnAddressCanWant(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newTold(t, s)
		ask := func(q string) int {
			before := len(w.server.messages())
			must(t, w.Ask(t.Context(), alert.Asked{Address: "giulia@example.org", Language: "it", Query: atlas.Query{Text: q}}))
			return len(w.carry(t, before))
		}
		if n := ask("a") + ask("b") + ask("c") + ask("d"); n != 3 {
			t.Errorf("%d letters to an address that has confirmed nothing; want 3", n)
		}
		w.clock.T = w.clock.T.Add(8 * 24 * time.Hour)
		if n, err := w.Clean(t.Context()); n != 3 || err != nil {
			t.Errorf("forgot %d, %v; want the three that nobody confirmed", n, err)
		}
		if ask("e") != 1 {
			t.Error("after a week the address can ask again")
		}
		if n, err := w.Forget(t.Context(), "Giulia@example.org"); n != 1 || err != nil {
			t.Errorf("forgot %d alerts of who asks to be forgotten, %v; want 1", n, err)
		}
		err := w.Ask(t.Context(), alert.Asked{Address: "no address", Language: "it"})
		if err == nil {
			t.Error("an address that is none was taken")
		}
	})
}
