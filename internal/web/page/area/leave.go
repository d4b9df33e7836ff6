package area

import (
	"net/http"

	"telaio/internal/upkeep"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// leaving is the reason that somebody typed, and what is to be mended in it.
type leaving struct {
	Reason   string
	Problems field.Problems
}

func (p Pages) askLeave(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return shell.Render(w, r, http.StatusOK, leaveView(v, loaded(v), leaving{}))
}

func (p Pages) leave(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	reason := r.PostFormValue(upkeep.ReasonField)
	err := p.UseCases.AskToLeave(r.Context(), v.Subject, loaded(v), reason)
	if problems, ok := field.ProblemsIn(v, err, upkeep.ReasonField); ok {
		form := leaving{reason, problems}
		return shell.Render(w, r, statusFor(problems), leaveView(v, loaded(v), form))
	}
	if err != nil {
		return err
	}
	return back(w, r, v, "area_leaving")
}
