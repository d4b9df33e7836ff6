package account

import (
	"context"
	"fmt"

	"telaio/internal/audit"
	"telaio/internal/fault"
	"telaio/internal/secret"
)

// Key is what someone holds who wants to come in: the token of a link or only
// the browser that asked, and a code where that is not enough.
type Key struct {
	Token      string
	BrowserKey string
	Code       string
	Device     string // for the list of one's sessions
	OldSession string // token of the session that the browser had, "" = none
}

// Entered is what a browser is given that was let in.
type Entered struct {
	SessionToken string
	Next         string
}

// Enter uses a link. In another browser than the one that asked it takes the
// code of the mail too.
func (e Entrance) Enter(ctx context.Context, key Key) (Entered, error) {
	pass, err := e.open(ctx, key.Token)
	if err != nil {
		return Entered{}, err
	}
	if !pass.BoundTo(key.BrowserKey) {
		if err := e.try(ctx, pass, key.Code, key.Token); err != nil {
			return Entered{}, err
		}
	}
	return e.admit(ctx, pass, key)
}

// EnterByCode uses the code of a mail in the browser that asked for it.
func (e Entrance) EnterByCode(ctx context.Context, key Key) (Entered, error) {
	passes, err := e.Store.PassesOfBrowser(ctx, secret.Hash(key.BrowserKey))
	if err != nil {
		return Entered{}, fmt.Errorf("look for a pass: %w", err)
	}
	refusal := expired()
	for _, pass := range passes {
		if key.BrowserKey == "" || !pass.Open(e.Clock.Now()) {
			continue
		}
		err := e.try(ctx, pass, key.Code, key.BrowserKey)
		if err == nil {
			return e.admit(ctx, pass, key)
		}
		if fault.KindOf(refusal) == fault.Expired {
			refusal = err // a wrong code says more than an old link
		}
	}
	return Entered{}, refusal
}

// try counts the attempt first, whatever comes of it, so that no number of
// parallel guesses gets more than MostTries.
func (e Entrance) try(ctx context.Context, pass Pass, code, key string) error {
	if code == "" {
		return wrongCode("account.code_missing")
	}
	allowed, err := e.Store.CountTry(ctx, pass.TokenHash, MostTries)
	if err != nil {
		return fmt.Errorf("count a try: %w", err)
	}
	if !allowed {
		return expired()
	}
	if !pass.Opens(code, key) {
		return wrongCode("account.code_wrong")
	}
	return nil
}

func wrongCode(key string) error {
	return fault.InvalidFields(map[string]fault.Message{"code": {Key: key}})
}

// admit uses the pass up and opens a session under a new token. Of several who
// use the same pass at once, one is let in.
func (e Entrance) admit(ctx context.Context, pass Pass, key Key) (Entered, error) {
	if !pass.admits() {
		return Entered{}, expired()
	}
	token, now := secret.Token(), e.Clock.Now()
	session := Session{ID: secret.ID(), TokenHash: secret.Hash(token), Device: key.Device, CreatedAt: now, SeenAt: now}
	err := e.Store.InTx(ctx, func(ctx context.Context) error {
		first, err := e.Store.UsePass(ctx, pass.TokenHash, now)
		if err != nil {
			return fmt.Errorf("use a pass: %w", err)
		}
		if !first {
			return expired()
		}
		if session.PersonID, err = e.personOf(ctx, pass); err != nil {
			return err
		}
		if key.OldSession != "" {
			if err := e.Store.EndSessionByToken(ctx, secret.Hash(key.OldSession)); err != nil {
				return fmt.Errorf("end the old session: %w", err)
			}
		}
		if err := e.Store.AddSession(ctx, session); err != nil {
			return fmt.Errorf("open a session: %w", err)
		}
		return e.Store.AppendAudit(ctx, audit.Entry{At: now, Actor: session.PersonID, Action: "session.opened", Object: "person:" + session.PersonID})
	})
	if err != nil {
		return Entered{}, err
	}
	return Entered{SessionToken: token, Next: pass.Next}, nil
}
