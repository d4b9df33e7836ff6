package intake

import (
	"fmt"
	"slices"

	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
)

// Questions lists the ids of the questions that a field of the card comes from,
// for amending one field at a time.
func Questions(f organisation.Field) []string {
	switch f {
	case "type_other":
		return []string{"types"}
	case "solidarity":
		return []string{"solidarity", practicePrefix + "empowerment", practicePrefix + "advocacy", practicePrefix + "network"}
	case "contacts":
		return []string{"email", "phone", "website", "links"}
	default:
		return []string{string(f)}
	}
}

// Check says what is wrong with the answers that only an organisation's card
// can tell, by field name as in the form. It comes after the questionnaire's
// own check.
func Check(answers questionnaire.Answers) map[string]fault.Message {
	problems := map[string]fault.Message{}
	for i, item := range items(answers, placesID) {
		if _, _, err := point(text(item, "place_point")); err != nil {
			problems[fmt.Sprintf("%s.%d.place_point", placesID, i)] = fault.Message{Key: "form.error.point"}
		}
	}
	for _, link := range lines(answers, "links") {
		if !isWebAddress(link) {
			problems["links"] = fault.Message{Key: "form.error.link", Args: map[string]any{"Link": link}}
			break
		}
	}
	return problems
}

// Turned lists the fields of the card in whose answers the reading direction was
// turned, so that the review can say so: the card itself holds clean text.
func Turned(answers questionnaire.Answers) []organisation.Field {
	var turned []organisation.Field
	for _, f := range organisation.Fields() {
		if slices.ContainsFunc(Questions(f), answers.Turned) {
			turned = append(turned, f)
		}
	}
	return turned
}
