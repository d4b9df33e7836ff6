package respond

import (
	"net/http"

	"telaio/internal/web/shell"
)

// reopenAction is what the button asks that takes the end back.
const reopenAction = "reopen"

// mostListed is how many questions the page names; the overview has all.
const mostListed = 5

func (p Pages) askFinish(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	to, err := p.wayWithInitiatives(r.Context(), v)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, finishView(v, to))
}

// finish says that one is done, or not yet.
func (p Pages) finish(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	to, err := p.way(r.Context(), v)
	if err != nil {
		return err
	}
	if r.PostFormValue(actionField) == reopenAction {
		if err := p.UseCases.TakeBackFinish(r.Context(), to.Held); err != nil {
			return err
		}
		http.Redirect(w, r, to.to("respond-overview")+"?notice=respond_reopened", http.StatusSeeOther)
		return nil
	}
	if err := p.UseCases.Finish(r.Context(), to.Held); err != nil {
		return err
	}
	http.Redirect(w, r, to.to("respond-finish"), http.StatusSeeOther)
	return nil
}
