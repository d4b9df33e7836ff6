package initiative

import (
	"errors"
	"net/http"
	"slices"

	"telaio/internal/fault"
	"telaio/internal/initiative"
	"telaio/internal/organisation"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// What the buttons of the form ask.
const (
	previewAction = "preview"
	removeAction  = "remove"
)

// tellPage asks what of an initiative should stand on the organisation's page.
type tellPage struct {
	initiative.Sheeted
	Telling  initiative.Telling
	OnCard   bool                     // something is told of it already
	Preview  *organisation.Initiative // how it would look
	Problems field.Problems
}

// telling reads the form.
func telling(r *http.Request) initiative.Telling {
	return initiative.Telling{
		Summary: r.PostFormValue(initiative.SummaryField), Limits: r.PostFormValue(initiative.LimitsField),
		Indicators: r.PostForm["indicator"], Reached: r.PostFormValue("reached") != "", Story: r.PostFormValue("story") != "",
		Agreed: r.PostFormValue(initiative.AgreedField) != "",
	}
}

func (p Pages) askTell(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s, err := p.find(r, v)
	if err != nil {
		return err
	}
	card := loaded(v).Card
	_, told := initiative.OnCard(card, s.ID)
	return shell.Render(w, r, http.StatusOK, tellView(v, tellPage{Sheeted: s, Telling: s.Suggested(card), OnCard: told}))
}

// tell shows how it would look, or puts it before the team.
func (p Pages) tell(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	s, err := p.find(r, v)
	if err != nil {
		return err
	}
	if r.PostFormValue(actionField) == removeAction {
		if _, err := p.UseCases.ProposeWithout(r.Context(), v.Subject, s); err != nil {
			return err
		}
		return done(w, r, v, s, "initiative_proposed")
	}
	page := tellPage{Sheeted: s, Telling: telling(r)}
	_, page.OnCard = initiative.OnCard(loaded(v).Card, s.ID)
	preview := s.Told(loaded(v).Card, page.Telling, "preview")
	page.Preview = &preview
	if r.PostFormValue(actionField) == previewAction {
		return shell.Render(w, r, http.StatusOK, tellView(v, page))
	}
	_, err = p.UseCases.Propose(r.Context(), v.Subject, s, page.Telling)
	if problems, ok := field.ProblemsIn(v, asFields(err), initiative.SummaryField, initiative.LimitsField, initiative.AgreedField); ok {
		page.Problems = problems
		return shell.Render(w, r, http.StatusUnprocessableEntity, tellView(v, page))
	}
	if err != nil {
		return err
	}
	return done(w, r, v, s, "initiative_proposed")
}

// asFields is the fault that names fields in err's chain, or err.
func asFields(err error) error {
	if refusal, ok := errors.AsType[*fault.Error](err); ok {
		return refusal
	}
	return err
}

func (t tellPage) chosen(id string) bool { return slices.Contains(t.Telling.Indicators, id) }
