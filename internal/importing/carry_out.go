package importing

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"telaio/internal/account"
	"telaio/internal/fault"
)

// Take begins an import and carries it out at once. It is a conflict while
// another is carried out.
func (u UseCases) Take(ctx context.Context, by account.Subject, d Draft) (Import, error) {
	var i Import
	did, err := u.alone(ctx, func(ctx context.Context, u UseCases) error {
		var err error
		if i, err = u.begin(ctx, by, d, Applying); err == nil {
			i, err = u.apply(ctx, i)
		}
		return err
	})
	if err == nil && !did {
		err = busy()
	}
	return i, err
}

// Order has a checked import carried out.
func (u UseCases) Order(ctx context.Context, by account.Subject, i Import, o Options) (Import, error) {
	if !i.Report.Applicable(o) {
		return i, fault.New(fault.Invalid, "import.mend_first")
	}
	i.Options, i.State, i.UpdatedAt = o, Applying, u.Clock.Now()
	i.PersonID, i.Person = by.PersonID, by.Name
	return i, u.Store.SaveImport(ctx, i, Checked)
}

// apply carries an ordered import out, all of it or nothing. What it does is
// worked out again, for the atlas may have changed since it was checked, and
// made ready part by part; then one short transaction does it.
func (u UseCases) apply(ctx context.Context, i Import) (Import, error) {
	defer u.Watch.forget(i.ID)
	raw, err := u.Store.ImportFile(ctx, i.ID)
	if err != nil {
		return i, fmt.Errorf("read the file: %w", err)
	}
	if err := u.clear(ctx, i.ID); err != nil { // of an attempt that was cut off
		return i, err
	}
	c := carrying{u, i, account.Subject{PersonID: i.PersonID, Name: i.Person}, map[string]bool{}, newMemory()}
	report, err := u.plan(ctx, i, raw, c.stage)
	if err != nil {
		return i, errors.Join(fmt.Errorf("plan an import: %w", err), u.clear(context.WithoutCancel(ctx), i.ID))
	}
	i.Report, i.UpdatedAt = report, u.Clock.Now()
	if !report.Applicable(i.Options) {
		i.State = Checked
		return i, errors.Join(u.Store.SaveImport(ctx, i, Applying), u.clear(ctx, i.ID))
	}
	i.State = Applied
	leave, err := c.audited(ctx)
	if err == nil {
		err = u.Store.InLargeTx(ctx, func(ctx context.Context) error { return c.finish(ctx, i, leave) })
	}
	if err != nil {
		return i, errors.Join(fmt.Errorf("carry an import out: %w", err), u.clear(context.WithoutCancel(ctx), i.ID))
	}
	return i, u.keep(ctx, i.ID)
}

// finish does what is ready, in the transaction of the context.
func (c carrying) finish(ctx context.Context, done Import, leave bool) error {
	if err := c.Store.SaveImport(ctx, done, Applying); err != nil {
		return err
	}
	if err := c.Store.SaveSourceMapping(ctx, done.Source, done.Mapping, done.UpdatedAt); err != nil {
		return fmt.Errorf("keep the source's mapping: %w", err)
	}
	if err := c.take(ctx, leave); err != nil {
		return err
	}
	if err := c.tellApart(ctx); err != nil {
		return err
	}
	return c.record(ctx, c.by, "import.applied", importObject(done.ID), counted(done.Report))
}

func counted(r Report) map[string]string {
	details := map[string]string{"proposed": strconv.Itoa(r.Proposed)}
	for outcome, n := range r.Counts {
		details[string(outcome)] = strconv.Itoa(n)
	}
	return details
}
