package publication

import (
	"context"
	"fmt"
	"sync"
)

// Consents is what Refusals needs stored.
type Consents interface {
	// OpenDataRefused lists the organisations whose people last said that their
	// page is not to be among the open data.
	OpenDataRefused(ctx context.Context) ([]string, error)
}

// Refusals knows which published organisations are not to be among the open
// data: their pages are public, and nobody is handed them in bulk. Of an
// organisation that was never asked, what the team published is open. It is safe
// for concurrent use.
type Refusals struct {
	Consents Consents
	// Generation grows with each public change, which a refusal is; 0 = not known.
	Generation func() uint64

	mu  sync.Mutex
	of  uint64
	ids map[string]bool
}

// Refused returns the ids of those organisations. The map must not be changed.
func (r *Refusals) Refused(ctx context.Context) (map[string]bool, error) {
	now := r.Generation()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ids != nil && now != 0 && now == r.of {
		return r.ids, nil
	}
	ids, err := r.Consents.OpenDataRefused(ctx)
	if err != nil {
		return nil, fmt.Errorf("read who is not among the open data: %w", err)
	}
	r.of, r.ids = now, make(map[string]bool, len(ids))
	for _, id := range ids {
		r.ids[id] = true
	}
	return r.ids, nil
}
