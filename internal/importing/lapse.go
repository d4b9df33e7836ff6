package importing

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/account"
	"telaio/internal/fault"
)

// Patience is how long a checked file waits for somebody to decide about it. It
// may hold what is private, so it is not kept for ever.
const Patience = 30 * 24 * time.Hour

// LapsesAt is when the import is left by itself, zero if nobody has to decide.
func (i Import) LapsesAt() time.Time {
	if i.State != Checked {
		return time.Time{}
	}
	return i.UpdatedAt.Add(Patience)
}

// Lapse leaves the imports about which nobody has decided in time, and returns
// how many there were.
func (u UseCases) Lapse(ctx context.Context) (int, error) {
	due, err := u.Store.ImportsUntouchedSince(ctx, Checked, u.Clock.Now().Add(-Patience))
	if err != nil {
		return 0, fmt.Errorf("look for imports that nobody has decided about: %w", err)
	}
	lapsed := 0
	for _, i := range due {
		i.Report.Problem = fault.Message{Key: "import.lapsed", Args: map[string]any{"Days": int(Patience.Hours() / 24)}}
		err := u.Store.InTx(ctx, func(ctx context.Context) error {
			if err := u.leave(ctx, i); err != nil {
				return err
			}
			return u.record(ctx, account.Subject{PersonID: account.System}, "import.lapsed", importObject(i.ID), nil)
		})
		if fault.KindOf(err) == fault.Conflict {
			continue // somebody has decided in this moment
		}
		if err != nil {
			return lapsed, fmt.Errorf("let an import lapse: %w", err)
		}
		lapsed++
	}
	return lapsed, nil
}

// bare is what may be kept of a report once its file is forgotten: how many rows
// of which kind, and none of what they say.
func (r Report) bare() Report {
	return Report{Format: r.Format, Encoding: r.Encoding, Separator: r.Separator, Problem: r.Problem, Counts: r.Counts, Proposed: r.Proposed}
}
