package atlas

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"telaio/internal/fault"
	"telaio/internal/organisation"
)

// overlap is how many sequence numbers are looked at again: a change that took
// a number first may become visible after one that took it later.
const overlap = 50

// Refresh takes in what has been published since the last time. It is cheap
// when that is nothing.
func (x *Index) Refresh(ctx context.Context) error {
	if x.current.Load() == nil {
		return nil
	}
	x.refreshing.Lock()
	defer x.refreshing.Unlock()
	changes, err := x.stored.PublicChangesSince(ctx, x.last-overlap)
	if err != nil {
		return fmt.Errorf("read the public changes: %w", err)
	}
	changed := map[string]*organisation.Organisation{}
	var news []organisation.PublicChange
	for _, c := range changes {
		if c.Sequence <= x.last-overlap || x.seen[c.Sequence] {
			continue
		}
		news = append(news, c)
		if changed[c.OrganisationID], err = x.published(ctx, c.OrganisationID); err != nil {
			return err
		}
	}
	for id, o := range changed {
		x.keepText(id, o)
	}
	if len(changed) > 0 || x.current.Load().outdated(x.clock.Now()) {
		x.current.Store(x.with(changed))
		if x.meanwhile != nil {
			maps.Copy(x.meanwhile, changed)
		}
	}
	x.remember(news)
	return nil
}

// published returns the organisation, nil if the public does not see it.
func (x *Index) published(ctx context.Context, id string) (*organisation.Organisation, error) {
	o, err := x.stored.Organisation(ctx, id)
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read a changed organisation: %w", err)
	}
	if o.State != organisation.Published {
		return nil, nil
	}
	return &o, nil
}

func (x *Index) remember(changes []organisation.PublicChange) {
	for _, c := range changes {
		x.seen[c.Sequence] = true
		x.last = max(x.last, c.Sequence)
	}
	for sequence := range x.seen {
		if sequence <= x.last-overlap {
			delete(x.seen, sequence)
		}
	}
}

// with returns the present snapshot with some organisations replaced; nil takes
// one out.
func (x *Index) with(changed map[string]*organisation.Organisation) *Snapshot {
	before := x.current.Load()
	entries := make([]Entry, 0, len(before.entries)+len(changed))
	for _, e := range before.entries {
		if _, touched := changed[e.ID]; !touched {
			entries = append(entries, e)
		}
	}
	for _, o := range changed {
		if o == nil {
			continue
		}
		e := entryOf(*o)
		at, _ := slices.BinarySearchFunc(entries, e, func(a, b Entry) int { return compareNames(&a, &b) })
		entries = slices.Insert(entries, at, e)
	}
	next := newSnapshot(entries, x.vocabulary, before.Generation+1, x.clock.Now())
	next.setWords(x.wordsWith(before.words, changed))
	return next
}
