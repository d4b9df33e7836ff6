package atlas

import (
	"context"
	"slices"
	"time"
)

// mostParted is how many organisations Parted lists.
const mostParted = 100

// Parted lists organisations that changed after a time and that the query does
// not find, the newest change first: what the query found before the change may
// be among them, and whoever keeps a copy of its answer can let go of it. One
// that is as it was published first was never anything else, and is left out.
func (x *Index) Parted(ctx context.Context, q Query, since time.Time) ([]*Entry, error) {
	s, found, err := x.found(ctx, q)
	if err != nil {
		return nil, err
	}
	var parted []*Entry
	for doc := range s.entries {
		if e := &s.entries[doc]; e.revised && e.UpdatedAt.After(since) && !found.Test(uint(doc)) {
			parted = append(parted, e)
		}
	}
	slices.SortFunc(parted, func(a, b *Entry) int { return b.UpdatedAt.Compare(a.UpdatedAt) })
	return parted[:min(len(parted), mostParted)], nil
}
