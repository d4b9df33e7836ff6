// Package field draws the fields of small forms that are not a questionnaire,
// and what has to be mended in them.
package field

import (
	"errors"

	"telaio/internal/fault"
	"telaio/internal/questionnaire"
	"telaio/internal/web/shell"
)

// Text is a line to write in. Its control has the name as its id.
type Text struct {
	Name         string
	Label        string
	Hint         string // "" = none
	Value        string
	Type         string // of the input element, "" = text
	Autocomplete string
	Optional     bool
	Code         bool // a code to copy, not words
}

// Problem is a field and what has to be done about it.
type Problem struct{ Name, Text string }

// Problems are the fields that cannot be taken, in the order of the form.
type Problems []Problem

// Of returns the sentence for the field, "" if it is fine.
func (p Problems) Of(name string) string {
	for _, problem := range p {
		if problem.Name == name {
			return problem.Text
		}
	}
	return ""
}

// ProblemsIn reads the named fields' problems out of err. It reports false if
// err is no complaint about fields.
func ProblemsIn(v *shell.Visit, err error, names ...string) (Problems, bool) {
	refusal, ok := errors.AsType[*fault.Error](err)
	if !ok || refusal.Kind != fault.Invalid || len(refusal.Fields) == 0 {
		return nil, false
	}
	var problems Problems
	for _, name := range names {
		if message, ok := refusal.Fields[name]; ok {
			problems = append(problems, Problem{name, questionnaire.Sentence(v.Printer, message)})
		}
	}
	return problems, len(problems) == len(refusal.Fields)
}

func (t Text) kind() string {
	if t.Type == "" {
		return "text"
	}
	return t.Type
}

// describedBy names what explains the control, for screen readers.
func (t Text) describedBy(problem string) string {
	switch {
	case t.Hint != "" && problem != "":
		return t.Name + "-hint " + t.Name + "-error"
	case t.Hint != "":
		return t.Name + "-hint"
	case problem != "":
		return t.Name + "-error"
	default:
		return ""
	}
}

// Title returns the page's title, marked when something has to be mended.
func Title(v *shell.Visit, title string, problems Problems) string {
	if len(problems) == 0 {
		return title
	}
	return v.T("form.error_prefix") + " " + title
}
