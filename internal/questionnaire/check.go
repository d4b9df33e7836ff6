package questionnaire

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"telaio/internal/fault"
)

// Check says what is wrong with the answers to the questions, by field name as
// in Read, as messages that Sentence writes out. Questions not asked are not
// checked. The towns may be nil when no question needs them.
func (d *Definition) Check(questions []Question, all Answers, towns Gazetteer) map[string]fault.Message {
	c := checking{definition: d, towns: towns, found: map[string]fault.Message{}}
	r := d.reading(all, nil)
	for i := range questions {
		q := &questions[i]
		if !c.asked(r, q) {
			continue
		}
		if q.Type == Repeat {
			c.items(q, all)
			continue
		}
		c.answer(q, q.ID, all[q.ID])
	}
	return c.found
}

// checking is one run of Check.
type checking struct {
	definition *Definition
	towns      Gazetteer
	found      map[string]fault.Message
}

func (c *checking) asked(r *reading, q *Question) bool {
	e, ok := c.definition.entries[q.ID]
	return ok && r.asked(e)
}

// say notes the first problem of a field.
func (c *checking) say(field string, m fault.Message) {
	if _, ok := c.found[field]; !ok && m.Key != "" {
		c.found[field] = m
	}
}

func (c *checking) items(q *Question, all Answers) {
	items := all[q.ID].Items
	full := all[q.ID].count()
	limit := q.Max
	if limit == 0 {
		limit = defaultItems
	}
	switch {
	case full == 0 && q.Required:
		c.say(q.ID, requiredMessage(q))
	case full > 0 && full < q.Min:
		c.say(q.ID, counted("question.too_few_items", q.Min-full))
	case len(items) > limit:
		c.say(q.ID, counted("question.too_many_items", len(items)-limit))
	}
	for i, item := range items {
		if item.blank() {
			continue
		}
		r := c.definition.reading(all, item)
		for j := range q.Questions {
			child := &q.Questions[j]
			if c.asked(r, child) {
				c.answer(child, q.ID+"."+strconv.Itoa(i)+"."+child.ID, item[child.ID])
			}
		}
	}
}

// answer checks one answer, whose field has the name.
func (c *checking) answer(q *Question, name string, v Value) {
	if q.Type == Calculated {
		return
	}
	given := v.Text != "" || len(v.Codes) > 0 || len(v.Rows) > 0 || v.Other != ""
	switch {
	case v.Missing != Answered && !slices.Contains(q.Missing, v.Missing):
		c.say(name, message("question.choose_listed"))
	case v.Missing != Answered && given:
		c.say(name, message("question.answer_or_reason"))
	case v.Missing != Answered:
	case !given && q.Required:
		c.say(c.fieldOf(q, name), requiredMessage(q))
	case given:
		c.given(q, name, v)
	}
}

// fieldOf returns the field to which a person who answered nothing is led.
func (c *checking) fieldOf(q *Question, name string) string {
	if q.Type == Matrix {
		return name + "." + q.Rows[0].Code
	}
	return name
}

func (c *checking) given(q *Question, name string, v Value) {
	if isUnreadable(v.Text) {
		c.say(name, message("question.unreadable"))
		return
	}
	switch q.Type {
	case ShortText, LongText:
		c.say(name, checkLength(q, v.Text))
	case Integer:
		c.say(name, checkInteger(q, v.Text))
	case Number:
		c.say(name, checkNumber(q, v.Text))
	case Year:
		c.say(name, checkYear(q, v.Text))
	case Date:
		c.say(name, checkDate(v.Text))
	case SingleChoice, MultiChoice, Scale:
		c.choice(q, name, v)
	case Matrix:
		c.matrix(q, name, v)
	case YesNo:
		if v.Text != "yes" && v.Text != "no" {
			c.say(name, message("question.yes_or_no"))
		}
	case File:
		c.say(name, checkFile(v.Text))
	case Municipality:
		c.say(name, c.town(v))
	case URL:
		c.say(name, checkURL(v.Text))
	case Email:
		c.say(name, checkEmail(v.Text))
	case Phone:
		c.say(name, checkPhone(v.Text))
	default: // a repeat is checked item by item, a calculated value is nobody's answer
	}
}

func (c *checking) choice(q *Question, name string, v Value) {
	codes := v.chosen()
	options := c.definition.Options(*q)
	for _, code := range codes {
		if !hasOption(options, code) {
			c.say(name, message("question.choose_listed"))
			return
		}
	}
	other := slices.Contains(codes, OtherCode)
	switch {
	case len(codes) == 0 && q.Required && v.Other == "":
		c.say(name, requiredMessage(q))
	case q.Other && other && v.Other == "":
		c.say(name+".other", message("question.say_other"))
	case q.Other && !other && v.Other != "":
		c.say(name, message("question.choose_other"))
	case isUnreadable(v.Other):
		c.say(name+".other", message("question.unreadable"))
	case utf8.RuneCountInString(v.Other) > defaultText:
		c.say(name+".other", counted("question.too_long", utf8.RuneCountInString(v.Other)-defaultText, "Max", defaultText))
	case q.Type == MultiChoice && q.Max > 0 && len(codes) > q.Max:
		c.say(name, counted("question.too_many_choices", q.Max))
	case q.Type == MultiChoice && len(codes) < q.Min:
		c.say(name, counted("question.too_few_choices", q.Min))
	}
}

func (c *checking) matrix(q *Question, name string, v Value) {
	options := c.definition.Options(*q)
	for _, row := range q.Rows {
		code := v.Rows[row.Code]
		switch {
		case code == "" && q.Required:
			c.say(name+"."+row.Code, message("question.choose_row", "Row", row.Label))
		case code != "" && !hasOption(options, code):
			c.say(name+"."+row.Code, message("question.choose_listed"))
		}
	}
}

func message(key string, args ...any) fault.Message {
	m := fault.Message{Key: key}
	if len(args) == 0 {
		return m
	}
	m.Args = map[string]any{}
	for i := 0; i+1 < len(args); i += 2 {
		m.Args[args[i].(string)] = args[i+1]
	}
	return m
}

// counted is a message whose plural form depends on n.
func counted(key string, n int, args ...any) fault.Message {
	return message(key, append(args, "Count", n)...)
}

func requiredMessage(q *Question) fault.Message {
	return message("question.required_own", "Text", q.RequiredMessage)
}
