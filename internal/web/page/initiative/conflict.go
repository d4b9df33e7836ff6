package initiative

import (
	"github.com/a-h/templ"

	"telaio/internal/fault"
	"telaio/internal/initiative"
	"telaio/internal/questionnaire"
	"telaio/internal/web/part/form"
	"telaio/internal/web/part/steps"
	"telaio/internal/web/shell"
)

// conflict is a part that two people have answered differently.
type conflict struct {
	initiative.Sheeted
	Page      questionnaire.Page
	Number    int // of what the other has saved
	Reason    string
	Questions []disagreement
	Kept      []form.Hidden // what was typed, to be sent along
}

// disagreement is one question with two answers.
type disagreement struct {
	Question     questionnaire.Question
	Mine, Theirs questionnaire.Value
}

func newConflict(v *shell.Visit, s initiative.Sheeted, page questionnaire.Page, cause error) conflict {
	theirs := s.Steps[page.ID]
	c := conflict{
		Sheeted: s, Page: page, Number: theirs.Number, Reason: v.T(fault.KeyOf(cause)), Kept: form.HiddenFields(page.Questions, s.Answers),
	}
	for _, q := range s.Differing(page) {
		c.Questions = append(c.Questions, disagreement{q, s.Answers[q.ID], theirs.Answers[q.ID]})
	}
	return c
}

func choiceID(q questionnaire.Question, c initiative.Choice) string {
	return form.Fields{}.ControlID(q.ID) + "-" + string(c)
}

// partSteps are the parts of the sheet beside the form.
func partSteps(v *shell.Visit, p partPage) []steps.Step {
	var list []steps.Step
	for _, page := range p.Sheet.Parts.Pages {
		step := steps.Step{Label: partTitle(v, page)}
		if !p.New() {
			step.Path = to(v, "initiative-part", p.Sheeted, "part", page.ID)
		}
		switch {
		case page.ID == p.Page.ID:
			step.State = steps.Now
		case p.Steps[page.ID].Number > 0:
			step.State = steps.Done
		}
		list = append(list, step)
	}
	return list
}

// saving lets the script save while one writes, once there is something to
// save to.
func saving(p partPage) templ.Attributes {
	if p.New() {
		return nil
	}
	return templ.Attributes{"data-autosave": true}
}
