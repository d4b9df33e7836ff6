package area

import (
	"net/http"
	"time"

	"telaio/internal/account"
	"telaio/internal/claim"
	"telaio/internal/upkeep"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// invitation is what somebody typed to invite another editor.
type invitation struct {
	account.Newcomer
	Problems field.Problems
}

// peoplePage is who looks after the page, and who may come or go.
type peoplePage struct {
	upkeep.Area
	Questions []claim.Question
	Invite    invitation
	Now       time.Time
}

// alone reports whether the reader is the only one who looks after the page.
func (p peoplePage) alone(v *shell.Visit) bool {
	return len(p.Editors) == 1 && p.Editors[0].ID == v.Subject.PersonID
}

func (p Pages) people(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return p.peopleWith(w, r, v, invitation{})
}

func (p Pages) peopleWith(w http.ResponseWriter, r *http.Request, v *shell.Visit, form invitation) error {
	area, err := p.UseCases.Area(r.Context(), loaded(v))
	if err != nil {
		return err
	}
	page := peoplePage{Area: area, Invite: form, Now: p.UseCases.Clock.Now()}
	if page.Questions, err = p.Claims.Questions(r.Context(), loaded(v)); err != nil {
		return err
	}
	return shell.Render(w, r, statusFor(form.Problems), peopleView(v, page))
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
	if editor.ID == v.Subject.PersonID {
		if err := p.UseCases.Leave(r.Context(), v.Subject, loaded(v)); err != nil {
			return err
		}
		http.Redirect(w, r, v.Path("area")+"?notice=area_left", http.StatusSeeOther)
		return nil
	}
	if err := p.UseCases.AskRemoval(r.Context(), v.Subject, loaded(v), editor); err != nil {
		return err
	}
	return backToPeople(w, r, v, "area_removal_asked")
}

func (p Pages) takeBack(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	if err := p.UseCases.TakeBack(r.Context(), v.Subject, loaded(v), r.PathValue("invitation")); err != nil {
		return err
	}
	return backToPeople(w, r, v, "area_invitation_withdrawn")
}

func (p Pages) object(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	if err := p.UseCases.Object(r.Context(), v.Subject, loaded(v), r.PathValue("change")); err != nil {
		return err
	}
	return backToPeople(w, r, v, "area_change_stopped")
}

func (p Pages) askHandOver(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	return p.handOverWith(w, r, v, invitation{})
}

func (p Pages) handOverWith(w http.ResponseWriter, r *http.Request, v *shell.Visit, form invitation) error {
	area, err := p.UseCases.Area(r.Context(), loaded(v))
	if err != nil {
		return err
	}
	return shell.Render(w, r, statusFor(form.Problems), handOverView(v, peoplePage{Area: area, Invite: form}))
}

func (p Pages) handOver(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	guest := account.Newcomer{Email: r.PostFormValue("email"), Name: r.PostFormValue("name"), Language: string(v.Language)}
	err := p.UseCases.AskHandOver(r.Context(), v.Subject, loaded(v), guest)
	if problems, ok := field.ProblemsIn(v, err, "name", "email"); ok {
		return p.handOverWith(w, r, v, invitation{guest, problems})
	}
	if err != nil {
		return err
	}
	return backToPeople(w, r, v, "area_hand_over_asked")
}

// claimed answers somebody's claim to represent the organisation too.
func (p Pages) claimed(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	id, notice := r.PathValue("proposal"), "area_claim_accepted"
	err := p.Claims.Waits(r.Context(), loaded(v), id)
	if err != nil {
		return err
	}
	if r.PostFormValue("do") == "doubt" {
		notice, err = "area_claim_doubted", p.Claims.Doubt(r.Context(), v.Subject, id)
	} else {
		err = p.Claims.Approve(r.Context(), v.Subject, id)
	}
	if err != nil {
		return err
	}
	return backToPeople(w, r, v, notice)
}

func backToPeople(w http.ResponseWriter, r *http.Request, v *shell.Visit, notice string) error {
	http.Redirect(w, r, v.Path("area-people", "organisation", loaded(v).ID)+"?notice="+notice, http.StatusSeeOther)
	return nil
}
