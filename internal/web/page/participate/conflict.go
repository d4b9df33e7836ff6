package participate

import (
	"net/http"
	"strconv"

	"telaio/internal/participation"
	"telaio/internal/questionnaire"
	"telaio/internal/web/part/form"
	"telaio/internal/web/shell"
)

// conflict is a page that two tabs have answered differently: the form holds
// this tab's answers, its steps the other's.
type conflict struct {
	form   *participation.Form
	page   questionnaire.Page
	reason string // message key
}

// conflictPage shows both values of each question that differs.
type conflictPage struct {
	way
	Page      questionnaire.Page
	Number    int
	Reason    string
	Questions []disagreement
	Kept      []form.Hidden // this tab's answers, to be sent along
}

// disagreement is one question with two answers.
type disagreement struct {
	Question     questionnaire.Question
	Mine, Theirs questionnaire.Value
}

func (p Pages) showConflict(w http.ResponseWriter, r *http.Request, v *shell.Visit, c conflict) error {
	theirs := c.form.Steps[c.page.ID]
	page := conflictPage{
		way: way{v, c.form}, Page: c.page, Number: theirs.Number, Reason: v.T(c.reason), Kept: form.HiddenFields(c.page.Questions, c.form.Answers),
	}
	for _, q := range c.form.Differing(c.page) {
		page.Questions = append(page.Questions, disagreement{q, c.form.Answers[q.ID], theirs.Answers[q.ID]})
	}
	return shell.Render(w, r, http.StatusConflict, conflictView(v, page))
}

func (c conflictPage) title() string { return c.Page.Title.In(string(c.v.Language)) }

func (c conflictPage) label(q questionnaire.Question) string {
	return q.Label.In(string(c.v.Language))
}

func (c conflictPage) number() string { return strconv.Itoa(c.Number) }

// optionID is the id of a radio button of the page.
func optionID(q questionnaire.Question, c participation.Choice) string {
	return form.Fields{}.ControlID(q.ID) + "-" + string(c)
}
