package desk

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"telaio/internal/intake"
	"telaio/internal/questionnaire"
	"telaio/internal/secret"
)

// edited does what a repeat's button asks: "add:places", "remove:places:0" or
// "link:relations:0:ID".
// It is false for any other action.
func edited(questions []questionnaire.Question, answers questionnaire.Answers, action string) (questionnaire.Answers, bool) {
	verb, rest, _ := strings.Cut(action, ":")
	id, number, _ := strings.Cut(rest, ":")
	at := slices.IndexFunc(questions, func(q questionnaire.Question) bool { return q.ID == id && q.Type == questionnaire.Repeat })
	if at < 0 {
		return answers, false
	}
	value := answers[id]
	switch verb {
	case "add":
		if most := questions[at].Max; most == 0 || len(value.Items) < most {
			value.Items = append(slices.Clone(value.Items), questionnaire.Answers{questionnaire.ItemID: {Text: secret.ID()}})
		}
	case "remove":
		if n, err := strconv.Atoi(number); err == nil && n >= 0 && n < len(value.Items) {
			value.Items = slices.Delete(slices.Clone(value.Items), n, n+1)
		}
	case "link":
		value.Items = linked(value.Items, number)
	default:
		return answers, false
	}
	changed := questionnaire.Answers{}
	maps.Copy(changed, answers)
	changed[id] = value
	return changed, true
}

// linked links the relation that "0:ID" names to a page of the atlas, or to none
// without an id.
func linked(items []questionnaire.Answers, which string) []questionnaire.Answers {
	number, organisationID, _ := strings.Cut(which, ":")
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n >= len(items) {
		return items
	}
	items = slices.Clone(items)
	items[n] = intake.LinkRelation(items[n], organisationID)
	return items
}
