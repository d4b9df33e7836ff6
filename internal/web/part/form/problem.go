package form

import (
	"maps"
	"slices"
	"strings"

	"telaio/internal/questionnaire"
	"telaio/internal/web/shell"
)

// listedProblem is one line of the error summary.
type listedProblem struct {
	target string // id of the control, "" if the page does not show it
	text   string
}

// problems lists what has to be mended, in the order of the page.
func (f Fields) problems(v *shell.Visit) []listedProblem {
	left := maps.Clone(f.Errors)
	var listed []listedProblem
	take := func(x field, name, target string) {
		if _, ok := left[name]; !ok {
			return
		}
		delete(left, name)
		listed = append(listed, listedProblem{target: target, text: x.problemOf(name)})
	}
	for _, x := range f.fields(v) {
		x.takeProblems(take)
		for _, i := range x.items() {
			from := len(listed)
			for _, child := range i.fields() {
				child.takeProblems(take)
			}
			for n := from; n < len(listed); n++ {
				listed[n].text = v.T("form.item_problem", map[string]any{"Item": i.title(), "Problem": listed[n].text})
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(left)) {
		listed = append(listed, listedProblem{text: questionnaire.Sentence(v.Printer, left[name])})
	}
	return listed
}

// takeProblems hands on the names that a problem of the field can have.
func (x field) takeProblems(take func(x field, name, target string)) {
	take(x, x.name, x.id())
	for _, row := range x.question.Rows {
		name := x.name + "." + row.Code
		take(x, name, x.form.ControlID(name))
	}
	for _, part := range []string{"other", "code", "missing"} {
		name := x.name + "." + part
		take(x, name, strings.TrimSuffix(x.form.ControlID(name), suffixWithoutControl(part)))
	}
}

// suffixWithoutControl is the end of a name that no control of its own has.
func suffixWithoutControl(part string) string {
	if part == "other" {
		return ""
	}
	return "-" + part
}
