package importing

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/fault"
	"telaio/internal/secret"
)

// fetchSpan is after how long another node takes over what one was fetching.
const fetchSpan = 5 * time.Minute

// FetchNext fetches the next address that is due, and reports whether there was
// one. What is new begins an import, to be checked; nothing becomes public.
func (u UseCases) FetchNext(ctx context.Context) (bool, error) {
	now := u.Clock.Now()
	f, err := u.Store.TakeFeed(ctx, now, now.Add(fetchSpan))
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for an address to fetch: %w", err)
	}
	limited, cancel := context.WithTimeout(ctx, fetchSpan-time.Minute)
	defer cancel()
	d, after, err := Fetcher{u.Web, u.Agent}.Fetch(limited, f.Address, f.Seen)
	if ctx.Err() != nil {
		return true, nil // the program ends: the feed is still due
	}
	if refusal, ok := isRefusal(err); ok {
		return true, u.fetchFailed(ctx, f, refusal.Message, after)
	}
	if err != nil { // it took too long
		return true, u.fetchFailed(ctx, f, fault.Message{Key: "import.fetch.unreachable"}, after)
	}
	if d.Same {
		return true, u.nothingNew(ctx, f, d.Seen)
	}
	return true, u.fetched(ctx, f, d)
}

// settle notes what came of fetching a feed, and when it is due again. If
// somebody has forgotten the feed meanwhile, or given it another address, what
// came of this one does not count.
func (u UseCases) settle(ctx context.Context, taken Feed, result FetchResult, after time.Duration, change func(context.Context, *Feed) error) error {
	err := u.Store.InTx(ctx, func(ctx context.Context) error {
		f, err := u.Store.Feed(ctx, taken.ID)
		if fault.KindOf(err) == fault.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		f.HeldUntil = time.Time{}
		if f.Address != taken.Address {
			return u.Store.PutFeed(ctx, f)
		}
		if err := change(ctx, &f); err != nil {
			return err
		}
		f.Result, f.FetchedAt, f.Asked = result, u.Clock.Now(), false
		f.DueAt = f.next(f.FetchedAt, after)
		return u.Store.PutFeed(ctx, f)
	})
	if err != nil {
		return fmt.Errorf("note what came of an address: %w", err)
	}
	return nil
}

func (u UseCases) fetchFailed(ctx context.Context, f Feed, why fault.Message, after time.Duration) error {
	return u.settle(ctx, f, NotFetched, after, func(_ context.Context, f *Feed) error {
		f.Failures, f.Problem = f.Failures+1, why
		return nil
	})
}

func (u UseCases) nothingNew(ctx context.Context, f Feed, seen Seen) error {
	return u.settle(ctx, f, NothingNew, 0, func(_ context.Context, f *Feed) error {
		f.Seen, f.Failures, f.Problem = seen, 0, fault.Message{}
		return nil
	})
}

// fetched begins an import of what was fetched. One that was prepared before and
// waits still is left: the new one says what is so now.
func (u UseCases) fetched(ctx context.Context, f Feed, d Download) error {
	return u.settle(ctx, f, Fetched, 0, func(ctx context.Context, f *Feed) error {
		known, err := u.Store.SourceMapping(ctx, f.Source)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return fmt.Errorf("read the source's mapping: %w", err)
		}
		if err := u.supersede(ctx, f.ImportID); err != nil {
			return err
		}
		now := u.Clock.Now()
		i := Import{
			ID: secret.ID(), Source: f.Source, File: clean(d.File, 200), State: Checking, Mapping: known, PersonID: f.PersonID, Person: f.Person,
			FeedID: f.ID, Prepared: !f.Asked, CreatedAt: now, UpdatedAt: now,
		}
		if err := u.Store.AddImport(ctx, i, d.Raw); err != nil {
			return fmt.Errorf("keep what was fetched: %w", err)
		}
		f.Seen, f.ImportID, f.Failures, f.Problem = d.Seen, i.ID, 0, fault.Message{}
		return nil
	})
}

// supersede leaves an import that nobody has decided about.
func (u UseCases) supersede(ctx context.Context, id string) error {
	if id == "" {
		return nil
	}
	i, err := u.Store.Import(ctx, id)
	if fault.KindOf(err) == fault.NotFound || err == nil && i.State != Checked {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read an earlier import: %w", err)
	}
	return u.leave(ctx, i)
}

// leave closes a checked import: nothing comes of it, and its file is forgotten.
func (u UseCases) leave(ctx context.Context, i Import) error {
	i.State, i.UpdatedAt, i.Report = Left, u.Clock.Now(), i.Report.bare()
	if err := u.Store.SaveImport(ctx, i, Checked, Failed); err != nil {
		return err
	}
	if err := u.Store.DropImportFile(ctx, i.ID); err != nil {
		return fmt.Errorf("forget the file: %w", err)
	}
	return nil
}

// answered notes what the check of a prepared import has shown. Of one that
// changes nothing, nothing is left.
func (u UseCases) answered(ctx context.Context, i Import) error {
	if !i.Prepared || i.State != Checked || i.Report.Problem.Key != "" || i.Report.Learns() || i.Report.Counts[Wrong] > 0 {
		return u.noted(ctx, i, Checking)
	}
	return u.Store.InTx(ctx, func(ctx context.Context) error {
		f, err := u.Store.Feed(ctx, i.FeedID)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return fmt.Errorf("read where an import comes from: %w", err)
		}
		if err == nil {
			f.Result, f.ImportID = NothingNew, ""
			if err := u.Store.PutFeed(ctx, f); err != nil {
				return fmt.Errorf("note that an address has nothing new: %w", err)
			}
		}
		return u.Store.ForgetImport(ctx, i.ID)
	})
}
