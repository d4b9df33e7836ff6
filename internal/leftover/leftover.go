// Package leftover removes kept files that nothing points to any more: the logo
// of a draft that was given up, the evidence of an answer that was changed, the
// print of a report that was made anew.
package leftover

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/clock"
)

// Patience is how long a file must have been without mention before it goes: at
// least so long lie between the first time that it is seen so and the last.
const Patience = 24 * time.Hour

// Files are what is kept outside the database.
type Files interface {
	// Untouched lists the files that were neither kept nor used in a save since
	// then.
	Untouched(ctx context.Context, since time.Time) ([]string, error)
	// RemoveUntouched forgets a file with its variants and reports whether it did:
	// a file that was kept or used since then stays.
	RemoveUntouched(ctx context.Context, id string, since time.Time) (bool, error)
}

// Records say which files are mentioned.
type Records interface {
	// MentionedFiles returns those of the ids that stand anywhere in the database.
	MentionedFiles(ctx context.Context, ids []string) (map[string]bool, error)
	// UnusedFiles lists the files that were without mention, and since when that
	// is known.
	UnusedFiles(ctx context.Context) (map[string]time.Time, error)
	NoteUnused(ctx context.Context, id string, at time.Time) error
	ForgetUnused(ctx context.Context, id string) error
}

// Sweeper removes what is left over.
type Sweeper struct {
	Files   Files
	Records Records
	Clock   clock.Clock
}

// Sweep removes the files that have been without mention for Patience, notes
// those that are now, and says how many have gone. A save that uses a file
// meanwhile keeps it.
func (s Sweeper) Sweep(ctx context.Context) (int, error) {
	now := s.Clock.Now()
	ids, err := s.Files.Untouched(ctx, now.Add(-Patience))
	if err != nil {
		return 0, fmt.Errorf("list the kept files: %w", err)
	}
	mentioned, err := s.Records.MentionedFiles(ctx, ids)
	if err != nil {
		return 0, fmt.Errorf("look for mentions of files: %w", err)
	}
	noted, err := s.Records.UnusedFiles(ctx)
	if err != nil {
		return 0, fmt.Errorf("list the unused files: %w", err)
	}
	removed := 0
	for _, id := range ids {
		since, known := noted[id]
		switch {
		case mentioned[id]:
			continue // and its note goes below, if there is one
		case !known:
			err = s.Records.NoteUnused(ctx, id, now)
		case now.Sub(since) >= Patience:
			var gone bool
			if gone, err = s.Files.RemoveUntouched(ctx, id, now.Add(-Patience)); gone {
				removed++
			}
			if err == nil {
				continue
			}
		}
		if err != nil {
			return removed, fmt.Errorf("remove what is left over: %w", err)
		}
		delete(noted, id)
	}
	for id := range noted { // gone, used again, or mentioned
		if err := s.Records.ForgetUnused(ctx, id); err != nil {
			return removed, fmt.Errorf("forget an unused file: %w", err)
		}
	}
	return removed, nil
}
