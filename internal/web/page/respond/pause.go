package respond

import (
	"net/http"

	"telaio/internal/assessment"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// pausePage gives the link to go on with, and mails it.
type pausePage struct {
	way
	Address  string
	Problems field.Problems
	Mailed   bool
}

// mailedParameter marks the page that comes after the link was mailed.
const mailedParameter = "spedito"

func (p Pages) pause(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	to, err := p.way(r.Context(), v)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, pauseView(v, pausePage{way: to, Mailed: r.URL.Query().Has(mailedParameter)}))
}

func (p Pages) mailLink(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	to, err := p.way(r.Context(), v)
	if err != nil {
		return err
	}
	address := r.PostFormValue(assessment.AddressField)
	err = p.UseCases.MailOwnLink(r.Context(), to.Held, address, string(v.Language))
	if problems, ok := field.ProblemsIn(v, err, assessment.AddressField); ok {
		return shell.Render(w, r, http.StatusUnprocessableEntity, pauseView(v, pausePage{way: to, Address: address, Problems: problems}))
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, to.to("respond-pause")+"?"+mailedParameter, http.StatusSeeOther)
	return nil
}
