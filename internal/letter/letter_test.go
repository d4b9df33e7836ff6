package letter

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const invitation = `it:
  subject: "Ciao {{.Name}}"
  title: Ecco il link
  body: |
    Ciao {{.Name}}, vale **dieci minuti**
    e il codice è ` + "`{{.Code}}`" + `.

    {{.Message}}
  button: {label: Entra, link: "{{.Link}}"}
  after: |
    Oppure copia:

    {{.Link}}
en:
  subject: Hello {{.Name}}
  title: The link
  body: "{{.Message}} {{.Code}}"
  button: {label: Enter, link: "{{.Link}}"}
`

func parsed(t *testing.T, raw string) *Template {
	t.Helper()
	template, problems := Parse("mail/invitation.yaml", "invitation", []byte(raw))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return template
}

func invite(changes map[string]string) Letter {
	values := map[string]string{"Code": "7Q2K-M4XD", "Message": "Benvenuta", "Link": "https://telaio.example/entra/abc"}
	for name, value := range changes {
		values[name] = value
	}
	return Letter{To: "giulia@example.org", Name: "Giulia", Language: "it", Template: "invitation", Values: values}
}

func TestWrite(t *testing.T) {
	got, err := parsed(t, invitation).Write(invite(nil))
	if err != nil {
		t.Fatal(err)
	}
	want := Written{
		Subject: "Ciao Giulia", Title: "Ecco il link",
		Body: []Paragraph{
			{{Text: "Ciao Giulia, vale "}, {Text: "dieci minuti", Strong: true}, {Text: " e il codice è "}, {Text: "7Q2K-M4XD", Code: true}, {Text: "."}},
			{{Text: "Benvenuta"}},
		},
		Button: Button{Label: "Entra", Link: "https://telaio.example/entra/abc"},
		After:  []Paragraph{{{Text: "Oppure copia:"}}, {{Text: "https://telaio.example/entra/abc", Link: true}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("letter (-want +got):\n%s", diff)
	}
}

func TestWrite_takesNoMarksFromValues(t *testing.T) {
	got, err := parsed(t, invitation).Write(invite(map[string]string{"Message": "**urgente** `rm` <b>\r\n\r\nseconda riga\x07", "Code": "{{.Link}}"}))
	if err != nil {
		t.Fatal(err)
	}
	want := Paragraph{{Text: "**urgente** `rm` <b>"}, {Break: true}, {Break: true}, {Text: "seconda riga"}}
	if diff := cmp.Diff(want, got.Body[1]); diff != "" {
		t.Errorf("paragraph (-want +got):\n%s", diff)
	}
	if got.Body[0][3].Text != "{{.Link}}" {
		t.Errorf("a value was executed: %q", got.Body[0][3].Text)
	}
}

func TestWrite_linksOnlyTheButtonsAddress(t *testing.T) {
	got, err := parsed(t, invitation).Write(invite(map[string]string{"Message": "https://example.org/phishing"}))
	if err != nil {
		t.Fatal(err)
	}
	if got.Body[1][0].Link {
		t.Error("an address in a value became a link")
	}
}

func TestWrite_keepsTheSubjectOnOneLine(t *testing.T) {
	l := invite(nil)
	l.Name = "Giulia\r\nBcc: everyone@example.org"
	got, err := parsed(t, invitation).Write(l)
	if err != nil {
		t.Fatal(err)
	}
	if got.Subject != "Ciao Giulia Bcc: everyone@example.org" {
		t.Errorf("subject = %q; want one line", got.Subject)
	}
}

func TestWrite_refusesWhatCannotBeSent(t *testing.T) {
	missing := invite(nil)
	delete(missing.Values, "Code")
	for name, l := range map[string]Letter{
		"a missing value":    missing,
		"a script as a link": invite(map[string]string{"Link": "javascript:alert(1)"}),
		"no host":            invite(map[string]string{"Link": "https:///entra"}),
	} {
		if _, err := parsed(t, invitation).Write(l); !errors.Is(err, ErrUndeliverable) {
			t.Errorf("%s: %v; want undeliverable", name, err)
		}
	}
}

func TestWrite_inItalianWhenTheLanguageIsUnknown(t *testing.T) {
	l := invite(nil)
	l.Language = "xx"
	if got, err := parsed(t, invitation).Write(l); err != nil || got.Title != "Ecco il link" {
		t.Errorf("Write = %q, %v; want the Italian title", got.Title, err)
	}
}

func TestParse_saysWhatIsWrong(t *testing.T) {
	const english = "en: {subject: S, title: T, body: B}\n"
	for name, test := range map[string]struct{ raw, want string }{
		"a language is missing":    {english, `mail/x.yaml:1: the letter has no words in language "it"`},
		"no subject":               {"it: {title: T, body: B}\n" + english, "mail/x.yaml:1: it.subject has no words"},
		"a broken value":           {"it:\n  subject: S\n  title: T\n  body: 'Ciao {{.Name'\n" + english, "mail/x.yaml:4: body:1: unclosed action"},
		"other values":             {"it:\n  {subject: S, title: T, body: '{{.Nome}}'}\n" + english, "mail/x.yaml:1: the languages use different values: [Nome] and []"},
		"a button without a link":  {"it:\n  {subject: S, title: T, body: B, button: {label: L}}\n" + english, "mail/x.yaml:2: a button needs both a label and a link"},
		"a key that means nothing": {"it: {subject: S, title: T, body: B, colour: red}\n" + english, "mail/x.yaml:1: "},
	} {
		_, problems := Parse("mail/x.yaml", "x", []byte(test.raw))
		if len(problems) != 1 || !strings.HasPrefix(problems[0].String(), test.want) {
			t.Errorf("%s: %v; want %q", name, problems, test.want)
		}
	}
}

func FuzzWrite(f *testing.F) {
	f.Add("Giulia", "ciao **a** `b`\n\nc")
	f.Add("\r\nBcc: a@b", "\ue000\ue001\ue002")
	template, _ := Parse("f", "f", []byte(invitation))
	f.Fuzz(func(t *testing.T, name, message string) {
		l := invite(map[string]string{"Message": message})
		l.Name = name
		got, err := template.Write(l)
		if err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(got.Subject, "\r\n\x00") {
			t.Errorf("subject %q has more than one line", got.Subject)
		}
		for _, p := range got.Body[1:] {
			for _, r := range p {
				if r.Strong || r.Code || r.Link {
					t.Errorf("message %q has a mark: %+v", message, r)
				}
			}
		}
	})
}

func TestWrite_offersWhatElseCanBeDone(t *testing.T) {
	const others = `
  others:
    - {label: Dopo, link: "{{.Link}}#later"}
    - {label: Mai, link: "{{.Link}}#never"}
`
	got, err := parsed(t, strings.Replace(invitation, "\n  after:", others+"  after:", 1)).Write(invite(nil))
	want := []Button{{"Dopo", "https://telaio.example/entra/abc#later"}, {"Mai", "https://telaio.example/entra/abc#never"}}
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got.Others); diff != "" {
		t.Errorf("others (-want +got):\n%s", diff)
	}
}

func TestWrite_linksToTheSiteAndToNothingElse(t *testing.T) {
	got, err := parsed(t, invitation).Write(invite(map[string]string{
		"Message": "Leggi https://telaio.example/organizzazioni/oz. Non https://telaio.example.evil.example/x né https://altrove.example/y",
	}))
	if err != nil {
		t.Fatal(err)
	}
	var linked []string
	for _, run := range got.Body[1] {
		if run.Link {
			linked = append(linked, run.Text)
		}
	}
	if diff := cmp.Diff([]string{"https://telaio.example/organizzazioni/oz"}, linked); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
}
