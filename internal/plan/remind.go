package plan

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"telaio/internal/account"
	"telaio/internal/letter"
	"telaio/internal/organisation"
)

// Reminders is what an organisation is told of its plan by mail.
type Reminders struct {
	Wanted bool
}

// months are the times after which the editors are asked how it goes.
var months = []int{3, 6, 12}

// tooLate is how long after its day a reminder is not sent any more.
const tooLate = 45 * 24 * time.Hour

// Reminders returns whether the organisation wants to be reminded.
func (u UseCases) Reminders(ctx context.Context, organisationID string) (Reminders, error) {
	r, err := u.Records.PlanReminders(ctx, organisationID)
	if err != nil {
		return r, fmt.Errorf("read the reminders' setting: %w", err)
	}
	return r, nil
}

// SetReminders notes whether the organisation wants to be reminded.
func (u UseCases) SetReminders(ctx context.Context, who account.Subject, organisationID string, wanted bool) error {
	if err := mayEdit(who, organisationID); err != nil {
		return err
	}
	err := u.inTurn(ctx, organisationID, func(ctx context.Context, _ []Action) error {
		return u.Records.SetPlanReminders(ctx, organisationID, wanted)
	})
	if err != nil {
		return fmt.Errorf("set the reminders: %w", err)
	}
	return nil
}

// Remind writes to the editors of each organisation whose plan is three, six or
// twelve months old and has something open. Each reminder is sent once, however
// often it runs. It returns how many letters were put into the outbox.
func (u UseCases) Remind(ctx context.Context) (int, error) {
	ids, err := u.Records.OrganisationsWithPlans(ctx)
	if err != nil {
		return 0, fmt.Errorf("list the plans: %w", err)
	}
	letters := 0
	for _, id := range ids {
		n, err := u.remindOne(ctx, id)
		if err != nil {
			return letters, fmt.Errorf("remind of a plan: %w", err)
		}
		letters += n
	}
	return letters, nil
}

func (u UseCases) remindOne(ctx context.Context, organisationID string) (letters int, err error) {
	err = u.Records.InTx(ctx, func(ctx context.Context) error {
		wanted, err := u.Records.PlanReminders(ctx, organisationID)
		if err != nil || !wanted.Wanted {
			return err
		}
		plan, err := u.Plan(ctx, organisationID)
		if err != nil {
			return err
		}
		now := u.Clock.Now()
		for _, due := range plan.due(now) {
			first, err := u.Records.NotePlanReminder(ctx, organisationID, due.cycle, due.month, now)
			if err != nil {
				return err
			}
			if !first {
				continue
			}
			n, err := u.write(ctx, organisationID, due)
			if err != nil {
				return err
			}
			letters += n
		}
		return nil
	})
	return letters, err
}

// dueReminder is a reminder whose day has come.
type dueReminder struct {
	cycle string
	month int
	open  []Action
}

// due lists the reminders whose day has come: for the actions of each cycle the
// latest one, counted from the day on which the first of them was added.
func (p Plan) due(now time.Time) []dueReminder {
	began := map[string]time.Time{}
	for _, a := range p.Actions {
		if first, ok := began[a.CycleID]; !ok || a.Since.Before(first) {
			began[a.CycleID] = a.Since
		}
	}
	var list []dueReminder
	for _, cycle := range slices.Sorted(maps.Keys(began)) {
		open := p.filter(func(a Action) bool { return a.CycleID == cycle && a.State.Open() })
		if month, ok := latestMonth(began[cycle], now); ok && len(open) > 0 {
			list = append(list, dueReminder{cycle, month, open})
		}
	}
	return list
}

// latestMonth is the last of the reminders' months that has come, and whether
// it has not been too long.
func latestMonth(began, now time.Time) (month int, due bool) {
	for _, m := range slices.Backward(months) {
		if day := began.AddDate(0, m, 0); !now.Before(day) {
			return m, now.Before(day.Add(tooLate))
		}
	}
	return 0, false
}

func (u UseCases) write(ctx context.Context, organisationID string, due dueReminder) (int, error) {
	o, err := u.Records.Organisation(ctx, organisationID)
	if err != nil {
		return 0, fmt.Errorf("find the organisation: %w", err)
	}
	editors, err := u.People.EditorsOf(ctx, organisationID)
	if err != nil {
		return 0, fmt.Errorf("list the editors: %w", err)
	}
	for _, editor := range editors {
		if err := u.Outbox.Send(ctx, u.letter(editor, o, due)); err != nil {
			return 0, err
		}
	}
	return len(editors), nil
}

func (u UseCases) letter(to account.Person, o organisation.Organisation, due dueReminder) letter.Letter {
	var open []string
	for _, a := range due.open {
		open = append(open, "– "+a.What)
	}
	return letter.Letter{
		To: to.Email, Name: to.Name, Language: to.Language, Template: "plan_reminder",
		Values: map[string]string{
			"Name": to.Name, "Organisation": o.Card.Name, "Months": strconv.Itoa(due.month),
			"Actions": strings.Join(open, "\n\n"), "Link": u.Links.Plan(to.Language, o.ID),
		},
	}
}
