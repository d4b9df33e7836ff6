// Package mail lays letters out as text and HTML and carries them: by SMTP, or
// into a folder where there is none.
package mail

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"telaio/internal/clock"
	"telaio/internal/i18n"
	"telaio/internal/letter"
)

// Carrier takes a message to where it is read.
type Carrier interface {
	Carry(ctx context.Context, m *gomail.Msg) error
}

// Post delivers letters.
type Post struct {
	Templates map[string]*letter.Template
	Messages  *i18n.Catalogue
	From      mail.Address
	HelpMail  string // where answers go
	Clock     clock.Clock
	Carrier   Carrier
}

// Deliver writes the letter and has it carried. An error that is
// letter.ErrUndeliverable will not go away; no error names the receiver.
func (p Post) Deliver(ctx context.Context, w letter.Waiting) error {
	template, ok := p.Templates[w.Template]
	if !ok {
		// While nodes are renewed one by one, a letter of a new kind waits for a new one.
		return fmt.Errorf("letter %s: there is no such template", w.Template)
	}
	written, err := template.Write(w.Letter)
	if err != nil {
		return err
	}
	message, err := p.message(ctx, w, written)
	if err != nil {
		return err
	}
	if err := p.Carrier.Carry(ctx, message); err != nil {
		return fmt.Errorf("carry letter %s: %w", w.Template, err)
	}
	return nil
}

// message puts headers and both parts together. The Message-ID is the letter's
// own: who gets it twice can tell.
func (p Post) message(ctx context.Context, w letter.Waiting, written letter.Written) (*gomail.Msg, error) {
	frame := p.frame(w, written)
	var html strings.Builder
	if err := document(frame).Render(ctx, &html); err != nil {
		return nil, fmt.Errorf("lay letter %s out: %w", w.Template, err)
	}
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := errors.Join(m.FromFormat(p.From.Name, p.From.Address), m.ReplyTo(p.HelpMail)); err != nil {
		return nil, fmt.Errorf("letter %s: the sender's address: %w", w.Template, err)
	}
	if err := m.AddToFormat(oneLine(w.Name), w.To); err != nil {
		return nil, fmt.Errorf("letter %s: %w: the receiver's address cannot be read", w.Template, letter.ErrUndeliverable)
	}
	_, domain, _ := strings.Cut(p.From.Address, "@")
	m.SetMessageIDWithValue(w.ID + "@" + domain)
	m.SetDateWithValue(p.Clock.Now())
	m.Subject(written.Subject)
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	if w.Stop != "" { // RFC 2369 and RFC 8058
		m.SetGenHeader("List-Unsubscribe", "<"+w.Stop+">")
		m.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	m.SetGenHeader("Content-Language", string(frame.Language))
	m.SetBodyString(gomail.TypeTextPlain, text(frame))
	m.AddAlternativeString(gomail.TypeTextHTML, html.String())
	return m, nil
}

// frame is a letter and what stands around every letter.
type frame struct {
	letter.Written
	*i18n.Printer
	Help string
}

func (p Post) frame(w letter.Waiting, written letter.Written) frame {
	return frame{Written: written, Printer: p.Messages.Printer(i18n.Language(w.Language)), Help: p.HelpMail}
}

func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }), " ")
}
