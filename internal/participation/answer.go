package participation

import (
	"reflect"

	"telaio/internal/questionnaire"
)

// answersByVariable lists what was answered as research keeps it: one row per
// variable, or per variable and item. Who a person is and where exactly a place
// lies are kept elsewhere and never here. Of a change, only what differs from
// the published card is a new answer.
func answersByVariable(f *Form, s submission) []Answer {
	var rows []Answer
	row := func(q questionnaire.Question, item string, v questionnaire.Value) {
		if q.Variable == "" || q.Class == questionnaire.Direct {
			return
		}
		v.Turned = false // is about the review, not about the answer
		who := s.proposal.Sender.PersonID
		if who == "" {
			who = "participant"
		}
		rows = append(rows, Answer{
			ProposalID: s.proposal.ID, Questionnaire: f.Definition.ID, Version: f.Definition.Version,
			Variable: q.Variable, Item: item, Value: v, Who: who, At: s.proposal.SentAt,
		})
	}
	for _, page := range f.Definition.Pages {
		for _, q := range page.Questions {
			v, ok := s.answers[q.ID]
			v.Turned = false
			if !ok || reflect.DeepEqual(v, s.before[q.ID]) {
				continue
			}
			if q.Type != questionnaire.Repeat {
				row(q, "", v)
				continue
			}
			eachItem(q, v, row)
		}
	}
	return rows
}

func eachItem(q questionnaire.Question, v questionnaire.Value, row func(questionnaire.Question, string, questionnaire.Value)) {
	for _, item := range v.Items {
		for _, child := range q.Questions {
			if answer, ok := item[child.ID]; ok {
				row(child, item[questionnaire.ItemID].Text, answer)
			}
		}
	}
}
