package importing

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"telaio/internal/audit"
	"telaio/internal/organisation"
)

// Staged is a part of what an import, or its undoing, will do, made ready before
// the one transaction that does all of it: so that transaction is short, and
// memory holds a part at a time.
type Staged struct {
	Pages     []StagedPage
	Proposals []StagedProposal
	Items     []Item
	Steps     []Step
}

// StagedPage is an organisation as it will be.
type StagedPage struct {
	organisation.Organisation
	WasRevision int // what it must be still, -1 = it must not be there
	WasState    organisation.State
	Revised     *organisation.Revision // nil = its card stays
	Moved       bool                   // Places replace what was kept apart
	Places      []organisation.ExactPlace
}

// StagedProposal is a proposal with what it keeps back from the public.
type StagedProposal struct {
	organisation.Proposal
	Places []organisation.ExactPlace
}

// Staging keeps what is made ready.
type Staging interface {
	Stage(ctx context.Context, importID string, part Staged) error
	// StagedPages lists the organisations as they will be, without their cards.
	StagedPages(ctx context.Context, importID string) ([]organisation.Organisation, error)
	// StageAudits makes ready what the audit will say.
	StageAudits(ctx context.Context, importID string, entries []audit.Entry) error
	// TakeStaged does all that is ready but the items. It is a conflict if one of
	// the organisations has changed meanwhile.
	TakeStaged(ctx context.Context, importID string) error
	// KeepStagedItems keeps the items that are ready, a part at a time.
	KeepStagedItems(ctx context.Context, importID string) error
	// UnkeptImports lists the imports in those states whose items are ready still.
	UnkeptImports(ctx context.Context, in ...State) ([]string, error)
	ForgetStaged(ctx context.Context, importID string) error
	// WithdrawImported withdraws the import's proposals that nobody has decided
	// about.
	WithdrawImported(ctx context.Context, importID string, at time.Time) error
	// ArchiveStaged keeps why the pages leave that do, like the example.
	ArchiveStaged(ctx context.Context, importID string, example organisation.Archiving) error
}

// atOnce is how many rows are made ready together.
const atOnce = 250

// clear forgets what an attempt that came to nothing had made ready.
func (u UseCases) clear(ctx context.Context, importID string) error {
	if err := u.Store.ForgetStaged(ctx, importID); err != nil {
		return fmt.Errorf("forget what was ready: %w", err)
	}
	if err := u.Store.ForgetImportSteps(ctx, importID); err != nil {
		return fmt.Errorf("forget what would have been done: %w", err)
	}
	return nil
}

// audited makes ready what the audit will say of each page, before others have to
// wait. It reports whether some pages leave the atlas.
func (c carrying) audited(ctx context.Context) (leave bool, err error) {
	all, err := c.Store.StagedPages(ctx, c.ID)
	if err != nil {
		return false, fmt.Errorf("list the pages that are ready: %w", err)
	}
	now := c.Clock.Now()
	entries := make([]audit.Entry, 0, len(all))
	for _, o := range all {
		action := "organisation.published"
		if o.State == organisation.Archived {
			action, leave = "organisation.archived", true
		}
		entries = append(entries, audit.Entry{
			At: now, Actor: c.by.PersonID, Action: action, Object: "organisation:" + o.ID,
			Details: map[string]string{"import": c.ID, "revision": strconv.Itoa(o.Revision)},
		})
	}
	if err := c.Store.StageAudits(ctx, c.ID, entries); err != nil {
		return leave, fmt.Errorf("make ready what the audit says: %w", err)
	}
	return leave, nil
}

// take does what is ready, in the transaction of the context.
func (c carrying) take(ctx context.Context, leave bool) error {
	if err := c.Store.TakeStaged(ctx, c.ID); err != nil || !leave {
		return err
	}
	why := organisation.Archiving{Why: organisation.Mistaken, PersonID: c.by.PersonID, Person: c.by.Name}
	if err := c.Store.ArchiveStaged(ctx, c.ID, why); err != nil {
		return fmt.Errorf("keep why pages leave: %w", err)
	}
	return nil
}

// keep keeps what is known of the rows of an import that has been carried out or
// undone, and forgets what was needed for that.
func (u UseCases) keep(ctx context.Context, importID string) error {
	ctx = context.WithoutCancel(ctx)
	if err := u.Store.KeepStagedItems(ctx, importID); err != nil {
		return fmt.Errorf("keep what is known of rows: %w", err)
	}
	if err := errors.Join(u.Store.DropImportFile(ctx, importID), u.Store.ForgetStaged(ctx, importID)); err != nil {
		return fmt.Errorf("tidy up after an import: %w", err)
	}
	return nil
}

// catchUp keeps what an import that was carried out or undone has left to keep,
// where the program was stopped before it had.
func (u UseCases) catchUp(ctx context.Context) error {
	left, err := u.Store.UnkeptImports(ctx, Applied, Undone)
	if err != nil {
		return fmt.Errorf("look for what is left to keep: %w", err)
	}
	for _, id := range left {
		if err := u.keep(ctx, id); err != nil {
			return err
		}
	}
	return nil
}
