package store

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/fault"
	"telaio/internal/organisation"
)

// numberChanges gives those public changes a number that have none yet. A
// sequence of PostgreSQL is drawn from when a row is written, and the row becomes
// visible when its transaction ends: a change could appear below others that were
// read long before. Numbers are given to what is visible already, by one
// transaction at a time, and nobody reads a change without one. So whoever has
// read up to a number has read everything below it.
func (s *Store) numberChanges(ctx context.Context) error {
	if !s.dialect.numbersChanges || ctx.Value(txKey{}) != nil {
		return nil
	}
	waiting, err := one(ctx, s.read(ctx), scanNumber, `select count(*) from (select 1 from public_change where number is null limit 1) waiting`)
	if err != nil || waiting == 0 {
		return err
	}
	err = s.InTx(ctx, func(ctx context.Context) error {
		if err := s.lockNumbers(ctx); err != nil {
			return err
		}
		return s.exec(ctx, `
			update public_change set number = fresh.number from (
				select sequence, row_number() over (order by sequence) + (select coalesce(max(number), 0) from public_change) as number
				from public_change where number is null
			) fresh where public_change.sequence = fresh.sequence`)
	})
	if err != nil {
		return fmt.Errorf("number the public changes: %w", err)
	}
	return nil
}

func scanNumber(row scanner) (n int64, err error) {
	err = row.Scan(&n)
	return n, err
}

// PublicChangesSince lists the changes after a number, oldest first.
func (s *Store) PublicChangesSince(ctx context.Context, number int64) ([]organisation.PublicChange, error) {
	if err := s.numberChanges(ctx); err != nil {
		return nil, err
	}
	column := s.dialect.changeNumber
	return list(ctx, s.read(ctx), scanPublicChange, `
		select `+column+`, organisation_id, at from public_change where `+column+` > $1 order by `+column, number)
}

func scanPublicChange(row scanner) (c organisation.PublicChange, err error) {
	err = row.Scan(&c.Sequence, &c.OrganisationID, nullTime{&c.At})
	return c, err
}

func scanChanged(row scanner) (c organisation.Changed, err error) {
	err = row.Scan(&c.Sequence, nullTime{&c.At}, &c.ID, &c.Slug, &c.State, &c.Revision, nullTime{&c.ConfirmedAt}, &c.Successor, nullTime{&c.UpdatedAt},
		&c.Elsewhere.Name, &c.Elsewhere.Website)
	return c, err
}

// ChangedAfter lists at most limit changes of organisations after a number,
// oldest first, each with the organisation as it is now, without its card.
// Organisations that never were public are left out.
func (s *Store) ChangedAfter(ctx context.Context, number int64, limit int) ([]organisation.Changed, error) {
	if err := s.numberChanges(ctx); err != nil {
		return nil, err
	}
	column := `c.` + s.dialect.changeNumber
	return list(ctx, s.read(ctx), scanChanged, `
		select `+column+`, c.at, o.id, o.slug, o.state, o.revision, o.confirmed_at, o.successor, o.updated_at,
			coalesce(a.successor_name, ''), coalesce(a.successor_website, '')
		from public_change c join organisation o on o.id = c.organisation_id left join archiving a on a.organisation_id = o.id
		where `+column+` > $1 and o.revision > 0 order by `+column+` limit $2`, number, limit)
}

// FirstChangeSince returns the lowest number of the public changes that were made
// at or after a time, and fault.NotFound if there are none.
func (s *Store) FirstChangeSince(ctx context.Context, t time.Time) (int64, error) {
	if err := s.numberChanges(ctx); err != nil {
		return 0, err
	}
	first, err := one(ctx, s.read(ctx), scanNumber, `select coalesce(min(`+s.dialect.changeNumber+`), 0) from public_change where at >= $1`, t.UTC())
	if err == nil && first == 0 {
		return 0, fault.New(fault.NotFound, "error.not_found")
	}
	return first, err
}

// LastPublicChange returns the number of the newest public change, 0 if there is
// none.
func (s *Store) LastPublicChange(ctx context.Context) (int64, error) {
	if err := s.numberChanges(ctx); err != nil {
		return 0, err
	}
	return one(ctx, s.read(ctx), scanNumber, `select coalesce(max(`+s.dialect.changeNumber+`), 0) from public_change`)
}
