package relation

import (
	"net/http"

	"telaio/internal/account"
	"telaio/internal/organisation"
	"telaio/internal/web/shell"
)

// load finds the organisation that the address names.
func (p Pages) load(r *http.Request, v *shell.Visit) (account.Object, error) {
	o, err := p.UseCases.Records.Organisation(r.Context(), r.PathValue("organisation"))
	v.Loaded = o
	return account.Object{OrganisationID: o.ID}, err
}

// show lists what others say of the organisation.
func (p Pages) show(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	o := v.Loaded.(organisation.Organisation)
	questions, err := p.UseCases.Questions(r.Context(), o)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, areaView(v, o, questions))
}

// The fields of an answer.
const (
	tellerField   = "teller"
	kindField     = "kind"
	standingField = "standing"
)

func (p Pages) answer(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	o := v.Loaded.(organisation.Organisation)
	a := organisation.RelationAnswer{
		TellerID: r.PostFormValue(tellerField), Kind: r.PostFormValue(kindField), Standing: organisation.Standing(r.PostFormValue(standingField)),
	}
	if err := p.UseCases.Answer(r.Context(), v.Subject, o, a); err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("area-relations", "organisation", o.ID)+"?notice=relation_"+string(a.Standing), http.StatusSeeOther)
	return nil
}
