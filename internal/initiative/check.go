package initiative

import (
	"slices"
	"strconv"
	"strings"

	"telaio/internal/fault"
	"telaio/internal/questionnaire"
)

// Gap is something that a sheet still lacks, or that does not fit together.
type Gap struct {
	Section   string        // id of the part, "" = a measurement
	Field     string        // name of the form field
	Item      string        // name of the indicator that it belongs to, or ""
	Indicator string        // id of the indicator without a measurement, or ""
	Message   fault.Message // says what to do
	Wrong     bool          // it is there and cannot be so
}

// notGiven is the key of the message that an answer is missing.
const notGiven = "question.required_own"

// Gaps lists what is missing at this time and what cannot be so, in the order
// of the sheet. The parts A and B are due before an initiative begins, the
// indicators when it does, the rest when it is over.
func (s Sheeted) Gaps() []Gap {
	var gaps []Gap
	for _, page := range s.Sheet.Parts.Pages {
		gaps = append(gaps, s.gapsOn(page)...)
	}
	if s.State != Finished {
		return gaps
	}
	for _, i := range s.Content.Indicators {
		if len(i.Measurements) == 0 && i.Name != "" {
			gaps = append(gaps, Gap{Indicator: i.ID, Item: i.Name, Message: fault.Message{Key: "initiative.gap.measure", Args: map[string]any{"Name": i.Name}}})
		}
	}
	return gaps
}

func (s Sheeted) gapsOn(page questionnaire.Page) []Gap {
	problems := s.problems(page)
	var gaps []Gap
	for _, field := range fieldsOf(page, s.Answers) {
		message, ok := problems[field.name]
		if !ok {
			continue
		}
		missing := message.Key == notGiven
		if missing && !s.due(page.ID, field.name) {
			continue
		}
		gaps = append(gaps, Gap{Section: page.ID, Field: field.name, Item: field.item, Message: message, Wrong: !missing})
	}
	return gaps
}

// due reports whether the field should be filled in by now.
func (s Sheeted) due(section, field string) bool {
	switch {
	case section == "a" || section == "b":
		return true
	case field == indicatorsField || strings.HasPrefix(field, indicatorsField+"."):
		return s.State != Planned
	default:
		return s.State == Finished
	}
}

// Problems says what cannot be so on the part, by field name, and nothing of
// what may still be missing.
func (s Sheeted) Problems(page questionnaire.Page) map[string]fault.Message {
	problems := s.problems(page)
	for name, message := range problems {
		if message.Key == notGiven {
			delete(problems, name)
		}
	}
	return problems
}

// problems says what is missing or cannot be so on the part, by field name.
func (s Sheeted) problems(page questionnaire.Page) map[string]fault.Message {
	problems := s.Sheet.Parts.Check(page.Questions, s.Answers, nil)
	own := map[string]bool{}
	for _, q := range page.Questions {
		own[q.ID] = true
	}
	for field, key := range unfit(s.Answers) {
		question, _, _ := strings.Cut(field, ".")
		if _, said := problems[field]; !said && own[question] {
			problems[field] = fault.Message{Key: key}
		}
	}
	return problems
}

// unfit finds answers that do not go together, by field name.
func unfit(a questionnaire.Answers) map[string]string {
	found := map[string]string{}
	if start, end := dayIn(a, startField), dayIn(a, endField); start != "" && end != "" && end < start {
		found[endField] = "initiative.check.period"
	}
	if done, reached := amountIn(a, completedField), amountIn(a, reachedField); done.Known && reached.Known && done.Value > reached.Value {
		found[completedField] = "initiative.check.completed"
	}
	if a[storyField].Text != "" && a[consentField].Text == "" {
		found[consentField] = "initiative.check.consent"
	}
	var names []string
	for i, indicator := range read(a, nil).Indicators {
		at := indicatorsField + "." + strconv.Itoa(i) + "."
		name := folded(indicator.Name)
		if name != "" && slices.Contains(names, name) {
			found[at+indicatorName] = "initiative.check.same_name"
		}
		names = append(names, name)
		if !indicator.Baseline.Known || !indicator.Target.Known {
			continue
		}
		switch way := indicator.Target.Value - indicator.Baseline.Value; {
		case way == 0:
			found[at+targetField] = "initiative.check.same_target"
		case way > 0 && indicator.Direction == Decrease, way < 0 && indicator.Direction == Increase:
			found[at+targetField] = "initiative.check.direction"
		}
	}
	return found
}

// folded writes a name so that two that people take for the same are equal.
func folded(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// placed is a field of a form with the item that it belongs to.
type placed struct{ name, item string }

// fieldsOf lists the fields of the part in its order.
func fieldsOf(page questionnaire.Page, a questionnaire.Answers) []placed {
	var fields []placed
	for _, q := range page.Questions {
		fields = append(fields, placed{name: q.ID})
		for i, item := range a[q.ID].Items {
			for _, child := range q.Questions {
				name := q.ID + "." + strconv.Itoa(i) + "." + child.ID
				fields = append(fields, placed{name, item[q.ItemTitle].Text})
			}
		}
	}
	return fields
}
