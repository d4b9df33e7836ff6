package importing

import (
	"context"
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
	p, err := u.plan(ctx, i, raw)
	if err != nil {
		return i, fmt.Errorf("check an import: %w", err)
	}
	i.Report, i.State, i.UpdatedAt = p.report, Checked, u.Clock.Now()
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
	p, err := u.plan(ctx, Import{Source: clean(strings.TrimSpace(d.Source), mostSource), Options: d.Options, Mapping: known.with(d.Mapping)}, d.Raw)
	if err != nil {
		return Report{}, fmt.Errorf("work an import out: %w", err)
	}
	return p.report, nil
}

// Take begins an import and carries it out at once.
func (u UseCases) Take(ctx context.Context, by account.Subject, d Draft) (Import, error) {
	i, err := u.begin(ctx, by, d, Applying)
	if err != nil {
		return i, err
	}
	return u.Apply(ctx, i)
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

// Apply carries an ordered import out, all of it or nothing. What it does is
// worked out again: the atlas may have changed since it was checked.
func (u UseCases) Apply(ctx context.Context, i Import) (Import, error) {
	defer u.Watch.forget(i.ID)
	raw, err := u.Store.ImportFile(ctx, i.ID)
	if err != nil {
		return i, fmt.Errorf("read the file: %w", err)
	}
	p, err := u.plan(ctx, i, raw)
	if err != nil {
		return i, fmt.Errorf("plan an import: %w", err)
	}
	i.Report, i.UpdatedAt = p.report, u.Clock.Now()
	if !p.report.Applicable(i.Options) {
		i.State = Checked
		return i, u.Store.SaveImport(ctx, i, Applying)
	}
	i.State = Applied
	by := account.Subject{PersonID: i.PersonID, Name: i.Person}
	err = u.Store.InTx(ctx, func(ctx context.Context) error {
		if err := u.Store.SaveImport(ctx, i, Applying); err != nil {
			return err
		}
		if err := u.Store.SaveSourceMapping(ctx, i.Source, i.Mapping, i.UpdatedAt); err != nil {
			return fmt.Errorf("keep the source's mapping: %w", err)
		}
		if err := (carrying{u, i, by}).carryOut(ctx, p); err != nil {
			return err
		}
		if err := u.Store.DropImportFile(ctx, i.ID); err != nil {
			return fmt.Errorf("forget the file: %w", err)
		}
		return u.record(ctx, by, "import.applied", importObject(i.ID), counted(p.report))
	})
	if err != nil {
		return i, fmt.Errorf("carry an import out: %w", err)
	}
	return i, nil
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

// Next does one piece of the work that waits: it checks or carries out an
// import. It reports whether there was any.
func (u UseCases) Next(ctx context.Context) (bool, error) {
	i, err := u.Store.NextImport(ctx)
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for an import: %w", err)
	}
	was := i.State
	if was == Checking {
		_, err = u.Check(ctx, i)
	} else {
		_, err = u.Apply(ctx, i)
	}
	if err == nil || fault.KindOf(err) == fault.Unavailable || ctx.Err() != nil {
		return true, err
	}
	i.State, i.UpdatedAt = Failed, u.Clock.Now()
	i.Report.Problem = fault.Message{Key: "import.problem.failed"}
	if fault.KindOf(err) == fault.Conflict {
		i.State, i.Report.Problem = Checked, fault.Message{Key: "import.changed_meanwhile"}
	}
	if saved := u.Store.SaveImport(context.WithoutCancel(ctx), i, was); saved != nil && fault.KindOf(saved) != fault.Conflict {
		return true, fmt.Errorf("note that an import failed: %w", saved)
	}
	return true, err
}

// Latest lists the newest imports.
func (u UseCases) Latest(ctx context.Context) ([]Import, error) { return u.Store.Imports(ctx, 50) }

// Find returns an import.
func (u UseCases) Find(ctx context.Context, id string) (Import, error) {
	return u.Store.Import(ctx, id)
}
