package store

import (
	"context"

	"telaio/internal/organisation"
)

// LogoIsPublic reports whether the present revision of a published organisation
// shows the logo.
func (s *Store) LogoIsPublic(ctx context.Context, logo string) (bool, error) {
	n, err := one(ctx, s.read(ctx), scanInt, `
		select count(*) from revision r join organisation o on o.id = r.organisation_id and o.revision = r.number
		where r.logo = $1 and r.logo <> '' and o.state = $2`, logo, organisation.Published)
	return n > 0, err
}
