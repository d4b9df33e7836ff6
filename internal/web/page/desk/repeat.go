package desk

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"telaio/internal/questionnaire"
	"telaio/internal/secret"
)

// edited does what a repeat's button asks: "add:places" or "remove:places:0".
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
	default:
		return answers, false
	}
	changed := questionnaire.Answers{}
	maps.Copy(changed, answers)
	changed[id] = value
	return changed, true
}
