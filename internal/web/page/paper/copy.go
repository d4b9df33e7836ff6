package paper

import (
	"net/http"
	"slices"

	"telaio/internal/assessment"
	"telaio/internal/web/part/field"
	"telaio/internal/web/shell"
)

// area is the part of the site that the sheet belongs to.
func (s sheet) area() shell.Area {
	if s.Place != nil {
		return shell.OrganisationArea
	}
	return shell.PublicArea
}

func (s sheet) current() string {
	if s.Place != nil {
		return "cycles"
	}
	return "kit"
}

// copyPage begins to type in a sheet of paper.
type copyPage struct {
	place
	Name     string
	Problems field.Problems
}

func (p Pages) askCopy(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	at := loaded(v)
	people, err := p.UseCases.Participants(r.Context(), at.Cycle)
	if err != nil {
		return err
	}
	return shell.Render(w, r, http.StatusOK, copyView(v, copyPage{place: at, Name: nextName(v, people)}))
}

// nextName is a name that no sheet has so far.
func nextName(v *shell.Visit, people []assessment.Participant) string {
	for n := 1; ; n++ {
		name := v.T("paper.sheet", map[string]any{"Number": n})
		if !slices.ContainsFunc(people, func(p assessment.Participant) bool { return p.Name == name }) {
			return name
		}
	}
}

// copy adds somebody who answered on paper and leads to all questions on one
// page. In a confidential cycle the sheet has a number and no name.
func (p Pages) copy(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	at := loaded(v)
	name := r.PostFormValue(assessment.NameField)
	if at.Cycle.Mode == assessment.Confidential || name == "" {
		people, err := p.UseCases.Participants(r.Context(), at.Cycle)
		if err != nil {
			return err
		}
		name = nextName(v, people)
	}
	key, err := p.UseCases.Paper(r.Context(), v.Subject, at.Cycle, name)
	if err != nil {
		return err
	}
	http.Redirect(w, r, v.Path("respond-sheet", "key", key), http.StatusSeeOther)
	return nil
}
