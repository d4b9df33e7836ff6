package store

import (
	"context"
	"time"
)

// TakeLease gives the holder the named chore until a time, and reports whether
// it did: not while someone else's lease runs.
func (s *Store) TakeLease(ctx context.Context, name, holder string, now, until time.Time) (bool, error) {
	return s.changesOne(ctx, `
		insert into lease (name, holder, until) values ($1, $2, $3)
		on conflict (name) do update set holder = excluded.holder, until = excluded.until
		where lease.until <= $4 or lease.holder = excluded.holder`,
		name, holder, until.UTC(), now.UTC())
}
