package questionnaire

// KeepMarks marks the answers as turned that were so before and say the same:
// a form that is shown again holds the clean text, and sending it once more
// does not undo what was found.
func (a Answers) KeepMarks(before Answers) {
	for id, v := range a {
		old := before[id]
		if v.Text == old.Text && v.Other == old.Other {
			v.Turned = v.Turned || old.Turned
		}
		for _, item := range v.Items {
			item.KeepMarks(itemWithID(old.Items, item[ItemID].Text))
		}
		a[id] = v
	}
}

// Turned reports whether the answer, or one in its items, was typed with signs
// that turn the reading direction.
func (a Answers) Turned(id string) bool {
	if a[id].Turned {
		return true
	}
	for _, item := range a[id].Items {
		for child := range item {
			if item.Turned(child) {
				return true
			}
		}
	}
	return false
}

func itemWithID(items []Answers, id string) Answers {
	for _, item := range items {
		if item[ItemID].Text == id {
			return item
		}
	}
	return nil
}
