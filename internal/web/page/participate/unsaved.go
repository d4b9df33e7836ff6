package participate

import (
	"net/http"
	"strconv"

	"telaio/internal/fault"
	"telaio/internal/intake"
	"telaio/internal/participation"
	"telaio/internal/web/part/autosave"
	"telaio/internal/web/shell"
)

// unsaved shows the whole form again with what was typed, and says plainly that
// it has not been saved.
func (p Pages) unsaved(w http.ResponseWriter, r *http.Request, v *shell.Visit, f *participation.Form, cause error) error {
	status := v.Explain(w.Header(), cause)
	if autosave.Asked(r) {
		return autosave.NotSaved(w, status, v.T(fault.KeyOf(cause)))
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
	s.Problem, s.Unsaved = v.T(fault.KeyOf(cause)), true
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
