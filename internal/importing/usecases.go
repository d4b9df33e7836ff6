package importing

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/secret"
)

// Draft is what begins an import.
type Draft struct {
	Source  string
	File    string // name of the file
	Raw     []byte
	Mapping Mapping // what is told beyond what is known of the source
	Options Options
}

// mostSource is how long the name of a source may be, in characters.
const mostSource = 80

// Begin keeps a file, to be checked. It changes nothing of the atlas.
func (u UseCases) Begin(ctx context.Context, by account.Subject, d Draft) (Import, error) {
	return u.begin(ctx, by, d, Checking)
}

func (u UseCases) begin(ctx context.Context, by account.Subject, d Draft, as State) (Import, error) {
	d.Source = clean(strings.TrimSpace(d.Source), mostSource)
	switch {
	case !account.Can(by, account.ImportFiles, account.Object{}):
		return Import{}, fault.New(fault.Denied, "error.denied")
	case d.Source == "":
		return Import{}, fault.InvalidFields(map[string]fault.Message{"source": {Key: "import.source_needed"}})
	case len(d.Raw) == 0:
		return Import{}, fault.InvalidFields(map[string]fault.Message{"file": problem("empty")})
	case len(d.Raw) > MostBytes:
		return Import{}, fault.InvalidFields(map[string]fault.Message{"file": problem("too_long", "Max", MostBytes>>20)})
	}
	known, err := u.Store.SourceMapping(ctx, d.Source)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return Import{}, fmt.Errorf("read the source's mapping: %w", err)
	}
	now := u.Clock.Now()
	i := Import{
		ID: secret.ID(), Source: d.Source, File: clean(d.File, 200), State: as, Options: d.Options,
		Mapping: known.with(d.Mapping), PersonID: by.PersonID, Person: by.Name, CreatedAt: now, UpdatedAt: now,
	}
	return i, u.Store.InTx(ctx, func(ctx context.Context) error {
		if err := u.Store.AddImport(ctx, i, d.Raw); err != nil {
			return fmt.Errorf("keep the file: %w", err)
		}
		return u.record(ctx, by, "import.begun", importObject(i.ID), nil)
	})
}

// Check works out what an import would do, and keeps the report.
func (u UseCases) Check(ctx context.Context, i Import) (Import, error) {
	defer u.Watch.forget(i.ID)
	raw, err := u.Store.ImportFile(ctx, i.ID)
	if err != nil {
		return i, fmt.Errorf("read the file: %w", err)
	}
	report, err := u.plan(ctx, i, raw, nil)
	if err != nil {
		return i, fmt.Errorf("check an import: %w", err)
	}
	i.Report, i.State, i.UpdatedAt = report, Checked, u.Clock.Now()
	if i.Report.Problem.Key != "" && len(i.Report.Headings) == 0 {
		i.State = Failed
	}
	return i, u.answered(ctx, i)
}

// DryRun says what a file would do, and changes nothing at all.
func (u UseCases) DryRun(ctx context.Context, d Draft) (Report, error) {
	known, err := u.Store.SourceMapping(ctx, clean(strings.TrimSpace(d.Source), mostSource))
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return Report{}, fmt.Errorf("read the source's mapping: %w", err)
	}
	report, err := u.plan(ctx, Import{Source: clean(strings.TrimSpace(d.Source), mostSource), Options: d.Options, Mapping: known.with(d.Mapping)}, d.Raw, nil)
	if err != nil {
		return Report{}, fmt.Errorf("work an import out: %w", err)
	}
	return report, nil
}

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

// Map says what headings and municipalities of the source mean, and has the
// import checked again.
func (u UseCases) Map(ctx context.Context, by account.Subject, i Import, m Mapping) error {
	i.Mapping = i.Mapping.with(m)
	i.State, i.UpdatedAt = Checking, u.Clock.Now()
	return u.Store.InTx(ctx, func(ctx context.Context) error {
		if err := u.Store.SaveImport(ctx, i, Checked); err != nil {
			return err
		}
		if err := u.Store.SaveSourceMapping(ctx, i.Source, i.Mapping, i.UpdatedAt); err != nil {
			return fmt.Errorf("keep the source's mapping: %w", err)
		}
		return u.record(ctx, by, "import.mapped", importObject(i.ID), nil)
	})
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
	c := carrying{u, i, account.Subject{PersonID: i.PersonID, Name: i.Person}, map[string]bool{}}
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
	made, err := c.changes(ctx)
	if err == nil {
		err = u.Store.InTx(ctx, func(ctx context.Context) error { return c.finish(ctx, i, made) })
	}
	if err != nil {
		return i, errors.Join(fmt.Errorf("carry an import out: %w", err), u.clear(context.WithoutCancel(ctx), i.ID))
	}
	return i, u.keep(ctx, i.ID)
}

// finish does what is ready, in the transaction of the context.
func (c carrying) finish(ctx context.Context, done Import, made changes) error {
	if err := c.Store.SaveImport(ctx, done, Applying); err != nil {
		return err
	}
	if err := c.Store.SaveSourceMapping(ctx, done.Source, done.Mapping, done.UpdatedAt); err != nil {
		return fmt.Errorf("keep the source's mapping: %w", err)
	}
	if err := c.take(ctx, made); err != nil {
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

// Leave decides against a checked import: nothing comes of it.
func (u UseCases) Leave(ctx context.Context, by account.Subject, id string) error {
	return u.Store.InTx(ctx, func(ctx context.Context) error {
		i, err := u.Store.Import(ctx, id)
		if err != nil {
			return err
		}
		if err := u.leave(ctx, i); err != nil {
			return err
		}
		return u.record(ctx, by, "import.left", importObject(id), nil)
	})
}

// Next does one piece of the work that waits: it checks, carries out or undoes an
// import. It reports whether there was any that no other process is at.
func (u UseCases) Next(ctx context.Context) (bool, error) {
	_, err := u.Store.NextImport(ctx)
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for an import: %w", err)
	}
	return u.alone(ctx, func(ctx context.Context, u UseCases) error { return u.next(ctx) })
}

func (u UseCases) next(ctx context.Context) error {
	i, err := u.Store.NextImport(ctx)
	if fault.KindOf(err) == fault.NotFound {
		return nil // another process has just done it
	}
	if err != nil {
		return fmt.Errorf("look for an import: %w", err)
	}
	was := i.State
	switch was {
	case Checking:
		_, err = u.Check(ctx, i)
	case Undoing:
		_, err = u.takeBack(ctx, i)
	default:
		_, err = u.apply(ctx, i)
	}
	if err == nil || fault.KindOf(err) == fault.Unavailable || ctx.Err() != nil {
		return err
	}
	i = i.failed(was, err)
	i.UpdatedAt = u.Clock.Now()
	if saved := u.noted(context.WithoutCancel(ctx), i, was); saved != nil && fault.KindOf(saved) != fault.Conflict {
		return fmt.Errorf("note that an import failed: %w", saved)
	}
	return err
}

// noted saves how the import stands. The file of one that has failed is of no more
// use.
func (u UseCases) noted(ctx context.Context, i Import, was State) error {
	return u.Store.InTx(ctx, func(ctx context.Context) error {
		if err := u.Store.SaveImport(ctx, i, was); err != nil || i.State != Failed {
			return err
		}
		return u.Store.DropImportFile(ctx, i.ID)
	})
}

// failed is the import after its work has failed: of what was asked, nothing has
// been done.
func (i Import) failed(was State, err error) Import {
	changed := fault.KindOf(err) == fault.Conflict
	switch {
	case was == Undoing:
		i.State, i.Report.Problem = Applied, fault.Message{Key: "import.not_undone"}
	case changed:
		i.State, i.Report.Problem = Checked, fault.Message{Key: "import.changed_meanwhile"}
	default:
		i.State, i.Report.Problem = Failed, fault.Message{Key: "import.problem.failed"}
	}
	return i
}

// Latest lists the newest imports.
func (u UseCases) Latest(ctx context.Context) ([]Import, error) { return u.Store.Imports(ctx, 50) }

// Find returns an import.
func (u UseCases) Find(ctx context.Context, id string) (Import, error) {
	return u.Store.Import(ctx, id)
}
