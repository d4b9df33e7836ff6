package participation

import (
	"context"
	"fmt"
	"maps"

	"telaio/internal/fault"
	"telaio/internal/intake"
	"telaio/internal/questionnaire"
)

// Form is a draft with its questionnaire and everything answered so far.
type Form struct {
	Draft      Draft
	Definition *questionnaire.Definition
	Steps      map[string]Step // newest of each page that was saved
	Answers    questionnaire.Answers
	Refused    map[string]fault.Message // files that could not be taken, by field name
	towns      Towns
}

// Form reads a draft's questionnaire and answers.
func (u UseCases) Form(ctx context.Context, d Draft) (*Form, error) {
	f, ok := u.Empty(d)
	if !ok {
		return nil, fmt.Errorf("there is no version %d of questionnaire %q", d.Version, d.Questionnaire)
	}
	steps, err := u.Store.CurrentSteps(ctx, d.ID)
	if err != nil {
		return nil, fmt.Errorf("read a draft: %w", err)
	}
	for _, s := range steps {
		if _, ok := f.Definition.Page(s.Page); ok {
			f.Steps[s.Page] = s
			maps.Copy(f.Answers, s.Answers)
		}
	}
	return f, nil
}

// Empty is the draft's form without its answers: its pages, at no cost.
func (u UseCases) Empty(d Draft) (*Form, bool) {
	definition, ok := u.Questionnaires.Questionnaire(d.Questionnaire, d.Version)
	return &Form{Draft: d, Definition: definition, Steps: map[string]Step{}, Answers: questionnaire.Answers{}, towns: u.Towns}, ok
}

// Blank is an empty form on the newest version, for showing what was typed when
// the draft itself is out of reach.
func (u UseCases) Blank(questionnaireID, draftID string) (*Form, bool) {
	return u.Empty(Draft{ID: draftID, Questionnaire: questionnaireID})
}

// Page returns the page with the id if something on it is asked.
func (f *Form) Page(id string) (questionnaire.Page, error) {
	page, ok := f.Definition.Page(id)
	if !ok {
		return questionnaire.Page{}, fault.New(fault.NotFound, "error.not_found")
	}
	return page, nil
}

// Pages lists the pages on which something is asked.
func (f *Form) Pages() []questionnaire.Page {
	var asked []questionnaire.Page
	for _, p := range f.Definition.Pages {
		if f.asks(p) {
			asked = append(asked, p)
		}
	}
	return asked
}

func (f *Form) asks(p questionnaire.Page) bool {
	for _, q := range p.Questions {
		if f.Definition.Asked(q, f.Answers) {
			return true
		}
	}
	return false
}

// Problems says what is wrong on the page, by field name.
func (f *Form) Problems(p questionnaire.Page) map[string]fault.Message {
	problems := f.Definition.Check(p.Questions, f.Answers, f.towns)
	own := questionnaire.Answers{}
	for _, q := range p.Questions {
		if v, ok := f.Answers[q.ID]; ok {
			own[q.ID] = v
		}
	}
	for field, message := range intake.Check(own) {
		if _, said := problems[field]; !said {
			problems[field] = message
		}
	}
	for _, q := range p.Questions {
		if message, refused := f.Refused[q.ID]; refused {
			problems[q.ID] = message
		}
	}
	return problems
}

// Done reports whether the page was saved and nothing on it is wrong.
func (f *Form) Done(p questionnaire.Page) bool {
	_, saved := f.Steps[p.ID]
	return saved && len(f.Problems(p)) == 0
}

// Complete reports whether every page is done, so that the form can be sent.
func (f *Form) Complete() bool {
	for _, p := range f.Pages() {
		if !f.Done(p) {
			return false
		}
	}
	return true
}

// After returns the page after the one with the id, "" after the last.
func (f *Form) After(id string) string {
	pages := f.Pages()
	for i, p := range pages {
		if p.ID == id && i+1 < len(pages) {
			return pages[i+1].ID
		}
	}
	return ""
}

// Resume returns the page to go on from: the one that was saved last, "" when
// only checking and sending are left.
func (f *Form) Resume() string {
	if f.Complete() {
		return ""
	}
	pages := f.Pages()
	last := pages[0]
	for _, p := range pages {
		if f.Steps[p.ID].At.After(f.Steps[last.ID].At) {
			last = p
		}
	}
	return last.ID
}

// with returns the form as it would be with other answers on the page.
func (f *Form) with(p questionnaire.Page, answers questionnaire.Answers) *Form {
	next := *f
	next.Answers = maps.Clone(f.Answers)
	for _, q := range p.Questions {
		delete(next.Answers, q.ID)
	}
	maps.Copy(next.Answers, answers)
	return &next
}
