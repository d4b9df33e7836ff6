package initiative

import (
	"strings"

	"telaio/internal/kit"
	"telaio/internal/questionnaire"
	"telaio/internal/taxonomy"
)

// lowest is what an indicator may fall to; people, hours and money stop at 0.
const lowest = -1_000_000_000

// mostText is how many characters a long answer may have.
const mostText = 2000

// questions makes the questions of a field: one, but two for a range of dates,
// and a consent beside what needs one.
func (m maker) questions(f kit.SheetField) []questionnaire.Question {
	q := questionnaire.Question{
		ID: f.ID, Variable: variable(f.ID), Label: text(f.Text), Hint: m.words.own("initiative.hint." + f.ID),
		Required: f.Required, Class: questionnaire.Sensitive,
	}
	asks := "initiative.ask_text"
	switch f.Type {
	case "text":
		q.Type, q.Max = questionnaire.ShortText, 200
	case "long_text":
		q.Type, q.Max, q.Class = questionnaire.LongText, mostText, questionnaire.FreeText
	case "list":
		q.Type, q.Max, q.Class = questionnaire.LongText, mostText, questionnaire.FreeText
		if q.Hint == nil {
			q.Hint = m.words.text("initiative.one_per_line")
		}
	case "integer":
		q.Type, asks = questionnaire.Integer, "initiative.ask_number"
	case "number":
		q.Type, asks = questionnaire.Number, "initiative.ask_number"
		if f.Unit == "" {
			q.Min = lowest
		}
	case "date":
		q.Type, asks = questionnaire.Date, "initiative.ask_date"
		q.Hint = m.words.text("initiative.date_hint")
	case "date_range":
		return m.dates(q)
	case "evidence":
		q.Type, q.Options, asks = questionnaire.SingleChoice, m.strengths(), "initiative.ask_choice"
	case "choice", "multi_choice":
		asks = "initiative.ask_choice"
		m.choices(&q, f)
	}
	q.RequiredMessage = m.asking(q, asks)
	m.measured(&q)
	if f.ConsentRequired {
		return []questionnaire.Question{q, m.consent(f)}
	}
	return []questionnaire.Question{q}
}

// asking is what to do where an answer is missing: the field's own words, or
// those for its type.
func (m maker) asking(q questionnaire.Question, key string) questionnaire.Text {
	if own := m.words.own("initiative.ask." + q.ID); own != nil {
		return own
	}
	return m.words.with(key, q.Label)
}

// measured makes the value and the day the least that a measurement says: in
// the kit's sheet they may wait, in a form of their own they are its point.
func (m maker) measured(q *questionnaire.Question) {
	if q.ID == measuredField || q.ID == measuredOnField {
		q.Required = true
	}
}

func (m maker) dates(q questionnaire.Question) []questionnaire.Question {
	var both []questionnaire.Question
	for _, end := range []string{"_start", "_end"} {
		d := q
		d.ID, d.Variable, d.Type = q.ID+end, variable(q.ID+end), questionnaire.Date
		d.Label, d.Hint = m.words.text("initiative."+d.ID), m.words.text("initiative.date_hint")
		d.RequiredMessage = m.asking(d, "initiative.ask_date")
		both = append(both, d)
	}
	return both
}

func (m maker) choices(q *questionnaire.Question, f kit.SheetField) {
	q.Type = questionnaire.SingleChoice
	if f.Type == "multi_choice" {
		q.Type = questionnaire.MultiChoice
	}
	if f.ID == formsField {
		q.Taxonomy = taxonomy.SolidarityForm
		return
	}
	for _, code := range f.Options {
		q.Options = append(q.Options, questionnaire.Option{Code: code, Label: m.words.text("initiative.option." + code)})
	}
}

// strengths are the steps of the ladder of evidence.
func (m maker) strengths() []questionnaire.Option {
	var options []questionnaire.Option
	for _, s := range m.kit.EvidenceStrength {
		options = append(options, questionnaire.Option{Code: strings.ToLower(string(s.Code)), Label: text(s.Text)})
	}
	return options
}

func (m maker) consent(f kit.SheetField) questionnaire.Question {
	return questionnaire.Question{
		ID: f.ID + "_consent", Variable: variable(f.ID + "_consent"), Type: questionnaire.YesNo, Class: questionnaire.Sensitive,
		Label: m.words.text("initiative.consent"), Hint: m.words.text("initiative.consent_hint"),
	}
}

// extra is a field of a measurement that the kit's sheet has no words for.
func (m maker) extra(id string, kind questionnaire.Type, most int) questionnaire.Question {
	return questionnaire.Question{
		ID: id, Variable: variable(id), Type: kind, Label: m.words.text("initiative." + id), Hint: m.words.own("initiative.hint." + id),
		Max: most, Class: questionnaire.FreeText,
	}
}
