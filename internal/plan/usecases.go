package plan

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/account"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/letter"
	"telaio/internal/organisation"
	"telaio/internal/secret"
)

// Records is what plans need stored.
type Records interface {
	InTx(ctx context.Context, fn func(context.Context) error) error
	// LockPlan makes those who change an organisation's plan take turns until
	// their transactions end.
	LockPlan(ctx context.Context, organisationID string, at time.Time) error
	// Actions lists the newest version of each action, removed ones too.
	Actions(ctx context.Context, organisationID string) ([]Action, error)
	ActionVersion(ctx context.Context, id string, number int) (Action, error)
	AddAction(ctx context.Context, a Action) error
	PlanReminders(ctx context.Context, organisationID string) (Reminders, error)
	SetPlanReminders(ctx context.Context, organisationID string, wanted bool) error
	// NotePlanReminder reports false if the reminder was noted before.
	NotePlanReminder(ctx context.Context, organisationID, cycleID string, month int, at time.Time) (bool, error)
	OrganisationsWithPlans(ctx context.Context) ([]string, error)
	Organisation(ctx context.Context, id string) (organisation.Organisation, error)
}

// People lists who is written to.
type People interface {
	EditorsOf(ctx context.Context, organisationID string) ([]account.Person, error)
}

// Links are the addresses that letters lead to.
type Links interface {
	Plan(language, organisationID string) string
}

// UseCases are what an organisation's people do with their plan.
type UseCases struct {
	Records Records
	People  People
	Outbox  letter.Outbox
	Links   Links
	Clock   clock.Clock
}

// Plan returns the organisation's plan.
func (u UseCases) Plan(ctx context.Context, organisationID string) (Plan, error) {
	actions, err := u.Records.Actions(ctx, organisationID)
	if err != nil {
		return Plan{}, fmt.Errorf("read a plan: %w", err)
	}
	return newPlan(present(actions)), nil
}

func present(actions []Action) []Action {
	var list []Action
	for _, a := range actions {
		if !a.Removed {
			list = append(list, a)
		}
	}
	return list
}

// Action returns the newest version of one of the organisation's actions, be it
// removed.
func (u UseCases) Action(ctx context.Context, organisationID, id string) (Action, error) {
	actions, err := u.Records.Actions(ctx, organisationID)
	if err != nil {
		return Action{}, fmt.Errorf("read a plan: %w", err)
	}
	return pick(actions, id)
}

func pick(actions []Action, id string) (Action, error) {
	for _, a := range actions {
		if a.ID == id {
			return a, nil
		}
	}
	return Action{}, fault.New(fault.NotFound, "error.not_found")
}

// Add puts a new action into the organisation's plan. The error may name the
// fields that have to be mended.
func (u UseCases) Add(ctx context.Context, who account.Subject, a Action) (Action, error) {
	a.ID, a.Number, a.Removed = secret.ID(), 0, false
	return u.save(ctx, who, a)
}

// Change saves another version of an action. Number is that of the version that
// was changed: if there is a newer one, nothing is saved and it is a conflict.
func (u UseCases) Change(ctx context.Context, who account.Subject, a Action) (Action, error) {
	a.Removed = false
	return u.save(ctx, who, a)
}

func (u UseCases) save(ctx context.Context, who account.Subject, a Action) (Action, error) {
	if err := mayEdit(who, a.OrganisationID); err != nil {
		return Action{}, err
	}
	a = a.clean()
	err := u.inTurn(ctx, a.OrganisationID, func(ctx context.Context, actions []Action) error {
		before, err := pick(actions, a.ID)
		switch {
		case a.Number == 0:
		case err != nil:
			return err
		case before.Number != a.Number:
			return fault.New(fault.Conflict, "plan.changed_meanwhile")
		default: // where it comes from stays as it was
			a.CycleID, a.Kit, a.Item, a.Recommendation, a.Since = before.CycleID, before.Kit, before.Item, before.Recommendation, before.Since
		}
		if err := a.check(actions); err != nil {
			return err
		}
		a.Number, a.By, a.At = a.Number+1, who.PersonID, u.Clock.Now()
		if a.Number == 1 {
			a.Since = a.At
		}
		return u.Records.AddAction(ctx, a)
	})
	if err != nil {
		return Action{}, fmt.Errorf("save an action: %w", err)
	}
	return a, nil
}

// Remove takes an action out of the plan. Undo brings it back.
func (u UseCases) Remove(ctx context.Context, who account.Subject, organisationID, id string) error {
	return u.amend(ctx, who, organisationID, id, func(_ context.Context, a Action, _ []Action) (Action, error) {
		a.Removed = true
		return a, nil
	})
}

// Undo brings back the version of an action before the present one; of its
// first version it removes it. Undoing twice changes nothing.
func (u UseCases) Undo(ctx context.Context, who account.Subject, organisationID, id string) error {
	return u.amend(ctx, who, organisationID, id, func(ctx context.Context, a Action, others []Action) (Action, error) {
		if a.Number == 1 {
			a.Removed = true
			return a, nil
		}
		before, err := u.Records.ActionVersion(ctx, id, a.Number-1)
		if err != nil {
			return a, fmt.Errorf("find the version before: %w", err)
		}
		if before.Counts() && !roomFor(before, others) {
			before.Now = false // its place has been taken meanwhile
		}
		before.Number = a.Number
		return before, nil
	})
}

// amend makes a new version of an action out of the present one.
func (u UseCases) amend(ctx context.Context, who account.Subject, organisationID, id string, change func(context.Context, Action, []Action) (Action, error)) error {
	if err := mayEdit(who, organisationID); err != nil {
		return err
	}
	err := u.inTurn(ctx, organisationID, func(ctx context.Context, actions []Action) error {
		a, err := pick(actions, id)
		if err != nil {
			return err
		}
		if a, err = change(ctx, a, actions); err != nil {
			return err
		}
		a.Number, a.By, a.At = a.Number+1, who.PersonID, u.Clock.Now()
		return u.Records.AddAction(ctx, a)
	})
	if err != nil {
		return fmt.Errorf("amend an action: %w", err)
	}
	return nil
}

// inTurn runs fn with the plan as it is, while nobody else changes it.
func (u UseCases) inTurn(ctx context.Context, organisationID string, fn func(context.Context, []Action) error) error {
	return u.Records.InTx(ctx, func(ctx context.Context) error {
		if err := u.Records.LockPlan(ctx, organisationID, u.Clock.Now()); err != nil {
			return err
		}
		actions, err := u.Records.Actions(ctx, organisationID)
		if err != nil {
			return fmt.Errorf("read a plan: %w", err)
		}
		return fn(ctx, actions)
	})
}

func mayEdit(who account.Subject, organisationID string) error {
	if !account.Can(who, account.EditArea, account.Object{OrganisationID: organisationID}) {
		return fault.New(fault.Denied, "error.denied")
	}
	return nil
}
