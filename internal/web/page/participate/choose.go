package participate

import (
	"net/http"

	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/participation"
	"telaio/internal/secret"
	"telaio/internal/web/shell"
)

// decoyField is a field that no person sees and that programs like to fill in.
const decoyField = "homepage"

// choosePage is the invitation with its form.
type choosePage struct {
	Problem string // sentence, "" = nothing is wrong
}

func (p Pages) choose(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return shell.Render(w, r, http.StatusOK, chooseView(v, choosePage{}))
}

// begin starts a draft that this browser holds.
func (p Pages) begin(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	if r.PostFormValue(decoyField) != "" {
		page := choosePage{Problem: v.T("participate.looks_automatic")}
		return shell.Render(w, r, http.StatusUnprocessableEntity, chooseView(v, page))
	}
	browser := v.Site.Cookies.EnsureBrowser(w, r)
	origin := organisation.Origin(r.PostFormValue("origin"))
	d, err := p.UseCases.Begin(r.Context(), origin, string(v.Language), secret.Hash(browser))
	if fault.KindOf(err) == fault.Invalid {
		page := choosePage{Problem: v.T("participate.choose")}
		return shell.Render(w, r, http.StatusUnprocessableEntity, chooseView(v, page))
	}
	if err != nil {
		return err
	}
	f, ok := p.UseCases.Blank(d.Questionnaire, d.ID)
	if !ok {
		return fault.New(fault.NotFound, "error.not_found")
	}
	http.Redirect(w, r, first(v, f), http.StatusSeeOther)
	return nil
}

// first is the address of the first page of a form.
func first(v *shell.Visit, f *participation.Form) string {
	return way{v, f}.page(f.Definition.Pages[0].ID)
}
