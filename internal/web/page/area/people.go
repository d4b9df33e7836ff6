package area

import (
	"net/http"

	"telaio/internal/account"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// invitation is what somebody typed to invite another editor.
type invitation struct {
	account.Newcomer
	Problems field.Problems
}

func (p Pages) people(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return p.peopleWith(w, r, v, invitation{})
}

func (p Pages) peopleWith(w http.ResponseWriter, r *http.Request, v *shell.Visit, form invitation) error {
	area, err := p.UseCases.Area(r.Context(), loaded(v))
	if err != nil {
		return err
	}
	return shell.Render(w, r, statusFor(form.Problems), peopleView(v, area, form))
}

func (p Pages) invite(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	guest := account.Newcomer{Email: r.PostFormValue("email"), Name: r.PostFormValue("name"), Language: string(v.Language)}
	err := p.UseCases.Invite(r.Context(), v.Subject, loaded(v), guest)
	if problems, ok := field.ProblemsIn(v, err, "name", "email"); ok {
		return p.peopleWith(w, r, v, invitation{guest, problems})
	}
	if err != nil {
		return err
	}
	return backToPeople(w, r, v, "area_invited")
}

func (p Pages) askRemove(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	editor, err := p.UseCases.Editor(r.Context(), loaded(v), r.PathValue("person"))
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, removeView(v, loaded(v), editor))
}

func (p Pages) remove(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	editor, err := p.UseCases.Editor(r.Context(), loaded(v), r.PathValue("person"))
	if err != nil {
		return err
	}
	if err := p.UseCases.Remove(r.Context(), v.Subject, loaded(v), editor); err != nil {
		return err
	}
	if editor.ID == v.Subject.PersonID {
		http.Redirect(w, r, v.Path("area")+"?notice=area_removed", http.StatusSeeOther)
		return nil
	}
	return backToPeople(w, r, v, "area_removed")
}

func backToPeople(w http.ResponseWriter, r *http.Request, v *shell.Visit, notice string) error {
	http.Redirect(w, r, v.Path("area-people", "organisation", loaded(v).ID)+"?notice="+notice, http.StatusSeeOther)
	return nil
}
