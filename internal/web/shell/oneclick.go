package shell

import (
	"io"
	"net/http"
)

// OneClick reports whether a mail program asks, for its reader, that the mails
// which the address stands for come no more (RFC 8058).
func OneClick(r *http.Request) bool { return r.PostFormValue("List-Unsubscribe") == "One-Click" }

// Line answers a program that wants no page with the message of the key.
func (v *Visit) Line(w http.ResponseWriter, key string) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, v.T(key)+"\n") // nobody is left to tell
	return nil
}
