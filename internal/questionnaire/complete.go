package questionnaire

import "slices"

// Complete returns the answers as they are stored for good: calculated values
// filled in, questions that were not asked marked so, blank items and the text
// beside an unchosen "other" left out. What is no question of the definition is
// left out too. Completing twice changes nothing more.
func (d *Definition) Complete(all Answers) Answers {
	r := d.reading(all, nil)
	complete := Answers{}
	for _, page := range d.Pages {
		for i := range page.Questions {
			q := &page.Questions[i]
			v := d.completed(r, q, all[q.ID])
			if q.Type == Repeat && v.Missing == Answered {
				v.Items = d.completeItems(q, all)
			}
			if !v.empty() {
				complete[q.ID] = v
			}
		}
	}
	return complete
}

func (d *Definition) completeItems(q *Question, all Answers) []Answers {
	var items []Answers
	for _, item := range all[q.ID].Items {
		if item.blank() {
			continue
		}
		r := d.reading(all, item)
		complete := Answers{}
		if id, ok := item[ItemID]; ok {
			complete[ItemID] = id
		}
		for i := range q.Questions {
			child := &q.Questions[i]
			if v := d.completed(r, child, item[child.ID]); !v.empty() {
				complete[child.ID] = v
			}
		}
		if !complete.blank() {
			items = append(items, complete)
		}
	}
	return items
}

// completed returns the answer to one question as it is stored.
func (d *Definition) completed(r *reading, q *Question, v Value) Value {
	e := d.entries[q.ID]
	if !r.asked(e) {
		return Value{Missing: NotAsked}
	}
	if e.value != nil {
		return Value{Text: e.value.text(r)}
	}
	if v.Missing == NotAsked {
		v.Missing = Answered // it is asked now
	}
	if v.Missing != Answered {
		return Value{Missing: v.Missing}
	}
	if v.Other != "" && !slices.Contains(v.chosen(), OtherCode) {
		v.Other = ""
	}
	return v
}
