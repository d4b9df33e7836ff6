// Package autosave answers the script that saves a form while somebody fills it
// in. The same address answers a button with a page.
package autosave

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"telaio/internal/web/shell"
)

// answer is what the script reads.
type answer struct {
	Saved   bool   `json:"saved"`
	Number  int    `json:"number,omitempty"`
	Message string `json:"message"`
}

// Asked reports whether the script asks, and not a button.
func Asked(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "application/json")
}

// Saved says when the form was saved, and the number of what is stored now, which
// the next save starts from.
func Saved(w http.ResponseWriter, v *shell.Visit, number int, at time.Time) error {
	message := v.T("participate.saved_at", map[string]any{"Time": v.Time(at)})
	return write(w, http.StatusOK, answer{Saved: true, Number: number, Message: message})
}

// NotSaved says in a sentence why the form was not saved.
func NotSaved(w http.ResponseWriter, status int, why string) error {
	return write(w, status, answer{Message: why})
}

func write(w http.ResponseWriter, status int, a answer) error {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(a) // nobody is left to tell
	return nil
}
