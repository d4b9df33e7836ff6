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
	if len(changed) == 0 {
		x.remember(news)
		return x.catchUp(ctx)
	}
	// The texts come first, so that no page of the new generation is made of old
	// ones; but even without them what is not public any more must go.
	err = x.writeTexts(ctx, changed)
	if err != nil {
		x.stale = slices.AppendSeq(x.stale, maps.Keys(changed))
	}
	x.current.Store(x.with(changed))
	x.remember(news)
	return err
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
	return newSnapshot(entries, x.vocabulary, before.Generation+1)
}

// writeTexts makes the search texts of organisations anew; nil takes one out.
func (x *Index) writeTexts(ctx context.Context, changed map[string]*organisation.Organisation) error {
	var texts []SearchText
	var gone []string
	for id, o := range changed {
		if o == nil {
			gone = append(gone, id)
			continue
		}
		texts = append(texts, searchTextOf(*o, x.vocabulary, x.stamp))
	}
	if err := x.stored.SaveSearchTexts(ctx, texts, gone); err != nil {
		return fmt.Errorf("save search texts: %w", err)
	}
	return nil
}

// catchUp makes the search texts that are due, some of them if there are many:
// the rest comes with the next Refresh.
func (x *Index) catchUp(ctx context.Context) error {
	if len(x.stale) == 0 {
		return nil
	}
	due := x.stale[:min(batch, len(x.stale))]
	late := make(map[string]*organisation.Organisation, len(due))
	for _, id := range due {
		o, err := x.published(ctx, id)
		if err != nil {
			return err
		}
		late[id] = o
	}
	if err := x.writeTexts(ctx, late); err != nil {
		return err
	}
	x.stale = slices.Clone(x.stale[len(due):])
	again := *x.current.Load()
	again.Generation++
	x.current.Store(&again)
	return nil
}
