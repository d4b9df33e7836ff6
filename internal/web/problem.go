package web

import (
	"encoding/json"
	"net/http"
	"strings"

	"golang.org/x/text/language"

	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/web/part/opendata"
	"telaio/internal/web/shell"
)

// forPrograms reports whether programs ask at the address, and want a failure
// in words that they can read.
func forPrograms(path string) bool {
	for _, at := range []string{"/api/v1", "/hsds", "/murmurations"} {
		if path == at || strings.HasPrefix(path, at+"/") {
			return true
		}
	}
	return false
}

// allowPrograms answers the browser that asks whether a script of another site
// may send a request with headers of its own, such as If-None-Match. It never
// lets one use a reader's cookies.
func allowPrograms(w http.ResponseWriter) {
	header := w.Header()
	header.Set("Access-Control-Allow-Origin", "*")
	header.Set("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
	header.Set("Access-Control-Allow-Headers", "Accept, Accept-Language, If-Match, If-Modified-Since, If-None-Match, If-Range, Range")
	header.Set("Access-Control-Max-Age", "86400")
	w.WriteHeader(http.StatusNoContent)
}

// tellProgram answers with a problem (RFC 9457) that says what is wrong in the
// reader's language.
func tellProgram(w http.ResponseWriter, v *shell.Visit, refusal *fault.Error) {
	key, status := refusal.Message.Key, shell.StatusOf(refusal.Kind)
	if !strings.HasPrefix(key, "problem.") {
		key = "problem." + strings.TrimPrefix(key, "error.")
	}
	if !v.Has(key) {
		key = problemOf(status)
	}
	p := shell.Problem{
		Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: v.T(key, refusal.Message.Args), Instance: "urn:request:" + v.Request,
	}
	if refusal.Successor != "" {
		p.Successor = refusal.Successor
	}
	raw, err := json.Marshal(p)
	if err != nil { // texts and numbers can be written
		http.Error(w, p.Detail, status)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "application/problem+json")
	header.Set("Content-Language", string(v.Language))
	opendata.OpenToAll(header)
	w.WriteHeader(status)
	_, _ = w.Write(raw) // when it fails the program has gone: nobody is left to tell
}

// languageForProgram is what the program accepts, at last English.
func languageForProgram(accepted string) i18n.Language {
	wanted, _, err := language.ParseAcceptLanguage(accepted)
	if err != nil || len(wanted) == 0 {
		return i18n.English
	}
	if base, _ := wanted[0].Base(); base.String() == string(i18n.Italian) {
		return i18n.Italian
	}
	return i18n.English
}

// problemOf is the sentence for a status that nothing more is known of.
func problemOf(status int) string {
	if status >= http.StatusInternalServerError {
		return "problem.internal"
	}
	return "problem.malformed"
}
