package web

import (
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/secret"
	"telaio/internal/web/shell"
)

// handler is what every request passes through, known page or not.
type handler struct {
	server *Server
	mux    *http.ServeMux
	open   map[string]bool // by the mux's pattern: whether scripts of other sites may read there
	guard  *http.CrossOriginProtection

	protection http.Header // of every answer
}

// ServeHTTP answers with the security headers, a page for every failure and one
// line in the log that says nothing about the reader.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := time.Now() //nolint:forbidigo // measures the duration, decides nothing
	answer := &answer{ResponseWriter: w, request: secret.ID()}
	answer.Header().Set("X-Request-Id", answer.request)
	maps.Copy(answer.Header(), h.protection) // a page may loosen one that it has a reason to
	defer func() {
		h.server.Log.LogAttrs(r.Context(), slog.LevelInfo, "request",
			slog.String("route", r.Pattern), slog.String("method", knownMethod(r.Method)), slog.Int("status", answer.status()),
			slog.Float64("ms", float64(time.Since(began).Microseconds())/1000), slog.String("request", answer.request))
	}()
	defer h.recover(answer, r)
	if err := h.route(answer, r); err != nil {
		h.server.fail(answer, r, h.server.visit(answer, r, languageOf(r)), err)
	}
}

// route hands the request to its page. What has no page is an error.
func (h *handler) route(w *answer, r *http.Request) error {
	if !isText(r.URL.Path) {
		return fault.New(fault.Malformed, "error.malformed")
	}
	if err := h.guard.Check(r); err != nil {
		return fault.Wrap(fault.Denied, "error.cross_origin", err)
	}
	if r.Method == http.MethodOptions && (forPrograms(r.URL.Path) || h.isOpen(r)) {
		allowPrograms(w)
		return nil
	}
	if _, pattern := h.mux.Handler(r); pattern != "" {
		h.mux.ServeHTTP(w, r)
		return nil
	}
	return h.missing(w, r)
}

// isOpen reports whether scripts of any site may read what is at the address.
func (h *handler) isOpen(r *http.Request) bool {
	reading := r.Clone(r.Context())
	reading.Method = http.MethodGet
	_, pattern := h.mux.Handler(reading)
	return h.open[pattern]
}

// missing tells a page that does not exist from one that wants another method,
// and forgives a final slash.
func (h *handler) missing(w http.ResponseWriter, r *http.Request) error {
	trial := httptest.NewRecorder()
	h.mux.ServeHTTP(trial, r)
	if trial.Code == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", trial.Header().Get("Allow"))
		return fault.New(fault.BadMethod, "error.bad_method")
	}
	trimmed := strings.TrimRight(r.URL.Path, "/")
	if trimmed != r.URL.Path && shell.LocalPath(trimmed) != "" {
		other := r.Clone(r.Context())
		other.URL.Path, other.URL.RawPath = trimmed, ""
		if _, pattern := h.mux.Handler(other); pattern != "" {
			http.Redirect(w, r, other.URL.RequestURI(), http.StatusPermanentRedirect)
			return nil
		}
	}
	return fault.New(fault.NotFound, "error.not_found")
}

// recover turns a panic into an error page, if no page has begun.
func (h *handler) recover(w *answer, r *http.Request) {
	cause := recover()
	if cause == nil {
		return
	}
	if cause == http.ErrAbortHandler { //nolint:errorlint // the value that net/http panics with
		panic(cause)
	}
	h.server.Log.LogAttrs(r.Context(), slog.LevelError, "panic", slog.String("route", r.Pattern),
		slog.String("request", w.request), slog.Any("cause", cause), slog.String("stack", string(debug.Stack())))
	if w.code == 0 {
		h.server.tell(w, r, h.server.visit(w, r, languageOf(r)), fault.New(fault.Internal, "error.internal"))
	}
}

// answer remembers what was answered.
type answer struct {
	http.ResponseWriter
	request string
	code    int
}

// WriteHeader passes the status on and remembers the first one that is final.
func (a *answer) WriteHeader(code int) {
	if a.code == 0 && code >= http.StatusOK {
		a.code = code
	}
	a.ResponseWriter.WriteHeader(code)
}

func (a *answer) Write(b []byte) (int, error) {
	if a.code == 0 {
		a.code = http.StatusOK
	}
	return a.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

func (a *answer) status() int {
	if a.code == 0 {
		return http.StatusOK
	}
	return a.code
}

// knownMethod keeps words of the sender's choice out of the log.
func knownMethod(method string) string {
	known := []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions, http.MethodPut, http.MethodDelete, http.MethodPatch}
	if slices.Contains(known, method) {
		return method
	}
	return "other"
}

// languageOf guesses the language of an address that is no page.
func languageOf(r *http.Request) i18n.Language {
	if r.URL.Path == "/en" || strings.HasPrefix(r.URL.Path, "/en/") {
		return i18n.English
	}
	return ""
}
