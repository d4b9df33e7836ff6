package initiative

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/fault"
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
