package mail

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"telaio/internal/account"
	"telaio/internal/clock"
	"telaio/internal/job"
	"telaio/internal/letter"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

// witness remembers the letter that it saw last.
type witness struct {
	Post
	last letter.Waiting
}

func (w *witness) Deliver(ctx context.Context, l letter.Waiting) error {
	w.last = l
	return w.Post.Deliver(ctx, l)
}

func TestMain(m *testing.M) { testkit.Main(m) }

// The way of a letter: asked for, queued with the pass, taken out, refused once
// by the mail server, carried over TLS, opened, used.
func TestALetterTravelsFromTheRequestToTheReader(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		server := serve(t, &mailServer{users: true, refuse: &smtp.SMTPError{Code: 451, Message: "later"}}, startTLS)
		c := &clock.Fixed{T: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
		people := account.People{Store: s, Clock: c}
		if err := people.GrantEditor(t.Context(), "giulia@example.org", "Giulia Città", "it", "filo-comune"); err != nil {
			t.Fatal(err)
		}
		door := account.Entrance{Store: s, Outbox: s, Clock: c, EnterURL: func(_, token string) string { return "https://telaio.example/entra/" + token }}
		if err := door.Ask(t.Context(), account.Asked{Email: "giulia@example.org", Language: "it", BrowserKey: "laptop"}); err != nil {
			t.Fatal(err)
		}

		var log bytes.Buffer
		witness := &witness{Post: post(t, server.carrier(t, startTLS, "telaio:segreta@"))}
		worker := &job.Runner{Store: s, Clock: c, Log: slog.New(slog.NewTextHandler(&log, nil)), Post: witness}
		deliver(t, worker)
		if got := server.messages(); len(got) != 0 || !strings.Contains(log.String(), "letter put back") {
			t.Fatalf("after a refusal: %d messages\n%s", len(got), &log)
		}
		if err := s.PutBack(t.Context(), witness.last, 0); err != nil { // instead of waiting
			t.Fatal(err)
		}
		server.relent()
		deliver(t, worker)
		got := server.messages()
		if len(got) != 1 {
			t.Fatalf("%d messages; want 1\n%s", len(got), &log)
		}
		link := regexp.MustCompile(`https://telaio\.example/entra/(\S+)`).FindStringSubmatch(plainPart(t, got[0]))
		if link == nil {
			t.Fatalf("no link in:\n%s", got[0])
		}
		if _, err := door.Enter(t.Context(), account.Key{Token: link[1], BrowserKey: "laptop"}); err != nil {
			t.Errorf("the link of the mail: %v", err)
		}
		if waiting, err := s.LettersWait(t.Context()); waiting || err != nil {
			t.Errorf("letters wait: %v, %v; want none", waiting, err)
		}
		if strings.Contains(log.String(), "giulia") || strings.Contains(log.String(), "segreta") {
			t.Errorf("the log names the receiver or the password:\n%s", &log)
		}
	})
}

func deliver(t *testing.T, worker *job.Runner) {
	t.Helper()
	if worked, err := worker.DeliverNext(t.Context(), "node"); !worked || err != nil {
		t.Fatalf("DeliverNext = %v, %v; want one letter handled", worked, err)
	}
}

// plainPart returns the text part of a message as its reader sees it.
func plainPart(t *testing.T, raw string) string {
	t.Helper()
	_, raw, _ = strings.Cut(raw, "\n") // the server's own first line
	m, err := netmail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	part, err := multipart.NewReader(m.Body, params["boundary"]).NextPart()
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
