package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"

	"telaio/internal/fault"
	"telaio/internal/questionnaire"
	"telaio/internal/web/shell"
)

// readerLeft is the status in the log of a request whose reader no longer waits
// for the answer, as nginx has it.
const readerLeft = 499

// fail logs what the operator must know of err and tells the reader the rest.
// Where the reader has left, nothing went wrong and nobody is there to tell.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, v *shell.Visit, err error) {
	if r.Context().Err() != nil && errors.Is(err, context.Canceled) {
		w.WriteHeader(readerLeft)
		return
	}
	s.report(r, v, err)
	s.tell(w, r, v, err)
}

// report logs err if it is the operator's affair: not what a reader did wrong.
func (s *Server) report(r *http.Request, v *shell.Visit, err error) {
	if shell.StatusOf(fault.KindOf(err)) < http.StatusInternalServerError {
		return
	}
	s.Log.LogAttrs(r.Context(), slog.LevelError, "request failed",
		slog.String("route", r.Pattern), slog.String("request", v.Request), slog.String("error", err.Error()))
}

// tell answers with the page that fits err.
func (s *Server) tell(w http.ResponseWriter, r *http.Request, v *shell.Visit, err error) {
	refusal, ok := errors.AsType[*fault.Error](err)
	if !ok {
		refusal = fault.New(fault.Internal, "error.internal")
	}
	header := w.Header()
	header.Set("Cache-Control", "private, no-store")
	header.Del("ETag")
	reading := r.Method == http.MethodGet || r.Method == http.MethodHead
	if refusal.Kind == fault.SignInFirst && reading && !forPrograms(r.URL.Path) {
		http.Redirect(w, r, v.Path("sign-in")+"?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
		return
	}
	shell.SetRetryAfter(header, refusal.Kind)
	if forPrograms(r.URL.Path) {
		v.Printer = s.Messages.Printer(languageForProgram(r.Header.Get("Accept-Language")))
		tellProgram(w, v, refusal)
		return
	}
	page := shell.Failure(v, trouble(v, refusal))
	if err := shell.Render(w, r, shell.StatusOf(refusal.Kind), page); err != nil {
		s.Log.LogAttrs(r.Context(), slog.LevelError, "the error page failed", slog.String("error", err.Error()))
		http.Error(w, v.T("error.internal"), http.StatusInternalServerError)
	}
}

// trouble finds the words for a refusal and the way on from it.
func trouble(v *shell.Visit, refusal *fault.Error) shell.Trouble {
	key := refusal.Message.Key
	if key == "error.unavailable" && len(v.Typed) == 0 {
		key = "error.unreachable" // nothing was to be saved
	}
	say := func(key string) string {
		return questionnaire.Sentence(v.Printer, fault.Message{Key: key, Args: refusal.Message.Args})
	}
	t := shell.Trouble{Status: shell.StatusOf(refusal.Kind), Title: say(key), Typed: v.Typed}
	if body := key + "_body"; v.Has(body) {
		t.Body = say(body)
	}
	switch {
	case (key == "status.link_gone" || key == "participate.no_draft") && v.Site.Paths.Has("status-lost"):
		t.Label, t.Path = v.T("status.lost_send"), v.Path("status-lost")
	case refusal.Kind == fault.SignInFirst || refusal.Kind == fault.Expired:
		t.Label, t.Path = v.T("nav.sign_in"), v.Path("sign-in")
	case refusal.Kind == fault.NotFound && v.Site.Paths.Has("atlas"):
		t.Label, t.Path = v.T("failure.atlas"), v.Path("atlas")
	case refusal.Kind == fault.Gone && refusal.Successor != "":
		t.Label, t.Path = v.T("failure.successor"), v.Path("organisation", "slug", refusal.Successor)
	}
	return t
}
