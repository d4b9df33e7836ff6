package store

import (
	"context"
	"time"

	"telaio/internal/organisation"
)

const archivingColumns = `organisation_id, why, was, noticed_at, due_on, archived_at, person_id, person, successor_name, successor_website`

func scanArchiving(s scanner) (a organisation.Archiving, err error) {
	err = s.Scan(&a.OrganisationID, &a.Why, &a.Was, nullTime{&a.NoticedAt}, nullTime{&a.DueOn}, nullTime{&a.ArchivedAt}, &a.PersonID, &a.Person,
		&a.SuccessorName, &a.SuccessorWebsite)
	return a, err
}

// Archiving returns why and when the organisation's page left, or will.
func (s *Store) Archiving(ctx context.Context, organisationID string) (organisation.Archiving, error) {
	return one(ctx, s.read(ctx), scanArchiving, `select `+archivingColumns+` from archiving where organisation_id = $1`, organisationID)
}

// Archivings lists all of them, the newest first.
func (s *Store) Archivings(ctx context.Context) ([]organisation.Archiving, error) {
	return list(ctx, s.read(ctx), scanArchiving, `
		select `+archivingColumns+` from archiving order by coalesce(archived_at, noticed_at) desc, organisation_id`)
}

// PutArchiving keeps it instead of what was known.
func (s *Store) PutArchiving(ctx context.Context, a organisation.Archiving) error {
	return s.exec(ctx, `
		insert into archiving (`+archivingColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		on conflict (organisation_id) do update set why = excluded.why, was = excluded.was, noticed_at = excluded.noticed_at,
			due_on = excluded.due_on, archived_at = excluded.archived_at, person_id = excluded.person_id, person = excluded.person,
			successor_name = excluded.successor_name, successor_website = excluded.successor_website`,
		a.OrganisationID, a.Why, a.Was, orNull(a.NoticedAt), orNull(a.DueOn), orNull(a.ArchivedAt), a.PersonID, a.Person,
		a.SuccessorName, a.SuccessorWebsite)
}

// RemoveArchiving forgets it: the page stays, or is back.
func (s *Store) RemoveArchiving(ctx context.Context, organisationID string) error {
	return s.exec(ctx, `delete from archiving where organisation_id = $1`, organisationID)
}

// PagesSilentSince lists published organisations that nobody has confirmed or
// changed after a time, the oldest first.
func (s *Store) PagesSilentSince(ctx context.Context, t time.Time, most int) ([]organisation.Organisation, error) {
	return list(ctx, s.read(ctx), scanOrganisation, `
		select `+organisationColumns+organisationTable+`where o.state = $1 and coalesce(o.confirmed_at, o.updated_at) < $2
		order by coalesce(o.confirmed_at, o.updated_at), o.id limit $3`, organisation.Published, t.UTC(), most)
}

// OrganisationsArchived lists at most limit organisations that have left the
// atlas, the newest first, but for the first skip of them.
func (s *Store) OrganisationsArchived(ctx context.Context, skip, limit int) ([]organisation.Organisation, error) {
	return list(ctx, s.read(ctx), scanOrganisation, `
		select `+organisationColumns+organisationTable+`left join archiving a on a.organisation_id = o.id
		where o.state = $1 order by coalesce(a.archived_at, o.updated_at) desc, o.id limit $2 offset $3`,
		organisation.Archived, limit, skip)
}

// CountArchived is how many organisations have left the atlas.
func (s *Store) CountArchived(ctx context.Context) (int, error) {
	return one(ctx, s.read(ctx), scanInt, `select count(*) from organisation where state = $1`, organisation.Archived)
}
