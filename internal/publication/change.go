package publication

import (
	"context"
	"errors"
	"fmt"
	"time"

	"telaio/internal/fault"
	"telaio/internal/organisation"
)

// Journal is what the list of changes needs stored: changes in the order in which
// they became visible, each with its number.
type Journal interface {
	ChangedAfter(ctx context.Context, number int64, limit int) ([]organisation.Changed, error)
	FirstChangeSince(ctx context.Context, t time.Time) (int64, error)
	LastPublicChange(ctx context.Context) (int64, error)
}

// Successors finds what a published organisation has become.
type Successors interface {
	Find(ctx context.Context, slug string) (Page, error)
}

// Batch is a part of the list of changes.
type Batch struct {
	Changes []Change
	Next    Moment // to go on from
	More    bool   // there is more already
}

// Changes tells what has changed for the public since a moment.
type Changes struct {
	Journal  Journal
	Pages    Successors
	Refusals *Refusals // who is not among the open data has left, for those who take it
}

// Outcome is what a change has left of an organisation's page.
type Outcome string

// The outcomes.
const (
	Readable Outcome = "published" // new, changed or confirmed: it can be read
	Replaced Outcome = "replaced"  // it has left the atlas, and Successor or Elsewhere took its place
	Left     Outcome = "gone"      // it has left the atlas
)

// Change is what became of one organisation.
type Change struct {
	At           time.Time
	Outcome      Outcome
	Organisation organisation.Organisation // without its card
	Successor    organisation.Organisation // Replaced only, without its card; zero if it has no page here
	Elsewhere    organisation.Successor    // Replaced only, of one without a page here
}

// Moment is a point in the list of changes. The zero Moment is its beginning.
type Moment struct {
	Last int64 // the highest number that was handed out; nothing appears below it any more
}

// Since returns the moment from which the changes at and after t are still to
// come.
func (c Changes) Since(ctx context.Context, t time.Time) (Moment, error) {
	first, err := c.Journal.FirstChangeSince(ctx, t)
	if fault.KindOf(err) == fault.NotFound {
		first, err = c.Journal.LastPublicChange(ctx)
		first++
	}
	if err != nil {
		return Moment{}, fmt.Errorf("find the first change since a time: %w", err)
	}
	if first <= 1 {
		return Moment{}, nil
	}
	return Moment{Last: first - 1}, nil
}

// After lists what has changed after a moment, at most limit changes. Several
// changes of one organisation count as the last of them. Whoever goes on from
// each batch misses no change and is told of none twice.
func (c Changes) After(ctx context.Context, m Moment, limit int) (Batch, error) {
	rows, err := c.Journal.ChangedAfter(ctx, m.Last, limit+1)
	if err != nil {
		return Batch{}, fmt.Errorf("read what has changed: %w", err)
	}
	last, told, batch := map[string]organisation.Changed{}, []string(nil), Batch{Next: m}
	for i, row := range rows {
		if i == limit {
			batch.More = true
			break
		}
		batch.Next.Last = row.Sequence
		if _, known := last[row.ID]; !known {
			told = append(told, row.ID)
		}
		last[row.ID] = row
	}
	refused, err := c.Refusals.Refused(ctx)
	if err != nil {
		return Batch{}, err
	}
	for _, id := range told {
		if refused[id] {
			row := last[id]
			batch.Changes = append(batch.Changes, Change{At: row.At, Outcome: Left, Organisation: row.Organisation})
			continue
		}
		change, err := c.change(ctx, last[id], refused)
		if err != nil {
			return Batch{}, err
		}
		batch.Changes = append(batch.Changes, change)
	}
	return batch, nil
}

func (c Changes) change(ctx context.Context, row organisation.Changed, refused map[string]bool) (Change, error) {
	made := Change{At: row.At, Outcome: Readable, Organisation: row.Organisation}
	if row.State == organisation.Published {
		return made, nil
	}
	made.Outcome = Left
	if row.Successor == "" {
		if row.Elsewhere != (organisation.Successor{}) {
			made.Outcome, made.Elsewhere = Replaced, row.Elsewhere
		}
		return made, nil
	}
	next, err := c.Pages.Find(ctx, row.Successor)
	if refusal, ok := errors.AsType[*fault.Error](err); ok && refusal.Successor != "" { // it has left in its turn
		next, err = c.Pages.Find(ctx, refusal.Successor)
	}
	if kind := fault.KindOf(err); kind == fault.NotFound || kind == fault.Gone {
		return made, nil
	}
	if err != nil {
		return Change{}, fmt.Errorf("find what replaces %s: %w", row.ID, err)
	}
	if refused[next.ID] {
		return made, nil
	}
	made.Outcome, made.Successor = Replaced, next.Organisation
	made.Successor.Card = organisation.Card{}
	return made, nil
}
