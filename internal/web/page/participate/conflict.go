package participate

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
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
	Kept      []hidden // this tab's answers, to be sent along
}

// disagreement is one question with two answers.
type disagreement struct {
	Question     questionnaire.Question
	Mine, Theirs questionnaire.Value
}

// hidden is one field that goes along unseen.
type hidden struct{ Name, Value string }

func (p Pages) showConflict(w http.ResponseWriter, r *http.Request, v *shell.Visit, c conflict) error {
	theirs := c.form.Steps[c.page.ID]
	page := conflictPage{
		way: way{v, c.form}, Page: c.page, Number: theirs.Number, Reason: v.T(c.reason), Kept: typedFields(c.form, c.page),
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

// typedFields writes the answers of a page as the form would send them.
func typedFields(f *participation.Form, page questionnaire.Page) []hidden {
	fields := url.Values{}
	addFields(fields, "", page.Questions, f.Answers)
	var list []hidden
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		for _, value := range fields[name] {
			list = append(list, hidden{name, value})
		}
	}
	return list
}

// addFields is the inverse of Definition.Read.
func addFields(fields url.Values, prefix string, questions []questionnaire.Question, answers questionnaire.Answers) {
	add := func(name, value string) {
		if value != "" {
			fields.Add(prefix+name, value)
		}
	}
	add(questionnaire.ItemID, answers[questionnaire.ItemID].Text)
	for _, q := range questions {
		value := answers[q.ID]
		add(q.ID, value.Text)
		add(q.ID+".other", value.Other)
		if value.Missing != questionnaire.Answered {
			add(q.ID+".missing", strconv.Itoa(int(value.Missing)))
		}
		for _, code := range value.Codes {
			if q.Type == questionnaire.Municipality {
				add(q.ID+".code", code)
			} else {
				add(q.ID, code)
			}
		}
		for row, code := range value.Rows {
			add(q.ID+"."+row, code)
		}
		for i, item := range value.Items {
			addFields(fields, prefix+q.ID+"."+strconv.Itoa(i)+".", q.Questions, item)
		}
	}
}

// optionID is the id of a radio button of the page.
func optionID(q questionnaire.Question, c participation.Choice) string {
	return form.Fields{}.ControlID(q.ID) + "-" + string(c)
}
