package store

import (
	"context"
	"time"

	"telaio/internal/fault"
	"telaio/internal/plan"
)

const actionColumns = `a.id, a.number, a.organisation_id, a.cycle_id, a.kit, a.item, a.recommendation, a.what, a.who, a.due,
	a.state, a.now, a.notes, a.removed, a.person_id, a.at, a.since`

func scanAction(s scanner) (a plan.Action, err error) {
	err = s.Scan(&a.ID, &a.Number, &a.OrganisationID, &a.CycleID, &a.Kit, &a.Item, &a.Recommendation, &a.What, &a.Who, &a.Due,
		&a.State, &a.Now, &a.Notes, &a.Removed, &a.By, nullTime{&a.At}, nullTime{&a.Since})
	return a, err
}

// LockPlan makes those who change an organisation's plan take turns until their
// transactions end.
func (s *Store) LockPlan(ctx context.Context, organisationID string, at time.Time) error {
	return s.exec(ctx, `
		insert into plan (organisation_id, changed_at) values ($1, $2)
		on conflict (organisation_id) do update set changed_at = excluded.changed_at`, organisationID, at.UTC())
}

// Actions lists the newest version of each of the organisation's actions, in
// the order in which they were added.
func (s *Store) Actions(ctx context.Context, organisationID string) ([]plan.Action, error) {
	return list(ctx, s.read(ctx), scanAction, `
		select `+actionColumns+` from plan_action a
		where a.organisation_id = $1 and not exists (select 1 from plan_action b where b.id = a.id and b.number > a.number)
		order by a.since, a.id`, organisationID)
}

// ActionVersion returns one version of an action.
func (s *Store) ActionVersion(ctx context.Context, id string, number int) (plan.Action, error) {
	return one(ctx, s.read(ctx), scanAction, `
		select `+actionColumns+` from plan_action a where a.id = $1 and a.number = $2`, id, number)
}

// AddAction adds a version of an action. It is a conflict if there is one with
// that number.
func (s *Store) AddAction(ctx context.Context, a plan.Action) error {
	err := s.exec(ctx, `
		insert into plan_action (id, number, organisation_id, cycle_id, kit, item, recommendation, what, who, due,
			state, now, notes, removed, person_id, at, since)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		a.ID, a.Number, a.OrganisationID, a.CycleID, a.Kit, a.Item, a.Recommendation, a.What, a.Who, a.Due,
		a.State, a.Now, a.Notes, a.Removed, a.By, a.At.UTC(), a.Since.UTC())
	if isDuplicate(err) {
		return fault.Wrap(fault.Conflict, "plan.changed_meanwhile", err)
	}
	return err
}

// PlanReminders returns whether the organisation wants to be reminded: it does
// until it says otherwise.
func (s *Store) PlanReminders(ctx context.Context, organisationID string) (plan.Reminders, error) {
	scan := func(row scanner) (r plan.Reminders, err error) {
		err = row.Scan(&r.Wanted)
		return r, err
	}
	r, err := one(ctx, s.read(ctx), scan, `select remind from plan where organisation_id = $1`, organisationID)
	if fault.KindOf(err) == fault.NotFound {
		return plan.Reminders{Wanted: true}, nil
	}
	return r, err
}

// SetPlanReminders notes whether an organisation with a plan wants to be
// reminded.
func (s *Store) SetPlanReminders(ctx context.Context, organisationID string, wanted bool) error {
	return s.exec(ctx, `update plan set remind = $2 where organisation_id = $1`, organisationID, wanted)
}

// NotePlanReminder notes that the reminder is being sent, and reports false if
// it was before.
func (s *Store) NotePlanReminder(ctx context.Context, organisationID, cycleID string, month int, at time.Time) (bool, error) {
	return s.changesOne(ctx, `
		insert into plan_reminder (organisation_id, cycle_id, month, at) values ($1, $2, $3, $4) on conflict do nothing`,
		organisationID, cycleID, month, at.UTC())
}

// OrganisationsWithPlans lists the organisations that want to be reminded of
// something open.
func (s *Store) OrganisationsWithPlans(ctx context.Context) ([]string, error) {
	return list(ctx, s.read(ctx), scanText, `
		select p.organisation_id from plan p where p.remind and exists (
			select 1 from plan_action a where a.organisation_id = p.organisation_id and a.state in ($1, $2) and not a.removed
				and not exists (select 1 from plan_action b where b.id = a.id and b.number > a.number))
		order by p.organisation_id`, plan.ToStart, plan.UnderWay)
}
