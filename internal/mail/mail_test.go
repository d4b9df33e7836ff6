package mail

import (
	"bytes"
	"context"
	"errors"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gomail "github.com/wneessen/go-mail"

	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/letter"
	"telaio/internal/testkit"
)

// pile is a Carrier that keeps what it was given.
type pile struct{ messages []string }

func (p *pile) Carry(_ context.Context, m *gomail.Msg) error {
	m.SetEncoding(gomail.NoEncoding)
	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		return err
	}
	p.messages = append(p.messages, b.String())
	return nil
}

func post(t *testing.T, c Carrier) Post {
	t.Helper()
	library := testkit.Library(t)
	return Post{
		Templates: library.Letters, Messages: library.Messages, HelpMail: "aiuto@telaio.example",
		From:  netmail.Address{Name: "Telaio", Address: "telaio@telaio.example"},
		Clock: &clock.Fixed{T: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}, Carrier: c,
	}
}

func signIn(language string) letter.Waiting {
	return letter.Waiting{ID: "k3j5l7n2p4r6t8v2x4z6", Letter: letter.Letter{
		To: "giulia@example.org", Name: "Giulia", Language: language, Template: "sign_in",
		Values: map[string]string{"Link": "https://telaio.example/entra/abc_DEF-123", "Code": "7Q2K-M4XD", "Minutes": "10"},
	}}
}

func TestDeliver_golden(t *testing.T) {
	for _, language := range []string{"it", "en"} {
		p := post(t, nil)
		w := signIn(language)
		written, err := p.Templates["sign_in"].Write(w.Letter)
		if err != nil {
			t.Fatal(err)
		}
		var html strings.Builder
		if err := document(p.frame(w, written)).Render(t.Context(), &html); err != nil {
			t.Fatal(err)
		}
		testkit.Golden(t, "sign_in."+language+".html", html.String())
		testkit.Golden(t, "sign_in."+language+".txt", text(p.frame(w, written)))
	}
}

func TestDeliver_givesEachMessageItsHeaders(t *testing.T) {
	var got pile
	p := post(t, &got)
	for range 2 {
		if err := p.Deliver(t.Context(), signIn("it")); err != nil {
			t.Fatal(err)
		}
	}
	for _, raw := range got.messages {
		m, err := netmail.ReadMessage(strings.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		for header, want := range map[string]string{
			"From": `"Telaio" <telaio@telaio.example>`, "To": `"Giulia" <giulia@example.org>`, "Reply-To": "<aiuto@telaio.example>",
			"Subject": "Il tuo link per entrare in Telaio", "Message-Id": "<k3j5l7n2p4r6t8v2x4z6@telaio.example>",
			"Date": "Sun, 22 Nov 2026 12:00:00 +0000", "Auto-Submitted": "auto-generated", "Content-Language": "it",
		} {
			if m.Header.Get(header) != want {
				t.Errorf("%s = %q; want %q", header, m.Header.Get(header), want)
			}
		}
		if !strings.HasPrefix(m.Header.Get("Content-Type"), "multipart/alternative") || len(raw) > 14<<10 {
			t.Errorf("Content-Type %q, %d bytes", m.Header.Get("Content-Type"), len(raw))
		}
	}
}

func TestHTML_isSmallAndFetchesNothing(t *testing.T) {
	for name, template := range post(t, nil).Templates {
		raw := renderAny(t, template)
		if len(raw) > 10<<10 {
			t.Errorf("%s: %d bytes; want at most 10 KB", name, len(raw))
		}
		for _, banned := range []string{"<img", "<script", "src=", "url(", "@import", "<link"} {
			if strings.Contains(raw, banned) {
				t.Errorf("%s: the letter has %s", name, banned)
			}
		}
	}
}

// renderAny lays a template out with some text for each value.
func renderAny(t *testing.T, template *letter.Template) string {
	t.Helper()
	p := post(t, nil)
	values := map[string]string{}
	for _, name := range template.Values() {
		values[name] = "https://telaio.example/x"
	}
	l := letter.Letter{To: "a@example.org", Language: "it", Template: template.Name, Values: values}
	written, err := template.Write(l)
	if err != nil {
		t.Fatal(err)
	}
	var html strings.Builder
	if err := document(p.frame(letter.Waiting{Letter: l}, written)).Render(t.Context(), &html); err != nil {
		t.Fatal(err)
	}
	return html.String()
}

func TestDeliver_escapesWhatPeopleWrite(t *testing.T) {
	var got pile
	w := signIn("it")
	w.Name = "<b>Giulia</b>\r\nBcc: everyone@example.org"
	w.Values["Code"] = `"><script>alert(1)</script>`
	if err := post(t, &got).Deliver(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	m, err := netmail.ReadMessage(strings.NewReader(got.messages[0]))
	if err != nil {
		t.Fatal(err)
	}
	if m.Header.Get("Bcc") != "" {
		t.Error("a name added a header")
	}
	_, html, _ := strings.Cut(got.messages[0], "text/html")
	for _, banned := range []string{"<script", "<b>Giulia"} {
		if strings.Contains(html, banned) {
			t.Errorf("the HTML part has %q", banned)
		}
	}
}

func TestDeliver_knowsWhatNobodyCanDeliver(t *testing.T) {
	for name, change := range map[string]func(*letter.Waiting){
		"a missing value": func(w *letter.Waiting) { delete(w.Values, "Code") },
		"no address":      func(w *letter.Waiting) { w.To = "canary-address" },
	} {
		w := signIn("it")
		change(&w)
		err := post(t, &pile{}).Deliver(t.Context(), w)
		if !errors.Is(err, letter.ErrUndeliverable) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: %v; want undeliverable, without the address", name, err)
		}
	}
}

func TestDeliver_leavesALetterOfANewKindToANewerNode(t *testing.T) {
	w := signIn("it")
	w.Template = "of_tomorrow"
	if err := post(t, &pile{}).Deliver(t.Context(), w); err == nil || errors.Is(err, letter.ErrUndeliverable) {
		t.Errorf("Deliver = %v; want a failure that may pass", err)
	}
}

func TestFolder_keepsAndShowsMessages(t *testing.T) {
	folder := Folder{Dir: filepath.Join(t.TempDir(), "mail")}
	if kept, err := folder.List(10); len(kept) != 0 || err != nil {
		t.Errorf("List before any mail = %v, %v; want none", kept, err)
	}
	if err := post(t, folder).Deliver(t.Context(), signIn("it")); err != nil {
		t.Fatal(err)
	}
	kept, err := folder.List(10)
	if err != nil || len(kept) != 1 {
		t.Fatalf("List = %v, %v; want one", kept, err)
	}
	got := kept[0]
	if got.To != "giulia@example.org" || got.Subject != "Il tuo link per entrare in Telaio" || !strings.Contains(got.Text, "https://telaio.example/entra/abc_DEF-123\n") {
		t.Errorf("kept: %+v", got)
	}
	info, err := os.Stat(filepath.Join(folder.Dir, got.Name+".eml"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("file: %v, %v; want it closed to others", info.Mode(), err)
	}
	raw, _ := os.ReadFile(filepath.Join(folder.Dir, got.Name+".eml"))
	if !strings.Contains(string(raw), "https://telaio.example/entra/abc_DEF-123") {
		t.Error("the file cannot be read by people")
	}
	for _, name := range []string{"nothing", "../mail/" + got.Name, "/etc/passwd", ""} {
		if _, err := folder.Read(name); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Read(%q) = %v; want not found", name, err)
		}
	}
}
