package importing

import (
	"context"
	"fmt"
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
