package desk

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"telaio/internal/fault"
	"telaio/internal/intake"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
	"telaio/internal/review"
	"telaio/internal/twin"
	"telaio/internal/web/part/fielddiff"
	"telaio/internal/web/shell"
)

// title is the page's, with the word for errors first if there are any.
func (p proposalPage) title(v *shell.Visit) string {
	title := v.T("desk.proposal_title", map[string]any{"Name": p.Proposal.Name, "What": what(v, p.Proposal)})
	if p.Refusal != nil {
		return v.T("form.error_title", map[string]any{"Title": title})
	}
	return title
}

// settled is the key of the sentence for a field whose public value would stay
// the same, "" for any other.
func settled(d review.Difference) string {
	switch {
	case !d.Settled():
		return ""
	case d.Field == review.PlacesField:
		return "desk.only_private"
	default:
		return "desk.already_so"
	}
}

// counted says how many fields changed and how many did not.
func (p proposalPage) counted(v *shell.Visit) string {
	if p.Organisation.Revision == 0 {
		return v.N("desk.fields_new", len(p.Differences))
	}
	return v.N("desk.fields_changed", len(p.Differences)) + ", " + v.N("desk.fields_same", len(p.Unchanged))
}

// decidable reports whether the fields can be accepted one by one.
func (p proposalPage) decidable() bool {
	return p.Proposal.State.Open() && p.Proposal.Origin.Describes()
}

func (p proposalPage) acceptLabel(v *shell.Visit) string {
	if p.Organisation.Revision == 0 {
		return v.T("desk.verdict.accept_new")
	}
	return v.T("desk.verdict.accept")
}

func (p proposalPage) keepLabel(v *shell.Visit) string {
	if p.Organisation.Revision == 0 {
		return v.T("desk.verdict.keep_new")
	}
	return v.T("desk.verdict.keep")
}

// amendable reports whether the questionnaire asks for the field.
func (p proposalPage) amendable(f organisation.Field) bool { return f != "logo" && p.asked(f) }

func (p proposalPage) asked(f organisation.Field) bool {
	return p.Form != nil && len(questionsOf(p.Form, f)) > 0
}

// questionsOf lists the questions that a field comes from.
func questionsOf(d *questionnaire.Definition, f organisation.Field) []questionnaire.Question {
	var questions []questionnaire.Question
	for _, id := range intake.Questions(f) {
		if q, ok := d.Question(id); ok {
			questions = append(questions, q)
		}
	}
	return questions
}

// problem is what is wrong with a field of the page's own, nil if nothing.
func (p proposalPage) problem(name string) *fault.Message {
	if p.Refusal == nil {
		return nil
	}
	if m, ok := p.Refusal.Fields[name]; ok {
		return &m
	}
	return nil
}

// problemLine is a line of the error summary.
type problemLine struct{ Target, Text string }

// problemLines lists what has to be mended: the fields of the card in page
// order, then the others.
func problemLines(v *shell.Visit, refusal *fault.Error) []problemLine {
	left := maps.Clone(refusal.Fields)
	var lines []problemLine
	for _, f := range organisation.Fields() {
		m, ok := left[string(f)]
		if !ok {
			continue
		}
		delete(left, string(f))
		lines = append(lines, problemLine{"field-" + string(f), fielddiff.Label(v, f) + ": " + questionnaire.Sentence(v.Printer, m)})
	}
	for _, name := range slices.Sorted(maps.Keys(left)) {
		lines = append(lines, problemLine{name, questionnaire.Sentence(v.Printer, left[name])})
	}
	return lines
}

// flagWords are the flags of a field in words, each once.
func (p proposalPage) flagWords(v *shell.Visit, f organisation.Field) []string {
	var words []string
	for _, flag := range p.FlagsOf(f) {
		if word := v.T("desk.flag." + string(flag)); !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words
}

// whereAndState tells apart organisations of one name.
func whereAndState(v *shell.Visit, twin twin.Twin) string {
	state := v.T("desk.organisation_state." + string(twin.State))
	if twin.Town == "" {
		return state
	}
	return twin.Town + ", " + state
}

func reasons(v *shell.Visit, likenesses []twin.Reason) string {
	words := make([]string, len(likenesses))
	for i, l := range likenesses {
		words[i] = v.T("desk.likeness." + string(l))
	}
	return capital(v.List(words)) + "."
}

func capital(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// person is someone of the team in a list.
type person struct{ ID, Name string }

func byName(people map[string]string) []person {
	var list []person
	for id, name := range people {
		list = append(list, person{id, name})
	}
	slices.SortFunc(list, func(a, b person) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return list
}

// nameOf is the name of a person of the team, or of somebody who was.
func nameOf(v *shell.Visit, people map[string]string, id string) string {
	if name := people[id]; name != "" {
		return name
	}
	return v.T("desk.sender.somebody")
}

// initials are the first letters of a name, at most two.
func initials(name string) string {
	var b strings.Builder
	words := strings.Fields(name)
	for i, w := range words {
		if i == 0 || i == len(words)-1 {
			b.WriteRune([]rune(w)[0])
		}
	}
	return strings.ToUpper(b.String())
}
