package shell

import (
	"net/http"
	"strings"

	"telaio/internal/secret"
)

// Cookies names and writes the site's cookies. On https they carry the __Host-
// prefix and Secure; plain http is for a machine's own loopback only.
type Cookies struct{ Secure bool }

// NewCookies returns the cookies of a site at baseURL.
func NewCookies(baseURL string) Cookies {
	return Cookies{Secure: strings.HasPrefix(baseURL, "https://")}
}

// Get returns the value of the named cookie, "" if there is none.
func (c Cookies) Get(r *http.Request, name string) string {
	cookie, err := r.Cookie(c.name(name))
	if err != nil {
		return ""
	}
	return cookie.Value
}

// Set writes a cookie that scripts cannot read; maxAge is in seconds.
func (c Cookies) Set(w http.ResponseWriter, name, value string, maxAge int) {
	http.SetCookie(w, &http.Cookie{
		Name: c.name(name), Value: value, Path: "/", MaxAge: maxAge,
		Secure: c.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// Clear removes a cookie.
func (c Cookies) Clear(w http.ResponseWriter, name string) { c.Set(w, name, "", -1) }

// browserCookie holds a random key of the browser. It opens the drafts that
// this browser began or resumed, and binds a sign-in link to who asked for it.
const browserCookie = "browser"

// Browser returns the browser's key, "" if it has none yet.
func (c Cookies) Browser(r *http.Request) string { return c.Get(r, browserCookie) }

// EnsureBrowser returns the browser's key and gives it one if it has none.
func (c Cookies) EnsureBrowser(w http.ResponseWriter, r *http.Request) string {
	if key := c.Browser(r); key != "" {
		return key
	}
	key := secret.Token()
	c.Set(w, browserCookie, key, 180*24*60*60)
	return key
}

func (c Cookies) name(name string) string {
	if c.Secure {
		return "__Host-telaio-" + name
	}
	return "telaio-" + name
}

// sessionCookie holds the token of a session.
const sessionCookie = "session"

// sessionAge is the longest that a browser keeps the cookie. The session ends
// on the server, mostly earlier.
const sessionAge = 90 * 24 * 60 * 60

// Session returns the token of the browser's session, "" if it has none.
func (c Cookies) Session(r *http.Request) string { return c.Get(r, sessionCookie) }

// SetSession gives the browser the token of a session.
func (c Cookies) SetSession(w http.ResponseWriter, token string) {
	c.Set(w, sessionCookie, token, sessionAge)
}

// EndSession takes the token away from the browser.
func (c Cookies) EndSession(w http.ResponseWriter) { c.Clear(w, sessionCookie) }
