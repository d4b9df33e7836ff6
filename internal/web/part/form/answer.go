package form

import (
	"strconv"
	"strings"
	"time"

	"telaio/internal/i18n"
	"telaio/internal/questionnaire"
	"telaio/internal/web/shell"
)

// Links are the ways on from a list of answers. A nil one is not offered.
type Links struct {
	Change  func(pageID, questionID string) string // address of a question
	Picture func(fileID string) string             // address of an uploaded picture
}

func (l Links) change(pageID, questionID string) string {
	if l.Change == nil {
		return ""
	}
	return l.Change(pageID, questionID)
}

func (l Links) picture(q questionnaire.Question, value questionnaire.Value) string {
	if l.Picture == nil || q.Type != questionnaire.File || !said(value) {
		return ""
	}
	return l.Picture(value.Text)
}

// words writes the choices of an answer in the reader's language.
func words(v *shell.Visit, def *questionnaire.Definition, q questionnaire.Question, value questionnaire.Value) []string {
	codes := value.Codes
	if len(codes) == 0 && value.Text != "" {
		codes = []string{value.Text}
	}
	labels := make([]string, len(codes))
	for i, code := range codes {
		labels[i] = choice(v, def, q, code)
		if code == questionnaire.OtherCode && value.Other != "" {
			labels[i] += ": " + value.Other
		}
	}
	return labels
}

func choice(v *shell.Visit, def *questionnaire.Definition, q questionnaire.Question, code string) string {
	for _, o := range def.Options(q) {
		if o.Code == code {
			return o.Label.In(string(v.Language))
		}
	}
	return code
}

// paragraphs splits a text at its lines, leaving out the empty ones.
func paragraphs(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == '\n' })
}

// day writes a date in the reader's language.
func day(v *shell.Visit, s string) string {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return s
	}
	return v.Date(t)
}

// decimal writes a number as the reader's language does, and what is no number
// as it was typed.
func decimal(v *shell.Visit, s string) string {
	n, ok := questionnaire.ParseDecimal(s)
	if !ok || v.Language != i18n.Italian {
		return s
	}
	return strings.Replace(strconv.FormatFloat(n, 'f', -1, 64), ".", ",", 1)
}

// said reports whether there is anything to show.
func said(value questionnaire.Value) bool {
	return value.Text != "" || len(value.Codes) > 0 || len(value.Rows) > 0 || len(value.Items) > 0 || value.Other != ""
}

// reported reports whether a question belongs into the summary of the answers:
// it was asked, and a person answers it.
func reported(def *questionnaire.Definition, q questionnaire.Question, seen questionnaire.Answers) bool {
	return q.Type != questionnaire.Calculated && !carried(q) && def.Asked(q, seen)
}

// itemHeading names one item of a repeat.
func itemHeading(v *shell.Visit, q questionnaire.Question, number int, item questionnaire.Answers) string {
	return field{v: v, question: q}.itemTitle(number, item)
}

// asLead ends a label so that its answer can follow on the same line.
func asLead(label string) string {
	if strings.HasSuffix(label, "?") || strings.HasSuffix(label, "…") {
		return label
	}
	return label + ":"
}
