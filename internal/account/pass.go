package account

import (
	"crypto/subtle"
	"strings"
	"time"

	"telaio/internal/secret"
)

// How long a way in stays open, and how often it may be tried.
const (
	MailedLife  = 10 * time.Minute // a link in a mail
	PrintedLife = 12 * time.Hour   // a link that an operator prints in the terminal
	MostTries   = 5                // of a code
	MostMails   = 3                // to one address in MailWindow
	MailWindow  = time.Hour
)

// Pass is a way in: a link and a code, of which only hashes are kept. Whoever
// has the link needs the browser that asked for it, or the code. Whoever has
// the browser needs the link or the code.
type Pass struct {
	TokenHash     string
	PersonID      string   // "" = it was asked for with an address that is nobody's
	Newcomer      Newcomer // who is given an account on the way in; zero = nobody
	BrowserHash   string   // of the browser that asked; "" = any browser may use it
	CodeByBrowser string   // hash of the browser's key and the code
	CodeByToken   string   // hash of the link's token and the code
	Next          string   // page to go to
	Tries         int
	CreatedAt     time.Time
	ExpiresAt     time.Time
	UsedAt        time.Time // zero = not yet
}

// Open reports whether the pass can still be used.
func (p Pass) Open(now time.Time) bool {
	return p.UsedAt.IsZero() && now.Before(p.ExpiresAt) && p.Tries < MostTries
}

// BoundTo reports whether the browser may use the pass without its code.
func (p Pass) BoundTo(browserKey string) bool {
	return p.BrowserHash == "" || (browserKey != "" && same(p.BrowserHash, secret.Hash(browserKey)))
}

// Opens reports whether the code belongs to the pass, given the key that the
// person holds beside it: the token of the link or the browser's key.
func (p Pass) Opens(code, key string) bool {
	hash := BindCode(key, code)
	return p.admits() && (same(p.CodeByBrowser, hash) || same(p.CodeByToken, hash))
}

// admits reports whether the pass lets anybody in.
func (p Pass) admits() bool { return p.PersonID != "" || p.Newcomer.Email != "" }

// BindCode returns the hash of a code bound to a key of 256 bits, so that a stolen database does
// not give away a code of 40.
func BindCode(key, code string) string {
	clean := strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' || r == '\u00a0' || r == '\u2011' {
			return -1
		}
		return r
	}, strings.ToUpper(strings.TrimSpace(code)))
	return secret.Hash(key + ":" + clean)
}

func same(a, b string) bool {
	return a != "" && subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}
