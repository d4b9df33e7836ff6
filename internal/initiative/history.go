package initiative

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"
	"time"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/questionnaire"
)

// Save says when something was saved, and by whom.
type Save struct {
	At   time.Time
	Name string // of the person, "" if not known
}

// LastSave is the newest save of any part or measurement.
func (u UseCases) LastSave(ctx context.Context, s Sheeted) (Save, error) {
	save, who := Save{At: s.CreatedAt}, s.CreatedBy
	note := func(at time.Time, by string) {
		if !at.Before(save.At) {
			save.At, who = at, by
		}
	}
	for _, step := range s.Steps {
		note(step.At, step.Who)
	}
	for _, i := range s.Content.Indicators {
		for _, m := range i.Measurements {
			note(m.At, m.Who)
		}
	}
	var err error
	save.Name, err = u.nameOf(ctx, who)
	return save, err
}

// nameOf is the name of a person, "" of one who is not known any more.
func (u UseCases) nameOf(ctx context.Context, id string) (string, error) {
	person, err := u.People.Person(ctx, id)
	if fault.KindOf(err) == fault.NotFound {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("find who saved it: %w", err)
	}
	return person.Name, nil
}

// Kind says what happened to an initiative.
type Kind string

// What can happen. Others come from the audit: "initiative.archived" is
// "archived".
const (
	SavedPart Kind = "saved"
	Measured  Kind = "measured"
	Corrected Kind = "corrected"
	TakenBack Kind = "taken_back"
	Linked    Kind = "linked"
	Unlinked  Kind = "unlinked"
)

// Event is something that happened to an initiative.
type Event struct {
	Save
	Kind        Kind
	Section     string                   // of a saved part
	Number      int                      // of the step or row
	Questions   []questionnaire.Question // that were answered anew in a part
	Indicator   string                   // name
	Measurement Measurement
	Item        string // of the kit
	Undoable    bool   // the older version, or what was taken back, can be brought back
	who         string
}

// History lists what happened, newest first.
func (u UseCases) History(ctx context.Context, s Sheeted) ([]Event, error) {
	steps, err := u.Records.InitiativeSteps(ctx, s.ID)
	if err != nil {
		return nil, fmt.Errorf("read the steps: %w", err)
	}
	rows, err := u.Records.Measurements(ctx, s.ID)
	if err != nil {
		return nil, fmt.Errorf("read the measurements: %w", err)
	}
	links, err := u.Records.InitiativeLinks(ctx, s.ID)
	if err != nil {
		return nil, fmt.Errorf("read the links: %w", err)
	}
	events := slices.Concat(savedParts(s, steps), measurements(rows, indicatorNames(steps)), linkings(links))
	others, err := u.Records.AuditOf(ctx, object(s.ID))
	if err != nil {
		return nil, fmt.Errorf("read the register: %w", err)
	}
	for _, e := range others {
		events = append(events, Event{Save: Save{At: e.At}, Kind: Kind(e.Action[len("initiative."):]), who: e.Actor})
	}
	slices.SortStableFunc(events, func(a, b Event) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.Number, a.Number))
	})
	return events, u.addNames(ctx, events)
}

func (u UseCases) addNames(ctx context.Context, events []Event) error {
	names := map[string]string{}
	for i, e := range events {
		name, known := names[e.who]
		if !known {
			var err error
			if name, err = u.nameOf(ctx, e.who); err != nil {
				return err
			}
			names[e.who] = name
		}
		events[i].Name = name
	}
	return nil
}

// savedParts are the saves of the parts with what each one changed.
func savedParts(s Sheeted, steps []Step) []Event {
	var events []Event
	var before Step
	for _, step := range steps {
		if step.Section != before.Section {
			before = Step{Section: step.Section}
		}
		e := Event{Save: Save{At: step.At}, Kind: SavedPart, Section: step.Section, Number: step.Number, who: step.Who}
		if page, ok := s.Sheet.Page(step.Section); ok {
			for _, q := range page.Questions {
				if !reflect.DeepEqual(before.Answers[q.ID], step.Answers[q.ID]) {
					e.Questions = append(e.Questions, q)
				}
			}
		}
		e.Undoable = step.Number < s.Steps[step.Section].Number
		events, before = append(events, e), step
	}
	return events
}

// indicatorNames are the last names of all indicators that there ever were.
func indicatorNames(steps []Step) map[string]string {
	names := map[string]string{}
	for _, step := range steps {
		for _, item := range step.Answers[indicatorsField].Items {
			if name := item[indicatorName].Text; name != "" {
				names[item[questionnaire.ItemID].Text] = name
			}
		}
	}
	return names
}

func measurements(rows []Measurement, names map[string]string) []Event {
	var events []Event
	for n, m := range rows {
		e := Event{Save: Save{At: m.At}, Kind: Measured, Number: m.Number, Indicator: names[m.IndicatorID], Measurement: m, who: m.Who}
		switch {
		case m.Removed:
			e.Kind, e.Undoable = TakenBack, isLast(rows, m)
		case m.Number > 1 && !rows[n-1].Removed:
			e.Kind = Corrected
		}
		events = append(events, e)
	}
	return events
}

func linkings(rows []Link) []Event {
	var events []Event
	for _, l := range rows {
		e := Event{Save: Save{At: l.At}, Kind: Linked, Number: l.Number, Item: l.Item, who: l.Who}
		if !l.Chosen {
			e.Kind = Unlinked
		}
		events = append(events, e)
	}
	return events
}

// BringBackPart makes an older version of a part the newest one again. Nothing
// of what was saved since is lost.
func (u UseCases) BringBackPart(ctx context.Context, who account.Subject, s Sheeted, section string, number int) error {
	if err := mayWrite(who, s.Initiative); err != nil {
		return err
	}
	page, ok := s.Sheet.Page(section)
	if !ok {
		return fault.New(fault.NotFound, "error.not_found")
	}
	steps, err := u.Records.InitiativeSteps(ctx, s.ID)
	if err != nil {
		return fmt.Errorf("read the steps: %w", err)
	}
	for _, step := range steps {
		if step.Section == section && step.Number == number {
			older := s.with(page, step.Answers)
			return u.keep(ctx, who, &older, page, s.Steps[section].Number)
		}
	}
	return fault.New(fault.NotFound, "error.not_found")
}

// BringBackMeasurement undoes the taking back of the measurement of a day.
func (u UseCases) BringBackMeasurement(ctx context.Context, who account.Subject, s Sheeted, indicatorID string, day Day) error {
	if err := mayWrite(who, s.Initiative); err != nil {
		return err
	}
	rows, err := u.Records.Measurements(ctx, s.ID)
	if err != nil {
		return fmt.Errorf("read the measurements: %w", err)
	}
	for _, m := range rows {
		if m.IndicatorID == indicatorID && m.On == day && isLast(rows, m) {
			m.Removed = false
			err := u.Records.InTx(ctx, func(ctx context.Context) error { return u.append(ctx, who, m) })
			if err != nil {
				return fmt.Errorf("bring a measurement back: %w", err)
			}
			return nil
		}
	}
	return fault.New(fault.NotFound, "error.not_found")
}
