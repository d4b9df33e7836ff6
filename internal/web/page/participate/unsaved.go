package participate

import (
	"errors"
	"net/http"
	"strconv"

	"telaio/internal/fault"
	"telaio/internal/intake"
	"telaio/internal/participation"
	"telaio/internal/web/shell"
)

// retries reports whether the reader can try again with what was typed.
func retries(err error) bool {
	switch fault.KindOf(err) {
	case fault.Unavailable, fault.TooMany, fault.TooLarge, fault.Conflict:
		return true
	default:
		return false
	}
}

// messageOf is the key of the sentence that says what happened.
func messageOf(err error) string {
	if refusal, ok := errors.AsType[*fault.Error](err); ok {
		return refusal.Message.Key
	}
	return "error.internal"
}

// unsaved shows the whole form again with what was typed, and says plainly that
// it has not been saved.
func (p Pages) unsaved(w http.ResponseWriter, r *http.Request, v *shell.Visit, f *participation.Form, cause error) error {
	v.Cause = cause
	status, retry := statusOf(cause)
	if retry != "" {
		w.Header().Set("Retry-After", retry)
	}
	if wantsJSON(r) {
		return tell(w, status, saved{Message: v.T(messageOf(cause))})
	}
	if f == nil {
		typed, ok := p.typed(r)
		if !ok {
			return cause
		}
		f = typed
	}
	page, ok := pageOf(f, r.PathValue("page"))
	if !ok {
		return cause
	}
	s := p.stepPage(v, f, page, nil)
	s.Problem, s.Unsaved = v.T(messageOf(cause)), true
	if n, err := strconv.Atoi(r.PostFormValue(numberField)); err == nil {
		s.Number = n
	}
	return shell.Render(w, r, status, stepView(v, s))
}

// typed is a form with nothing but what was typed, for when the draft itself is
// out of reach.
func (p Pages) typed(r *http.Request) (*participation.Form, bool) {
	for _, id := range []string{intake.QuestionnaireID, intake.SuggestionID} {
		f, ok := p.UseCases.Blank(id, r.PathValue("draft"))
		if !ok {
			continue
		}
		if page, ok := pageOf(f, r.PathValue("page")); ok {
			f.Answers = p.UseCases.Read(f, page, r.PostForm)
			return f, true
		}
	}
	return nil, false
}

// statusOf is the status with which an unsaved form is shown again, and how
// many seconds to wait before the next try, "" if waiting does not help.
func statusOf(err error) (status int, retry string) {
	switch fault.KindOf(err) {
	case fault.Unavailable:
		return http.StatusServiceUnavailable, "30"
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge, ""
	case fault.TooMany:
		return http.StatusTooManyRequests, "60"
	default:
		return http.StatusConflict, ""
	}
}
