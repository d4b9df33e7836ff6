package text

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"telaio/internal/web/shell"
)

// robots lets search engines read what is public and keeps them out of areas
// that hold nothing for them.
func (p Pages) robots(w http.ResponseWriter, _ *http.Request, v *shell.Visit) error {
	var text strings.Builder
	text.WriteString("User-agent: *\n")
	for _, path := range []string{"/redazione", "/area", "/stato/", "/en/status/", "/partecipa/", "/en/participate/", "/accedi", "/en/sign-in"} {
		text.WriteString("Disallow: " + path + "\n")
	}
	if v.Site.Paths.Has("sitemap") {
		text.WriteString("Sitemap: " + v.Absolute(v.Path("sitemap")) + "\n")
	}
	return plain(w, text.String())
}

// security says whom to tell of a weakness, as RFC 9116 asks. The answer is
// made anew each day, so that it never claims to hold for long.
func (p Pages) security(w http.ResponseWriter, _ *http.Request, v *shell.Visit) error {
	expires := p.Clock.Now().UTC().Truncate(24*time.Hour).AddDate(0, 3, 0)
	return plain(w, fmt.Sprintf("Contact: mailto:%s\nExpires: %s\nPreferred-Languages: it, en\nCanonical: %s\n",
		v.Site.HelpMail, expires.Format(time.RFC3339), v.Absolute(v.Path("security"))))
}

func plain(w http.ResponseWriter, text string) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, text) // when it fails the reader has gone
	return nil
}
