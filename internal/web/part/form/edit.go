package form

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"telaio/internal/questionnaire"
)

// Edit does what a button of a repeat asks: "add:places" or "remove:places:0".
// It returns the answers with the item added or taken away and the id of the
// element to go on from, which ends the address of the next page. newItem says
// what a new item of the repeat holds. It is false for any other action.
func (f Fields) Edit(action string, newItem func(repeat string) questionnaire.Answers) (edited questionnaire.Answers, anchor string, ok bool) {
	verb, rest, _ := strings.Cut(action, ":")
	id, number, _ := strings.Cut(rest, ":")
	at := slices.IndexFunc(f.Questions, func(q questionnaire.Question) bool {
		return q.ID == id && q.Type == questionnaire.Repeat
	})
	if at < 0 {
		return f.Answers, "", false
	}
	q, value := f.Questions[at], f.Answers[id]
	switch verb {
	case "add":
		if q.Max > 0 && len(value.Items) >= q.Max {
			return f.Answers, f.ControlID(id), true
		}
		value.Items = append(slices.Clone(value.Items), newItem(id))
		anchor = f.ControlID(id) + "-" + strconv.Itoa(len(value.Items)-1)
	case "remove":
		n, err := strconv.Atoi(number)
		if err != nil || n < 0 || n >= len(value.Items) {
			return f.Answers, f.ControlID(id), true
		}
		value.Items = slices.Delete(slices.Clone(value.Items), n, n+1)
		anchor = f.ControlID(id)
	default:
		return f.Answers, "", false
	}
	edited = maps.Clone(f.Answers)
	if edited == nil {
		edited = questionnaire.Answers{}
	}
	edited[id] = value
	return edited, anchor, true
}
