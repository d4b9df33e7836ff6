package participation

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"reflect"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/questionnaire"
)

// The most bytes that one page may hold, and the most times it may be saved:
// far above what a person writes, far below what could fill the disk.
const (
	mostBytes = 128 << 10
	mostSaves = 5_000
)

// Input is what a browser sends for one page.
type Input struct {
	Page    string
	Number  int // of the step that the page was filled in from, 0 = none
	Typed   url.Values
	Uploads map[string][]byte // by question id
	Edit    Edit
	Who     account.Subject
}

// Edit is what a button changes besides what was typed. The zero Edit changes
// nothing.
type Edit struct {
	Add    string // id of a repeated group that gets an empty item
	Remove string // id of a repeated group that loses an item, or of a file that goes
	Link   string // id of the repeated group of relations of which an item is linked
	To     string // id of the organisation that it leads to, "" = to none any more
	Item   int    // the item to lose or to link, from 0
}

// Save keeps what was typed on a page, right or wrong, and returns the form as
// it is then; once it returns nil, nothing of it can be lost. If the page was
// saved meanwhile from another tab with other answers, nothing changes and it
// is a conflict: the form that comes back holds the answers of this tab, and
// its Steps those of the other.
func (u UseCases) Save(ctx context.Context, d Draft, in Input) (*Form, error) {
	f, err := u.Form(ctx, d)
	if err != nil {
		return nil, err
	}
	page, err := f.Page(in.Page)
	if err != nil {
		return nil, err
	}
	answers := u.Read(f, page, in.Typed)
	answers.KeepMarks(f.Steps[page.ID].Answers)
	typed := f.with(page, answers)
	typed.edit(page, in.Edit)
	if d.Sent() {
		return typed, fault.New(fault.Conflict, "participate.already_sent")
	}
	if err := u.takeUploads(ctx, typed, page, in.Uploads); err != nil {
		return typed, err
	}
	return typed, u.saveStep(ctx, typed, page, in)
}

// Read takes the answers to a page from what was typed, with the municipalities
// that need no question.
func (u UseCases) Read(f *Form, page questionnaire.Page, typed url.Values) questionnaire.Answers {
	return f.Definition.Resolve(page.Questions, f.Definition.Read(page.Questions, typed), u.Towns)
}

// saveStep adds the step and notes it in the form, unless it says what the
// newest one says already.
func (u UseCases) saveStep(ctx context.Context, f *Form, page questionnaire.Page, in Input) error {
	newest, saved := f.Steps[page.ID]
	answers := f.on(page)
	if saved && reflect.DeepEqual(newest.Answers, answers) {
		return nil
	}
	if newest.Number != in.Number {
		return fault.New(fault.Conflict, "participate.conflict")
	}
	if newest.Number >= mostSaves {
		return fault.New(fault.TooMany, "participate.too_many_saves")
	}
	raw, err := json.Marshal(answers)
	if err != nil {
		return fmt.Errorf("measure a step: %w", err)
	}
	if len(raw) > mostBytes {
		return fault.New(fault.TooLarge, "participate.too_long")
	}
	step := Step{DraftID: f.Draft.ID, Page: page.ID, Number: newest.Number + 1, Answers: answers, Who: "participant", At: u.now()}
	if in.Who.SignedIn() {
		step.Who = in.Who.PersonID
	}
	return u.addStep(ctx, f, step)
}

func (u UseCases) addStep(ctx context.Context, f *Form, step Step) error {
	err := u.Store.SaveStep(ctx, step)
	if fault.KindOf(err) == fault.Conflict { // another tab was quicker: show what it saved
		current, readErr := u.Form(ctx, f.Draft)
		if readErr != nil {
			return readErr
		}
		f.Steps = current.Steps
		return fmt.Errorf("save a step: %w", err)
	}
	if err != nil {
		return fmt.Errorf("save a step: %w", err)
	}
	f.Steps = maps.Clone(f.Steps)
	f.Steps[step.Page] = step
	return nil
}

// on returns the answers to the questions of the page.
func (f *Form) on(page questionnaire.Page) questionnaire.Answers {
	answers := questionnaire.Answers{}
	for _, q := range page.Questions {
		if v, ok := f.Answers[q.ID]; ok {
			answers[q.ID] = v
		}
	}
	return answers
}

// Differing lists the questions of the page that the form's answers and the
// saved step answer differently.
func (f *Form) Differing(page questionnaire.Page) []questionnaire.Question {
	var differing []questionnaire.Question
	theirs := f.Steps[page.ID].Answers
	for _, q := range page.Questions {
		if !reflect.DeepEqual(f.Answers[q.ID], theirs[q.ID]) {
			differing = append(differing, q)
		}
	}
	return differing
}

// Choice says which of two values a person takes for a question.
type Choice string

// The choices between the value of this tab and that of the other.
const (
	Mine   Choice = "mine"
	Theirs Choice = "theirs"
)

// Settle saves a page on which two tabs disagreed: for each differing question
// the value that was chosen. A question without a choice is asked again.
func (u UseCases) Settle(ctx context.Context, d Draft, in Input, choices map[string]Choice) (*Form, error) {
	f, err := u.Form(ctx, d)
	if err != nil {
		return nil, err
	}
	page, err := f.Page(in.Page)
	if err != nil {
		return nil, err
	}
	theirs := f.Steps[page.ID]
	answers := u.Read(f, page, in.Typed)
	answers.KeepMarks(theirs.Answers)
	settled := f.with(page, answers)
	if theirs.Number != in.Number { // a third save: what was chosen between is not what is there
		return settled, fault.New(fault.Conflict, "participate.conflict")
	}
	differing := settled.Differing(page)
	for _, q := range differing {
		if choices[q.ID] != Mine && choices[q.ID] != Theirs {
			return settled, fault.New(fault.Conflict, "participate.choose_each")
		}
	}
	for _, q := range differing {
		if choices[q.ID] == Theirs {
			settled.take(q.ID, theirs.Answers)
		}
	}
	if err := u.takeUploads(ctx, settled, page, nil); err != nil {
		return settled, err
	}
	return settled, u.saveStep(ctx, settled, page, in)
}

func (f *Form) take(id string, from questionnaire.Answers) {
	if v, ok := from[id]; ok {
		f.Answers[id] = v
		return
	}
	delete(f.Answers, id)
}
