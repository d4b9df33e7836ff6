package web

import (
	"net/http"

	"telaio/internal/account"
	"telaio/internal/web/shell"
)

// CookieSessions knows who asks by the session cookie.
type CookieSessions struct {
	Sessions account.Sessions
	Cookies  shell.Cookies
}

// Subject returns the person whose session the cookie holds, or nobody.
func (c CookieSessions) Subject(r *http.Request) (account.Subject, error) {
	person, _, err := c.Sessions.Identify(r.Context(), c.Cookies.Session(r))
	return person.Subject(), err
}
