package form

import (
	"maps"
	"net/url"
	"slices"
	"strconv"

	"telaio/internal/questionnaire"
)

// Hidden is one field that goes along unseen.
type Hidden struct{ Name, Value string }

// HiddenFields writes the answers to the questions as their form would send
// them, for a page that asks something else first.
func HiddenFields(questions []questionnaire.Question, answers questionnaire.Answers) []Hidden {
	fields := url.Values{}
	addFields(fields, "", questions, answers)
	var list []Hidden
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		for _, value := range fields[name] {
			list = append(list, Hidden{name, value})
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
