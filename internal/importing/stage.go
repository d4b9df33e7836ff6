package importing

import (
	"context"
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
	// TakeStaged does all that is ready and lists the organisations as they are
	// now. It is a conflict if one of them has changed meanwhile.
	TakeStaged(ctx context.Context, importID string) ([]organisation.Organisation, error)
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

// take does what is ready, in the transaction of the context.
func (c carrying) take(ctx context.Context) error {
	all, err := c.Store.TakeStaged(ctx, c.ID)
	if err != nil {
		return err
	}
	now := c.Clock.Now()
	entries := make([]audit.Entry, 0, len(all))
	leave := false
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
	if leave {
		why := organisation.Archiving{Why: organisation.Mistaken, PersonID: c.by.PersonID, Person: c.by.Name}
		if err := c.Store.ArchiveStaged(ctx, c.ID, why); err != nil {
			return fmt.Errorf("keep why pages leave: %w", err)
		}
	}
	return c.Store.AppendAudits(ctx, entries)
}
