package account

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"telaio/internal/audit"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/letter"
	"telaio/internal/secret"
)

// EntranceStore is what signing in needs kept.
type EntranceStore interface {
	InTx(ctx context.Context, fn func(context.Context) error) error
	AppendAudit(ctx context.Context, e audit.Entry) error
	// TakeMailSlot reports whether the address may get a mail at now: not if it
	// got three since.
	TakeMailSlot(ctx context.Context, addressHash string, now, since time.Time) (bool, error)
	PersonByEmail(ctx context.Context, email string) (Person, error)
	AddPass(ctx context.Context, p Pass) error
	Pass(ctx context.Context, tokenHash string) (Pass, error)
	PassesOfBrowser(ctx context.Context, browserHash string) ([]Pass, error)
	// CountTry reports whether the pass may be tried once more, and counts it.
	CountTry(ctx context.Context, tokenHash string, most int) (bool, error)
	// UsePass marks the pass as used and reports whether it was not before.
	UsePass(ctx context.Context, tokenHash string, now time.Time) (bool, error)
	AddPerson(ctx context.Context, p Person) error
	AddSession(ctx context.Context, s Session) error
	EndSessionByToken(ctx context.Context, tokenHash string) error
}

// Entrance lets people in without a password.
type Entrance struct {
	Store  EntranceStore
	Outbox letter.Outbox
	Clock  clock.Clock
	// EnterURL is the whole address of the page that a token opens.
	EnterURL func(language, token string) string
}

// Asked is what someone gives who wants to come in.
type Asked struct {
	Email      string
	Language   string
	BrowserKey string
	Next       string // page to go to afterwards, of this site
}

// Ask mails a way in. Whether the address is known makes no difference that the
// asker can see: the same answer, the same work, a mail in both cases.
func (e Entrance) Ask(ctx context.Context, asked Asked) error {
	return e.mail(ctx, asked, Newcomer{}, func(email string, person Person, token, code string) letter.Letter {
		return e.letter(email, asked.Language, person, token, code)
	})
}

// mail keeps a pass and sends the letter that opens it.
func (e Entrance) mail(ctx context.Context, asked Asked, guest Newcomer, write func(email string, person Person, token, code string) letter.Letter) error {
	email, err := CleanEmail(asked.Email)
	if err != nil {
		return err
	}
	now := e.Clock.Now()
	return e.Store.InTx(ctx, func(ctx context.Context) error {
		free, err := e.Store.TakeMailSlot(ctx, secret.Hash(email), now, now.Add(-MailWindow))
		if err != nil || !free {
			return err
		}
		person, err := e.Store.PersonByEmail(ctx, email)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return fmt.Errorf("look for a person: %w", err)
		}
		token, code := secret.Token(), secret.Code()
		pass := Pass{
			TokenHash: secret.Hash(token), PersonID: person.ID, BrowserHash: secret.Hash(asked.BrowserKey),
			CodeByBrowser: BindCode(asked.BrowserKey, code), CodeByToken: BindCode(token, code),
			Next: asked.Next, CreatedAt: now, ExpiresAt: now.Add(MailedLife),
		}
		if person.ID == "" {
			pass.Newcomer = guest
		}
		if err := e.Store.AddPass(ctx, pass); err != nil {
			return fmt.Errorf("keep a pass: %w", err)
		}
		return e.Outbox.Send(ctx, write(email, person, token, code))
	})
}

// letter tells the owner of the address how to come in, or that nobody here has
// this address. The person's own language wins over that of the page.
func (e Entrance) letter(email, language string, person Person, token, code string) letter.Letter {
	if person.ID == "" {
		return letter.Letter{To: email, Language: language, Template: "sign_in_unknown"}
	}
	if person.Language != "" {
		language = person.Language
	}
	return letter.Letter{
		To: email, Name: person.Name, Language: language, Template: "sign_in",
		Values: map[string]string{
			"Link": e.EnterURL(language, token), "Code": code, "Minutes": strconv.Itoa(int(MailedLife.Minutes())),
		},
	}
}

// LoginLink makes a link for an operator to hand over. It may be used once,
// from any browser, within PrintedLife.
func (e Entrance) LoginLink(ctx context.Context, email string) (string, error) {
	email, err := CleanEmail(email)
	if err != nil {
		return "", err
	}
	person, err := e.Store.PersonByEmail(ctx, email)
	if err != nil {
		return "", fmt.Errorf("look for a person: %w", err)
	}
	token, now := secret.Token(), e.Clock.Now()
	pass := Pass{TokenHash: secret.Hash(token), PersonID: person.ID, CreatedAt: now, ExpiresAt: now.Add(PrintedLife)}
	if err := e.Store.AddPass(ctx, pass); err != nil {
		return "", fmt.Errorf("keep a pass: %w", err)
	}
	return e.EnterURL(person.Language, token), nil
}

// Look tells what a link needs, without using it: needsCode is true in another
// browser than the one that asked. A link that does not work is fault.Expired.
func (e Entrance) Look(ctx context.Context, token, browserKey string) (needsCode bool, err error) {
	pass, err := e.open(ctx, token)
	return err == nil && !pass.BoundTo(browserKey), err
}

func (e Entrance) open(ctx context.Context, token string) (Pass, error) {
	pass, err := e.Store.Pass(ctx, secret.Hash(token))
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return pass, expired()
	case err != nil:
		return pass, fmt.Errorf("look for a pass: %w", err)
	case !pass.Open(e.Clock.Now()):
		return pass, expired()
	}
	return pass, nil
}

func expired() error { return fault.New(fault.Expired, "account.link_expired") }
