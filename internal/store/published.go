package store

import (
	"context"

	"telaio/internal/organisation"
)

// PublishedAfter lists at most limit published organisations whose id comes
// after id, in the order of ids.
func (s *Store) PublishedAfter(ctx context.Context, id string, limit int) ([]organisation.Organisation, error) {
	return list(ctx, s.read(ctx), scanOrganisation, `
		select `+organisationColumns+organisationTable+`
		where o.state = $1 and o.id > $2 order by o.id limit $3`, organisation.Published, id, limit)
}
