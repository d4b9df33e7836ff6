package webhook_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"telaio/internal/account"
	"telaio/internal/atlas"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/outbound"
	"telaio/internal/publication"
	"telaio/internal/sealing"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/webhook"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// program is one that is told, and what it was told.
type program struct {
	*httptest.Server
	mu     sync.Mutex
	status int
	got    []request
}

type request struct {
	header http.Header
	body   string
}

func newProgram(t *testing.T) *program {
	t.Helper()
	p := &program{status: http.StatusNoContent}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		p.mu.Lock()
		defer p.mu.Unlock()
		p.got = append(p.got, request{r.Header.Clone(), string(body)})
		w.WriteHeader(p.status)
		_, _ = io.WriteString(w, "thanks\x00 <b>")
	}))
	t.Cleanup(p.Close)
	return p
}

func (p *program) answer(status int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.status = status
}

func (p *program) take() []request {
	p.mu.Lock()
	defer p.mu.Unlock()
	got := p.got
	p.got = nil
	return got
}

// listed is an atlas in which a filter finds the organisations of the list.
type listed struct{ ids *[]string }

func (l listed) Refresh(context.Context) error { return nil }

func (l listed) Entries(context.Context, atlas.Query) ([]*atlas.Entry, error) {
	var all []*atlas.Entry
	for _, id := range *l.ids {
		all = append(all, &atlas.Entry{ID: id})
	}
	return all, nil
}

type records struct{ *store.Store }

func (r records) Record(ctx context.Context, id string) (publication.Record, error) {
	o, err := r.Organisation(ctx, id)
	if err == nil && o.State != organisation.Published {
		err = fault.New(fault.Gone, "error.gone")
	}
	return publication.Record{ID: o.ID, Name: o.Card.Name}, err
}

// world is a site with one program that is told.
type world struct {
	*webhook.Worker
	store   *store.Store
	clock   *clock.Fixed
	program *program
	finds   []string
	who     account.Subject
}

func newWorld(t *testing.T, s *store.Store) *world {
	t.Helper()
	w := &world{store: s, clock: &clock.Fixed{T: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}, program: newProgram(t), who: account.Subject{PersonID: "ada"}}
	must(t, s.AddPerson(t.Context(), account.Person{ID: "ada", Email: "ada@example.org", Name: "Ada", Language: "it", CreatedAt: w.clock.T}))
	box, err := sealing.NewBox(make([]byte, sealing.KeySize), "webhooks")
	must(t, err)
	w.Worker = &webhook.Worker{UseCases: webhook.UseCases{
		Records: s, Atlas: listed{&w.finds}, Journal: publication.Changes{Journal: s, Refusals: &publication.Refusals{Consents: s, Generation: func() uint64 { return 0 }}}, Pages: records{s}, Box: box, Clock: w.clock,
		Poster: webhook.HTTP{Client: outbound.New(outbound.Limits{AllowLoopback: true}), Plain: true},
		People: account.People{Store: s}, Outbox: s, Parse: func(string) atlas.Query { return atlas.Query{} }, Link: func(id string) string { return "https://telaio.example/" + id },
	}}
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) add(t *testing.T, q atlas.Query) (webhook.Hook, []byte) {
	t.Helper()
	h, secret, err := w.Add(t.Context(), w.who, w.program.URL+"/in", q)
	must(t, err)
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	must(t, err)
	return h, key
}

// work does everything that is due now.
func (w *world) work(t *testing.T) []request {
	t.Helper()
	for {
		worked, err := w.Next(t.Context())
		must(t, err)
		if !worked {
			return w.program.take()
		}
	}
}

func publish(t *testing.T, s *store.Store, id string, at time.Time) organisation.Organisation {
	t.Helper()
	return testkit.Publish(t, s, organisation.Organisation{ID: id, Slug: id, UpdatedAt: at}, organisation.Card{Name: "Nome " + id})
}

func types(t *testing.T, got []request) []string {
	t.Helper()
	var all []string
	for _, r := range got {
		var m struct {
			Type string
			Data struct{ ID, Name string }
		}
		must(t, json.Unmarshal([]byte(r.body), &m))
		all = append(all, strings.TrimSpace(m.Type+" "+m.Data.ID+" "+m.Data.Name))
	}
	slices.Sort(all)
	return all
}

func TestNext_tellsWhatChangedSignedAndOnce(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		publish(t, s, "before", w.clock.T.Add(-time.Hour))
		_, key := w.add(t, atlas.Query{})
		if got := w.work(t); len(got) != 0 {
			t.Fatalf("told of what was there before: %v", types(t, got))
		}
		o := publish(t, s, "new", w.clock.T)
		testkit.Revise(t, s, o, organisation.Card{Name: "Altro nome"}, organisation.Revision{CreatedAt: w.clock.T})
		got := w.work(t)
		if want := []string{"organisation.changed new Altro nome"}; !slices.Equal(types(t, got), want) {
			t.Fatalf("told %v; want %v", types(t, got), want)
		}
		h := got[0].header
		seconds, err := strconv.ParseInt(h.Get("webhook-timestamp"), 10, 64)
		must(t, err)
		if want := webhook.Sign(key, h.Get("webhook-id"), time.Unix(seconds, 0), []byte(got[0].body)); h.Get("webhook-signature") != want || h.Get("Content-Type") != "application/json" {
			t.Errorf("signature %q; want %q", h.Get("webhook-signature"), want)
		}
		o.State = organisation.Archived
		must(t, s.UpdateOrganisation(t.Context(), o))
		if got := types(t, w.work(t)); !slices.Equal(got, []string{"organisation.removed new"}) {
			t.Errorf("after it went: %v", got)
		}
	})
}

func TestSign_isThatOfTheSpecification(t *testing.T) {
	// the example of standardwebhooks.com, reference/python/tests
	key, err := base64.StdEncoding.DecodeString("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	must(t, err)
	got := webhook.Sign(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`))
	if want := "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; got != want {
		t.Errorf("Sign = %q; want %q", got, want)
	}
}

func TestNext_underAFilterTellsAlsoOfWhatLeavesIt(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		inside, outside := publish(t, s, "inside", w.clock.T.Add(-time.Hour)), publish(t, s, "outside", w.clock.T.Add(-time.Hour))
		w.finds = []string{"inside"}
		w.add(t, atlas.Query{Text: "dentro"})
		revise := func(o *organisation.Organisation, name string) {
			*o = testkit.Revise(t, s, *o, organisation.Card{Name: name}, organisation.Revision{CreatedAt: w.clock.T})
		}
		revise(&inside, "A")
		revise(&outside, "B")
		if got := types(t, w.work(t)); !slices.Equal(got, []string{"organisation.changed inside A"}) {
			t.Errorf("told %v", got)
		}
		w.finds = []string{"outside"}
		revise(&inside, "C")
		revise(&outside, "D")
		if got := types(t, w.work(t)); !slices.Equal(got, []string{"organisation.changed outside D", "organisation.removed inside"}) {
			t.Errorf("after both moved: %v", got)
		}
		revise(&inside, "E")
		if got := types(t, w.work(t)); len(got) != 0 {
			t.Errorf("told of what it does not know: %v", got)
		}
	})
}

func TestNext_triesForADayThenStopsAndWrites(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		h, _ := w.add(t, atlas.Query{})
		began := w.clock.T
		publish(t, s, "new", w.clock.T)
		w.program.answer(http.StatusInternalServerError)
		attempts := len(w.work(t))
		if hooks, err := w.List(t.Context()); err != nil || !hooks[0].Troubled() || hooks[0].Backlog != (webhook.Backlog{Waiting: 1, Retried: 1}) {
			t.Errorf("after a refused request the list says %+v, %v; want that one is tried again", hooks, err)
		}
		for now := range 200 {
			w.clock.T = began.Add(time.Duration(now) * 10 * time.Minute)
			attempts += len(w.work(t))
		}
		h, sent, err := w.Read(t.Context(), h.ID)
		must(t, err)
		if attempts != 8 || h.Why != webhook.Failing || len(sent) != 1 || sent[0].Status != 500 || sent[0].Answer != "thanks <b>" {
			t.Fatalf("%d attempts, %q, %+v", attempts, h.Why, sent)
		}
		if d := sent[0].LastAt.Sub(began); d < 20*time.Hour || d > 25*time.Hour {
			t.Errorf("it was tried for %s; want about a day", d)
		}
		if h.Troubled() || h.Backlog.Waiting != 0 {
			t.Errorf("a program that has stopped has %+v", h.Backlog)
		}
		letters := testkit.Letters(t, s)
		if len(letters) != 1 || letters[0].To != "ada@example.org" || strings.Contains(letters[0].Values["Host"], "/in") {
			t.Errorf("letters: %+v", letters)
		}
		w.program.answer(http.StatusOK)
		publish(t, s, "later", w.clock.T)
		if got := w.work(t); len(got) != 0 {
			t.Errorf("a program that has stopped is told %v", types(t, got))
		}
		must(t, w.Resume(t.Context(), w.who, h.ID))
		w.clock.T = w.clock.T.Add(2 * time.Minute)
		if got := types(t, w.work(t)); !slices.Equal(got, []string{"organisation.changed later Nome later", "organisation.changed new Nome new"}) {
			t.Errorf("after it was switched on again: %v", got)
		}
	})
}

func TestNext_stopsAtOnceWhenTheProgramIsGone(t *testing.T) {
	s := testkit.SQLite(t)
	w := newWorld(t, s)
	h, _ := w.add(t, atlas.Query{})
	publish(t, s, "new", w.clock.T)
	w.program.answer(http.StatusGone)
	w.work(t)
	h, _, err := w.Read(t.Context(), h.ID)
	must(t, err)
	if h.Why != webhook.Gone || len(testkit.Letters(t, s)) != 1 {
		t.Errorf("it goes on: %q", h.Why)
	}
}

func TestHook_canBeTriedPausedAndRemoved(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		h, key := w.add(t, atlas.Query{})
		must(t, w.Pause(t.Context(), w.who, h.ID))
		publish(t, s, "new", w.clock.T)
		must(t, w.Try(t.Context(), w.who, h.ID))
		if got := types(t, w.work(t)); !slices.Equal(got, []string{"test"}) {
			t.Errorf("a paused program is told %v; want the test", got)
		}
		must(t, w.Resume(t.Context(), w.who, h.ID))
		if got := w.work(t); len(got) != 1 {
			t.Errorf("what waited: %v", types(t, got))
		}
		_, sent, err := w.Read(t.Context(), h.ID)
		must(t, err)
		i := slices.IndexFunc(sent, func(d webhook.Delivery) bool { return d.Kind == webhook.Changed })
		secret, err := w.Renew(t.Context(), w.who, h.ID)
		must(t, err)
		must(t, w.Again(t.Context(), w.who, h.ID, sent[i].ID))
		again := w.work(t)
		if len(again) != 1 || again[0].header.Get("webhook-id") != sent[i].ID {
			t.Fatalf("sent again: %v", types(t, again))
		}
		if strings.Contains(secret, base64.StdEncoding.EncodeToString(key)) {
			t.Error("the secret is the one before")
		}
		if err := w.Again(t.Context(), w.who, "another", sent[i].ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a request of another program: %v", err)
		}
		must(t, w.Remove(t.Context(), w.who, h.ID))
		if _, err := s.Delivery(t.Context(), h.ID, sent[i].ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("what was sent is still there: %v", err)
		}
	})
}

func TestAdd_refusesAddressesInsideTheNetwork(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	w.Poster = webhook.NewHTTP("https://telaio.example")
	for _, address := range []string{"", "ciao", "http://example.org/in", "https://127.0.0.1/in", "https://10.0.0.1/", "https://[::1]/", "https://user:key@example.org/", "file:///etc/passwd", "https://169.254.169.254/"} {
		if _, _, err := w.Add(t.Context(), w.who, address, atlas.Query{}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("Add(%q) = %v; want refused", address, err)
		}
	}
	if _, err := webhook.NewHTTP("https://telaio.example").Post(t.Context(), w.program.URL, http.Header{}, nil); !errors.Is(err, outbound.ErrRefused) {
		t.Errorf("a private address is asked: %v", err)
	}
}

func TestPatience_lastsADay(t *testing.T) {
	total, n := time.Duration(0), 1
	for wait, ok := webhook.Patience(n); ok; wait, ok = webhook.Patience(n) {
		total += wait
		n++
	}
	if n != 8 || total < 23*time.Hour || total > 25*time.Hour {
		t.Errorf("%d attempts over %s", n, total)
	}
}

// TestNext_takesNoRedirectAndNoSilenceForAnAnswer adds a program that sends the
// request on to somebody else, and one that never answers.
func TestNext_takesNoRedirectAndNoSilenceForAnAnswer(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	sentOn, silent := 0, make(chan struct{})
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { sentOn++ }))
	defer elsewhere.Close()
	redirecting := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusTemporaryRedirect))
	defer redirecting.Close()
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.ReadAll(r.Body)
		select {
		case <-silent:
		case <-r.Context().Done():
		}
	}))
	defer slow.Close()
	defer close(silent)
	w.Poster = webhook.HTTP{Client: outbound.New(outbound.Limits{AllowLoopback: true, Timeout: 300 * time.Millisecond}), Plain: true}
	var hooks []webhook.Hook
	for _, address := range []string{redirecting.URL, slow.URL} {
		h, _, err := w.Add(t.Context(), w.who, address, atlas.Query{})
		must(t, err)
		hooks = append(hooks, h)
	}
	publish(t, w.store, "new", w.clock.T)

	w.work(t)

	for i, want := range []webhook.Delivery{{Status: http.StatusTemporaryRedirect}, {Answer: "late"}} {
		_, sent, err := w.Read(t.Context(), hooks[i].ID)
		must(t, err)
		if len(sent) != 1 || sent[0].Delivered || sent[0].Status != want.Status || want.Answer != "" && sent[0].Answer != want.Answer || !sent[0].NextAt.Equal(w.clock.T.Add(30*time.Second)) {
			t.Errorf("the request is %+v; want it undelivered with %+v, and again in 30 seconds", sent, want)
		}
	}
	if sentOn != 0 {
		t.Error("a redirect was followed")
	}
}

// broken is a poster whose request ends in an error.
type broken struct{ failure error }

func (broken) Check(string) error { return nil }

func (b broken) Post(context.Context, string, http.Header, []byte) (webhook.Answer, error) {
	return webhook.Answer{}, fmt.Errorf("asking another server: %w", &url.Error{Op: "Post", URL: "https://key@inside.example", Err: b.failure})
}

// TestNext_saysInAWordWhyThereWasNoAnswer and nothing that is in the error: it
// holds addresses.
func TestNext_saysInAWordWhyThereWasNoAnswer(t *testing.T) {
	for want, failure := range map[string]error{
		"refused": outbound.ErrRefused, "late": context.DeadlineExceeded, "unreachable": errors.New("connection refused"),
		"unknown_name": &net.OpError{Op: "dial", Err: &net.DNSError{IsNotFound: true}}, "certificate": &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}},
	} {
		w := newWorld(t, testkit.SQLite(t))
		w.Poster = broken{failure}
		h, _, err := w.Add(t.Context(), w.who, "https://example.org/in", atlas.Query{})
		must(t, err)
		must(t, w.Try(t.Context(), w.who, h.ID))
		w.work(t)
		if _, sent, err := w.Read(t.Context(), h.ID); err != nil || len(sent) != 1 || sent[0].Answer != want || sent[0].Status != 0 {
			t.Errorf("%v: %+v, %v; want %s", failure, sent, err, want)
		}
	}
}

// TestPost_saysFromWhichSiteItComes asks a program what it was shown.
func TestPost_saysFromWhichSiteItComes(t *testing.T) {
	p := newProgram(t)
	poster := webhook.NewHTTP("https://telaio.example")
	poster.Client = outbound.New(outbound.Limits{AllowLoopback: true})
	_, err := poster.Post(t.Context(), p.URL, http.Header{}, nil)
	must(t, err)
	if agent := p.take()[0].header.Get("User-Agent"); agent != "Telaio (+https://telaio.example)" {
		t.Errorf("it calls itself %q", agent)
	}
}
