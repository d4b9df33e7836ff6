package participation

import (
	"slices"

	"telaio/internal/intake"
	"telaio/internal/questionnaire"
)

// edit makes the change that a button asks for in the form's answers. What the
// page does not have, or has no room for, is left as it is.
func (f *Form) edit(page questionnaire.Page, e Edit) {
	for _, q := range page.Questions {
		switch {
		case q.Type == questionnaire.File && q.ID == e.Remove:
			delete(f.Answers, q.ID)
		case q.Type == questionnaire.Repeat && q.ID == e.Add:
			f.addItem(q)
		case q.Type == questionnaire.Repeat && q.ID == e.Remove:
			f.removeItem(q, e.Item)
		case q.Type == questionnaire.Repeat && q.ID == e.Link:
			f.linkItem(q, e)
		}
	}
}

func (f *Form) addItem(q questionnaire.Question) {
	items := f.Answers[q.ID].Items
	if q.Max > 0 && len(items) >= q.Max {
		return
	}
	f.Answers[q.ID] = questionnaire.Value{Items: append(slices.Clone(items), intake.NewItem(q.ID))}
}

func (f *Form) linkItem(q questionnaire.Question, e Edit) {
	items := slices.Clone(f.Answers[q.ID].Items)
	if e.Item < 0 || e.Item >= len(items) {
		return
	}
	items[e.Item] = intake.LinkRelation(items[e.Item], e.To)
	f.Answers[q.ID] = questionnaire.Value{Items: items}
}

func (f *Form) removeItem(q questionnaire.Question, number int) {
	items := f.Answers[q.ID].Items
	if number < 0 || number >= len(items) {
		return
	}
	items = slices.Delete(slices.Clone(items), number, number+1)
	if len(items) == 0 {
		delete(f.Answers, q.ID)
		return
	}
	f.Answers[q.ID] = questionnaire.Value{Items: items}
}
