// Package form draws the questions of a questionnaire so that everyone can
// answer them: every type of question with its hint and its error, without
// needing a script, and the answers again in words.
//
// Field names are those that Definition.Read takes. A File has two more:
// FileField carries the chosen file, RemoveField asks to take the present one
// away. The buttons of a repeat are submit buttons named "action"; Edit does
// what they ask.
package form

import (
	"strconv"
	"strings"

	"telaio/internal/fault"
	"telaio/internal/questionnaire"
	"telaio/internal/twin"
	"telaio/internal/web/shell"
)

// Fields are the questions of one page with what has been answered so far.
type Fields struct {
	Definition *questionnaire.Definition
	Questions  []questionnaire.Question
	Answers    questionnaire.Answers // all of them: conditions may look at other pages
	Errors     map[string]fault.Message
	Towns      questionnaire.Gazetteer    // nil where no question needs it
	Picture    func(fileID string) string // address of an uploaded picture; nil = none is shown
	Prefix     string                     // of element ids, where a page holds two forms; "" = "q-"
	Ties       map[string]twin.Tie        // by item id: the pages of the atlas that relations lead to, or may lead to
}

// Relations is the repeat whose items can be linked to pages of the atlas, by
// buttons "link:relations:N:ID", without an ID to take the link off.
const Relations = "relations"

// TieAsked is the field that names the items beside which the page has asked
// whether they are on the atlas.
const TieAsked = "tie_asked"

// FileField is the name under which the file for a File question is sent.
func FileField(name string) string { return name + ".file" }

// RemoveField is the name of the check box that takes the present file away.
func RemoveField(name string) string { return name + ".remove" }

// ControlID is the id of the first control of the field with the name.
func (f Fields) ControlID(name string) string {
	prefix := f.Prefix
	if prefix == "" {
		prefix = "q-"
	}
	return prefix + strings.ReplaceAll(name, ".", "-")
}

// field is one question as it stands on the page.
type field struct {
	v        *shell.Visit
	form     Fields
	question questionnaire.Question
	name     string // of the form field
	value    questionnaire.Value
	siblings []questionnaire.Question // among which a condition is decided on this page
	scope    string                   // what comes before the name of a sibling: "places.0."
	seen     questionnaire.Answers    // what its condition sees
}

// fields lists the questions that have a place on the page.
func (f Fields) fields(v *shell.Visit) []field {
	var shown []field
	for _, q := range f.Questions {
		x := field{v: v, form: f, question: q, name: q.ID, value: f.Answers[q.ID], siblings: f.Questions, seen: f.Answers}
		if x.shown() {
			shown = append(shown, x)
		}
	}
	return shown
}

// items lists the fields of each item of a repeat.
func (x field) items() []item {
	items := make([]item, len(x.value.Items))
	for i, answers := range x.value.Items {
		items[i] = item{repeat: x, number: i, answers: answers}
	}
	return items
}

// item is one turn of a repeat.
type item struct {
	repeat  field
	number  int
	answers questionnaire.Answers
}

func (i item) scope() string { return i.repeat.name + "." + strconv.Itoa(i.number) + "." }

func (i item) fields() []field {
	r := i.repeat
	var shown []field
	for _, q := range r.question.Questions {
		x := field{
			v: r.v, form: r.form, question: q, name: i.scope() + q.ID, value: i.answers[q.ID],
			siblings: r.question.Questions, scope: i.scope(), seen: questionnaire.Within(r.form.Answers, i.answers),
		}
		if x.shown() {
			shown = append(shown, x)
		}
	}
	return shown
}

// tie is the page of the atlas that the item leads to, or may lead to.
func (i item) tie() (twin.Tie, bool) {
	if i.repeat.name != Relations {
		return twin.Tie{}, false
	}
	tie, found := i.repeat.form.Ties[i.key()]
	return tie, found
}

// key is the one that the item was given when it was added.
func (i item) key() string { return i.answers[questionnaire.ItemID].Text }

// link is the value of the button that links the item.
func (i item) link(organisationID string) string {
	return "link:" + i.repeat.name + ":" + strconv.Itoa(i.number) + ":" + organisationID
}

func (i item) title() string { return i.repeat.itemTitle(i.number, i.answers) }

// itemTitle names an item: "Luogo 2", or "Luogo 2, Officina" if it has a name.
func (x field) itemTitle(number int, item questionnaire.Answers) string {
	title := x.v.T("form.item", map[string]any{
		"Name": capital(x.in(x.question.ItemName)), "Number": x.v.Number(number + 1),
	})
	if named := item[x.question.ItemTitle].Text; named != "" {
		title += ", " + named
	}
	return title
}

// shown reports whether the field is on the page. One whose condition is
// decided on this very page always is, with a word that says when it applies.
func (x field) shown() bool {
	if x.question.Type == questionnaire.Calculated {
		return false
	}
	return x.conditional() || x.form.Definition.Asked(x.question, x.seen)
}

// carried reports whether the field only goes along unseen: a text that the
// program itself wrote.
func carried(q questionnaire.Question) bool {
	return q.Type == questionnaire.ShortText && q.Class == questionnaire.Technical
}

func (x field) in(t questionnaire.Text) string { return t.In(string(x.v.Language)) }

func (x field) label() string { return x.in(x.question.Label) }
func (x field) hint() string  { return x.in(x.question.Hint) }

// id is that of the field's first control.
func (x field) id() string { return x.form.ControlID(x.name) }

// optionID is the id of the option at index i; the first one is the field's.
func (x field) optionID(i int) string {
	if i == 0 {
		return x.id()
	}
	return x.id() + "-" + strconv.Itoa(i+1)
}

// problem is the sentence that says what to do, "" if nothing is wrong.
func (x field) problem() string { return x.problemOf(x.name) }

func (x field) problemOf(name string) string {
	m, ok := x.form.Errors[name]
	if !ok {
		return ""
	}
	return questionnaire.Sentence(x.v.Printer, m)
}

// wrong reports whether the field, or one that belongs to it, has a problem.
func (x field) wrong() bool {
	if x.problem() != "" || x.problemOf(x.name+".other") != "" {
		return true
	}
	for _, row := range x.question.Rows {
		if x.problemOf(x.name+"."+row.Code) != "" {
			return true
		}
	}
	return false
}

func (x field) class() string {
	if x.wrong() {
		return "field field--error"
	}
	return "field"
}

// describedBy lists the ids of what explains the field, in reading order.
func (x field) describedBy(more ...string) string {
	var ids []string
	if x.hint() != "" {
		ids = append(ids, x.id()+"-hint")
	}
	if x.conditional() {
		ids = append(ids, x.id()+"-when")
	}
	if x.problem() != "" {
		ids = append(ids, x.id()+"-error")
	}
	return strings.Join(append(ids, more...), " ")
}

func (x field) options() []questionnaire.Option { return x.form.Definition.Options(x.question) }

// chosen reports whether the code is among the answers.
func (x field) chosen(code string) bool {
	if x.value.Text == code {
		return true
	}
	for _, c := range x.value.Codes {
		if c == code {
			return true
		}
	}
	return false
}

func capital(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}
