package status

import (
	"net/http"

	"telaio/internal/participation"
	"telaio/internal/questionnaire"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// lostPage asks for the address to which new links can be mailed.
type lostPage struct {
	Typed    string
	Problems field.Problems
}

func (p Pages) lost(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return shell.Render(w, r, http.StatusOK, lostView(v, lostPage{}))
}

// find mails new links. The answer is the same whether or not the address is
// known.
func (p Pages) find(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	typed := questionnaire.Clean(r.PostFormValue(participation.AddressField), false)
	err := p.UseCases.FindAgain(r.Context(), typed)
	if problems, ok := field.ProblemsIn(v, err, participation.AddressField); ok {
		return shell.Render(w, r, http.StatusUnprocessableEntity, lostView(v, lostPage{typed, problems}))
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("status-lost")+"?notice=links_mailed", http.StatusSeeOther)
	return nil
}
