package initiative

import (
	"context"
	"fmt"
	"slices"
	"time"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/kit"
)

// Linkable lists the dimensions of the kit whose items an initiative can be
// evidence for: what is done for workers, and how its effects are followed.
func (s *Sheet) Linkable() []kit.Dimension {
	var dimensions []kit.Dimension
	for _, id := range []string{"EMP", "NET", "ADV", "IMP"} {
		if d, ok := s.Kit.Dimension(id); ok {
			dimensions = append(dimensions, d)
		}
	}
	return dimensions
}

// Link makes the initiative evidence for the items, and for no others.
func (u UseCases) Link(ctx context.Context, who account.Subject, s Sheeted, items []string) error {
	if err := mayWrite(who, s.Initiative); err != nil {
		return err
	}
	allowed := map[string]bool{}
	for _, d := range s.Sheet.Linkable() {
		for _, item := range d.Items {
			allowed[item.ID] = true
		}
	}
	for _, item := range items {
		if !allowed[item] {
			return fault.New(fault.Invalid, "question.choose_listed")
		}
	}
	err := u.Records.InTx(ctx, func(ctx context.Context) error { return u.setLinks(ctx, who, s, items) })
	if err != nil {
		return fmt.Errorf("link an initiative to the kit: %w", err)
	}
	return nil
}

func (u UseCases) setLinks(ctx context.Context, who account.Subject, s Sheeted, items []string) error {
	rows, err := u.Records.InitiativeLinks(ctx, s.ID)
	if err != nil {
		return err
	}
	numbers := map[string]int{}
	for _, l := range rows {
		numbers[l.Item] = l.Number
	}
	now := chosen(rows)
	set := func(item string, yes bool) error {
		return u.Records.AddInitiativeLink(ctx, Link{
			InitiativeID: s.ID, Item: item, Number: numbers[item] + 1, Chosen: yes, Who: who.PersonID, At: u.Clock.Now(),
		})
	}
	for _, item := range slices.Compact(slices.Sorted(slices.Values(items))) {
		if !slices.Contains(now, item) {
			if err := set(item, true); err != nil {
				return err
			}
		}
	}
	for _, item := range now {
		if !slices.Contains(items, item) {
			if err := set(item, false); err != nil {
				return err
			}
		}
	}
	return nil
}

// chosen lists the items that the newest row of each says are chosen, sorted.
func chosen(rows []Link) []string {
	state := map[string]bool{}
	for _, l := range rows {
		state[l.Item] = l.Chosen
	}
	var items []string
	for item, yes := range state {
		if yes {
			items = append(items, item)
		}
	}
	slices.Sort(items)
	return items
}

// Cited is an initiative as evidence for an item of the kit.
type Cited struct {
	ID       string
	Name     string
	State    State
	From     Day          // when it began, "" = not said
	To       Day          // when it ended, "" = it goes on
	Strength kit.Strength // the strongest evidence of its measurements, E1 without any: the sheet itself
	On       Day          // of the newest measurement, "" = none
}

// memory is how far back the kit asks about what is done, in months.
const memory = 12

// Shows reports whether the initiative shows what people said of their practice
// at that time: it had begun by then, and was not over for a year. What is only
// planned shows nothing yet.
func (c Cited) Shows(at time.Time) bool {
	if c.Strength == kit.NoEvidence || c.From == "" || c.From > DayOf(at, time.UTC) {
		return false
	}
	return c.To == "" || c.To >= DayOf(at.AddDate(0, -memory, 0), time.UTC)
}

// MeasuredSince reports whether there is a measurement of a later day.
func (c Cited) MeasuredSince(at time.Time) bool { return c.On > DayOf(at, time.UTC) }

// Evidence lists the organisation's initiatives that are evidence for items of
// the kit, by the item's id. Archived ones are left out.
func (u UseCases) Evidence(ctx context.Context, organisationID string) (map[string][]Cited, error) {
	active, _, err := u.List(ctx, organisationID)
	if err != nil {
		return nil, err
	}
	cited := map[string][]Cited{}
	for _, s := range active {
		for _, item := range s.Items {
			cited[item] = append(cited[item], s.cited())
		}
	}
	return cited, nil
}

func (s Sheeted) cited() Cited {
	c := Cited{
		ID: s.ID, Name: s.Content.Name, State: s.State, From: s.Content.Start, To: s.Content.End, Strength: kit.OwnAccount,
	}
	for _, i := range s.Content.Indicators {
		for _, m := range i.Measurements {
			c.Strength, c.On = max(c.Strength, m.Evidence), max(c.On, m.On)
		}
	}
	return c
}
