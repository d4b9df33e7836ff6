package initiative

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"reflect"
	"slices"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/questionnaire"
	"telaio/internal/secret"
)

// The most bytes that one part may hold, the most times it may be saved, and
// the most initiatives of one organisation: far above what people write, far
// below what could fill the disk.
const (
	mostBytes       = 128 << 10
	mostSaves       = 2_000
	mostInitiatives = 300
)

// Input is what a browser sends for one part of the sheet.
type Input struct {
	Section string
	Number  int // of the step that the page was filled in from, 0 = none
	Typed   url.Values
	Add     string // id of a group that gets an empty item
	Remove  string // id of a group that loses an item
	Item    int    // the item to lose, from 0
}

// NameField is the field without which there is nothing to begin.
const NameField = nameField

// Blank is an initiative that nobody has begun, on the newest sheet.
func (u UseCases) Blank(organisationID string) Sheeted {
	sheet := u.Sheets.Newest()
	i := Initiative{OrganisationID: organisationID, Kit: sheet.Kit.Reference()}
	return Sheeted{Initiative: i, Sheet: sheet, Steps: map[string]Step{}, Answers: questionnaire.Answers{}, State: Planned}
}

// Begin makes an initiative of its first part. Without a name nothing is made,
// and what was typed comes back with the fault.
func (u UseCases) Begin(ctx context.Context, who account.Subject, organisationID string, in Input) (Sheeted, error) {
	s := u.Blank(organisationID)
	if err := mayEdit(who, organisationID); err != nil {
		return s, err
	}
	page := s.Sheet.Parts.Pages[0]
	s = s.with(page, s.Sheet.Parts.Read(page.Questions, in.Typed))
	if s.Answers[nameField].Text == "" {
		return s, fault.InvalidFields(map[string]fault.Message{nameField: s.problems(page)[nameField]})
	}
	s.ID, s.CreatedBy, s.CreatedAt = secret.ID(), who.PersonID, u.Clock.Now()
	err := u.Records.InTx(ctx, func(ctx context.Context) error { return u.add(ctx, who, s.Initiative, page, s.on(page)) })
	if err != nil {
		return s, fmt.Errorf("begin an initiative: %w", err)
	}
	return s, nil
}

// add stores a new initiative with the first step of a part.
func (u UseCases) add(ctx context.Context, who account.Subject, i Initiative, page questionnaire.Page, answers questionnaire.Answers) error {
	all, err := u.Records.InitiativesOfOrganisation(ctx, i.OrganisationID)
	if err != nil {
		return err
	}
	if len(all) >= mostInitiatives {
		return fault.New(fault.TooMany, "initiative.too_many")
	}
	if err := u.Records.AddInitiative(ctx, i); err != nil {
		return err
	}
	if err := u.record(ctx, who, "initiative.begun", i.ID, nil); err != nil {
		return err
	}
	step := Step{InitiativeID: i.ID, Section: page.ID, Number: 1, Answers: answers, Who: who.PersonID, At: u.Clock.Now()}
	return u.addStep(ctx, step)
}

// Save keeps what was typed on a part, right or wrong, and returns the sheet as
// it is then; once it returns nil, nothing of it can be lost. If somebody else
// saved the part meanwhile, nothing changes and it is a conflict: what comes
// back holds what was typed, and its Steps what the other saved.
func (u UseCases) Save(ctx context.Context, who account.Subject, s Sheeted, in Input) (Sheeted, error) {
	page, ok := s.Sheet.Page(in.Section)
	if !ok {
		return s, fault.New(fault.NotFound, "error.not_found")
	}
	answers := s.Sheet.Parts.Read(page.Questions, in.Typed)
	answers.KeepMarks(s.Steps[page.ID].Answers)
	typed := s.with(page, answers)
	typed.edit(page, in)
	if err := mayWrite(who, s.Initiative); err != nil {
		return typed, err
	}
	return typed, u.keep(ctx, who, &typed, page, in.Number)
}

// keep adds a step unless it says what the newest one says already.
func (u UseCases) keep(ctx context.Context, who account.Subject, s *Sheeted, page questionnaire.Page, from int) error {
	newest, saved := s.Steps[page.ID]
	answers := s.on(page)
	if saved && reflect.DeepEqual(newest.Answers, answers) {
		return nil
	}
	if newest.Number != from {
		return fault.New(fault.Conflict, "initiative.conflict")
	}
	step := Step{InitiativeID: s.ID, Section: page.ID, Number: from + 1, Answers: answers, Who: who.PersonID, At: u.Clock.Now()}
	err := u.addStep(ctx, step)
	if fault.KindOf(err) == fault.Conflict { // somebody was quicker: show what they saved
		theirs, readErr := u.open(ctx, s.Initiative)
		if readErr != nil {
			return readErr
		}
		s.Steps = theirs.Steps
		return fault.Wrap(fault.Conflict, "initiative.conflict", err)
	}
	if err != nil {
		return fmt.Errorf("save a part of a sheet: %w", err)
	}
	s.Steps = maps.Clone(s.Steps)
	s.Steps[page.ID] = step
	s.SavedAt = step.At
	return nil
}

func (u UseCases) addStep(ctx context.Context, step Step) error {
	raw, err := json.Marshal(step.Answers)
	if err != nil {
		return fmt.Errorf("measure a step: %w", err)
	}
	switch {
	case len(raw) > mostBytes:
		return fault.New(fault.TooLarge, "participate.too_long")
	case step.Number > mostSaves:
		return fault.New(fault.TooMany, "participate.too_many_saves")
	}
	return u.Records.AddInitiativeStep(ctx, step)
}

// with returns the sheet as it would be with other answers on the part.
func (s Sheeted) with(page questionnaire.Page, answers questionnaire.Answers) Sheeted {
	s.Answers = maps.Clone(s.Answers)
	for _, q := range page.Questions {
		delete(s.Answers, q.ID)
	}
	maps.Copy(s.Answers, answers)
	for id, v := range s.Answers {
		for _, item := range v.Items {
			if item[questionnaire.ItemID].Text == "" {
				item[questionnaire.ItemID] = questionnaire.Value{Text: secret.ID()}
			}
		}
		s.Answers[id] = v
	}
	return s
}

// edit adds or removes an item of a group, as a button asked.
func (s *Sheeted) edit(page questionnaire.Page, in Input) {
	for _, q := range page.Questions {
		items := s.Answers[q.ID].Items
		switch {
		case q.Type != questionnaire.Repeat:
		case q.ID == in.Add && len(items) < q.Max:
			item := questionnaire.Answers{questionnaire.ItemID: {Text: secret.ID()}}
			s.Answers[q.ID] = questionnaire.Value{Items: append(slices.Clone(items), item)}
		case q.ID == in.Remove && in.Item >= 0 && in.Item < len(items):
			s.Answers[q.ID] = questionnaire.Value{Items: slices.Delete(slices.Clone(items), in.Item, in.Item+1)}
		}
	}
}

// on returns the answers to the questions of the part.
func (s Sheeted) on(page questionnaire.Page) questionnaire.Answers {
	answers := questionnaire.Answers{}
	for _, q := range page.Questions {
		if v, ok := s.Answers[q.ID]; ok && !reflect.DeepEqual(v, questionnaire.Value{}) {
			answers[q.ID] = v
		}
	}
	return answers
}

// Differing lists the questions of the part that were answered otherwise by
// whoever saved it meanwhile.
func (s Sheeted) Differing(page questionnaire.Page) []questionnaire.Question {
	theirs := s.Steps[page.ID].Answers
	return slices.DeleteFunc(slices.Clone(page.Questions), func(q questionnaire.Question) bool {
		return reflect.DeepEqual(s.Answers[q.ID], theirs[q.ID])
	})
}

// Choice says whose answer to a question is kept.
type Choice string

// The choices between what was typed and what somebody else has saved.
const (
	Mine   Choice = "mine"
	Theirs Choice = "theirs"
)

// Settle saves a part that two people have answered differently: for each
// question on which they differ, the answer that was chosen.
func (u UseCases) Settle(ctx context.Context, who account.Subject, s Sheeted, in Input, choices map[string]Choice) (Sheeted, error) {
	page, ok := s.Sheet.Page(in.Section)
	if !ok {
		return s, fault.New(fault.NotFound, "error.not_found")
	}
	settled := s.with(page, s.Sheet.Parts.Read(page.Questions, in.Typed))
	if err := mayWrite(who, s.Initiative); err != nil {
		return settled, err
	}
	if s.Steps[page.ID].Number != in.Number { // saved once more: what was chosen between is gone
		return settled, fault.New(fault.Conflict, "initiative.conflict")
	}
	for _, q := range settled.Differing(page) {
		switch choices[q.ID] {
		case Mine:
		case Theirs:
			settled.Answers[q.ID] = s.Steps[page.ID].Answers[q.ID]
		default:
			return settled, fault.New(fault.Conflict, "initiative.choose_each")
		}
	}
	return settled, u.keep(ctx, who, &settled, page, in.Number)
}
