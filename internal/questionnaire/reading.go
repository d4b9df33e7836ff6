package questionnaire

import (
	"maps"
	"slices"
	"strconv"
)

// reading is the answers as expressions see them: those of questions that are
// not asked are not there, whatever was typed before.
type reading struct {
	definition *Definition
	all        Answers
	item       Answers // of the Repeat in which an expression stands, or nil
	seen       map[string]Value
	words      vocabulary
}

func (d *Definition) reading(all, item Answers) *reading {
	r := &reading{definition: d, all: all, item: item}
	r.words = vocabulary{
		Answered: func(id string) bool { return r.value(id).answered() },
		Value:    func(id string) string { return r.value(id).Text },
		Number:   func(id string) int { n, _ := strconv.Atoi(r.value(id).Text); return n },
		Codes:    func(id string) []string { return r.value(id).chosen() },
		Count:    func(id string) int { return r.value(id).count() },
		Has: func(list any, code string) bool {
			switch l := list.(type) {
			case string:
				return slices.Contains(r.value(l).chosen(), code)
			case []string:
				return slices.Contains(l, code)
			case []any:
				return slices.Contains(l, any(code))
			}
			return false
		},
	}
	return r
}

// value returns the answer to a question that is asked, or none.
func (r *reading) value(id string) Value {
	if v, ok := r.seen[id]; ok {
		return v
	}
	v := r.find(id)
	if r.seen == nil {
		r.seen = map[string]Value{}
	}
	r.seen[id] = v
	return v
}

// find ends because the expressions of a question name only earlier ones.
func (r *reading) find(id string) Value {
	e, ok := r.definition.entries[id]
	if !ok || !r.asked(e) {
		return Value{}
	}
	if e.value != nil {
		return Value{Text: e.value.text(r)}
	}
	v, ok := r.item[id]
	if !ok {
		v = r.all[id]
	}
	if v.Missing != Answered {
		return Value{}
	}
	if e.question.Type == Repeat {
		v.Items = r.definition.completeItems(&e.question, r.all)
	}
	return v
}

func (r *reading) asked(e *entry) bool { return e.when == nil || e.when.isTrue(r) }

// Asked reports whether the question is asked, given the other answers. For a
// question of a Repeat those are the item's over all others: see Within.
func (d *Definition) Asked(q Question, all Answers) bool {
	e, ok := d.entries[q.ID]
	if !ok || e.when == nil {
		return ok
	}
	return d.reading(all, nil).asked(e)
}

// Within returns the answers that the questions of a Repeat's item see: the
// item's own, and all those outside it.
func Within(all, item Answers) Answers {
	merged := make(Answers, len(all)+len(item))
	maps.Copy(merged, all)
	maps.Copy(merged, item)
	return merged
}

// answered reports whether there is an answer that is more than a reason for
// not answering.
func (v Value) answered() bool {
	return v.Text != "" || len(v.Codes) > 0 || len(v.Rows) > 0 || v.count() > 0
}

// empty reports whether nothing at all was said.
func (v Value) empty() bool {
	return v.Text == "" && len(v.Codes) == 0 && v.Other == "" && len(v.Rows) == 0 && len(v.Items) == 0 && v.Missing == Answered
}

// chosen lists the codes of a choice, one or many.
func (v Value) chosen() []string {
	if len(v.Codes) == 0 && v.Text != "" {
		return []string{v.Text}
	}
	return v.Codes
}

func (v Value) count() int {
	if len(v.Items) > 0 {
		n := 0
		for _, item := range v.Items {
			if !item.blank() {
				n++
			}
		}
		return n
	}
	return max(len(v.Codes), len(v.Rows))
}

// blank reports whether an item of a Repeat says nothing.
func (a Answers) blank() bool {
	for id, v := range a {
		if id != ItemID && v.Missing == Answered && !v.empty() {
			return false
		}
	}
	return true
}
