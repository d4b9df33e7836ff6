package store

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/fault"
	"telaio/internal/organisation"
)

// ConfirmOrganisation notes that the published revision was said to be true. It
// is a conflict if another revision has been published, or the page has gone.
func (s *Store) ConfirmOrganisation(ctx context.Context, id string, revision int, by organisation.ConfirmedBy, at time.Time) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		result, err := s.write(ctx).ExecContext(ctx, `
			update organisation set confirmed_at = $3, confirmed_by = $4 where id = $1 and revision = $2 and state = $5`,
			id, revision, at.UTC(), by, organisation.Published)
		if err != nil {
			return unavailable(err)
		}
		switch n, err := result.RowsAffected(); {
		case err != nil:
			return fmt.Errorf("count the confirmed organisations: %w", err)
		case n == 0:
			return fault.New(fault.Conflict, "error.conflict")
		}
		return s.exec(ctx, `insert into public_change (organisation_id, at) values ($1, $2)`, id, at.UTC())
	})
}
