package atlas

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"telaio/internal/fault"
	"telaio/internal/organisation"
)

// Refresh takes in what has been published since the last time. It is cheap
// when that is nothing.
func (x *Index) Refresh(ctx context.Context) error {
	if x.current.Load() == nil {
		return nil
	}
	x.refreshing.Lock()
	defer x.refreshing.Unlock()
	changes, err := x.stored.PublicChangesSince(ctx, x.last)
	if err != nil {
		return fmt.Errorf("read the public changes: %w", err)
	}
	for some := range slices.Chunk(changes, batch) {
		if err := x.take(ctx, some); err != nil {
			return err
		}
		x.last = some[len(some)-1].Sequence
	}
	if x.current.Load().outdated(x.clock.Now()) {
		x.current.Store(x.with(nil))
	}
	return nil
}

// take puts the organisations that have changed into the snapshot.
func (x *Index) take(ctx context.Context, changes []organisation.PublicChange) (err error) {
	changed := map[string]*organisation.Organisation{}
	for _, c := range changes {
		if changed[c.OrganisationID], err = x.published(ctx, c.OrganisationID); err != nil {
			return err
		}
	}
	for id, o := range changed {
		x.keepText(id, o)
	}
	x.current.Store(x.with(changed))
	if x.meanwhile != nil {
		maps.Copy(x.meanwhile, changed)
	}
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
