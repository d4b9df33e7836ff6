package form

import (
	"regexp"
	"slices"

	"telaio/internal/questionnaire"
)

// condition is an expression simple enough to be said in words and followed by
// a script: one question, one code.
type condition struct {
	question string
	code     string
	negated  bool
}

var conditionShapes = []struct {
	pattern        *regexp.Regexp
	question, code int // groups
}{
	{regexp.MustCompile(`^\s*['"]([a-z0-9_-]+)['"]\s+in\s+(\w+)\s*$`), 2, 1},
	{regexp.MustCompile(`^\s*has\(\s*['"]?(\w+)['"]?\s*,\s*['"]([a-z0-9_-]+)['"]\s*\)\s*$`), 1, 2},
	{regexp.MustCompile(`^\s*(\w+)\s*==\s*['"]([a-z0-9_-]+)['"]\s*$`), 1, 2},
}

var unequal = regexp.MustCompile(`^\s*(\w+)\s*!=\s*['"]([a-z0-9_-]+)['"]\s*$`)

// readCondition reads a simple expression; false for any other.
func readCondition(when string) (condition, bool) {
	for _, shape := range conditionShapes {
		if m := shape.pattern.FindStringSubmatch(when); m != nil {
			return condition{question: m[shape.question], code: m[shape.code]}, true
		}
	}
	if m := unequal.FindStringSubmatch(when); m != nil {
		return condition{question: m[1], code: m[2], negated: true}, true
	}
	return condition{}, false
}

var namePattern = regexp.MustCompile(`[a-z][a-z0-9_]*`)

// conditional reports whether what decides the question's condition is on the
// same page, so that the answer may still change under the reader's eyes.
func (x field) conditional() bool {
	if x.question.When == "" {
		return false
	}
	names := namePattern.FindAllString(x.question.When, -1)
	return slices.ContainsFunc(x.siblings, func(q questionnaire.Question) bool {
		return q.ID != x.question.ID && slices.Contains(names, q.ID)
	})
}

// whenWords says when the question applies.
func (x field) whenWords() string {
	c, ok := readCondition(x.question.When)
	if !ok {
		return x.v.T("form.when")
	}
	decider, _ := x.form.Definition.Question(c.question)
	key := "form.when_chosen"
	if c.negated {
		key = "form.when_not_chosen"
	}
	return x.v.T(key, map[string]any{"Choice": optionLabel(x, decider, c.code)})
}

// whenField, whenCode and whenNot tell a script the same.
func (x field) whenField() string {
	c, ok := readCondition(x.question.When)
	if !ok || !x.conditional() {
		return ""
	}
	return x.scope + c.question
}

func (x field) whenCode() string {
	c, _ := readCondition(x.question.When)
	return c.code
}

func (x field) whenNot() bool {
	c, _ := readCondition(x.question.When)
	return c.negated
}

func optionLabel(x field, q questionnaire.Question, code string) string {
	for _, o := range x.form.Definition.Options(q) {
		if o.Code == code {
			return x.in(o.Label)
		}
	}
	switch code {
	case "yes":
		return x.v.T("form.yes")
	case "no":
		return x.v.T("form.no")
	}
	return code
}
