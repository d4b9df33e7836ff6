package store

import (
	"context"
	"time"

	"telaio/internal/importing"
)

const feedColumns = `id, source, address, every, person_id, person, etag, modified, digest, result, problem, failures, import_id,
	asked, due_at, held_until, fetched_at, created_at`

func scanFeed(s scanner) (f importing.Feed, err error) {
	err = s.Scan(&f.ID, &f.Source, &f.Address, &f.Every, &f.PersonID, &f.Person, &f.Seen.ETag, &f.Seen.Modified, &f.Seen.Digest,
		&f.Result, jsonColumn{&f.Problem}, &f.Failures, &f.ImportID, &f.Asked, nullTime{&f.DueAt}, nullTime{&f.HeldUntil},
		nullTime{&f.FetchedAt}, nullTime{&f.CreatedAt})
	return f, err
}

// PutFeed saves the address of a source as it is.
func (s *Store) PutFeed(ctx context.Context, f importing.Feed) error {
	problem, err := toJSON(f.Problem)
	if err != nil {
		return err
	}
	return s.exec(ctx, `
		insert into import_feed (`+feedColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
		on conflict (id) do update set address = excluded.address, every = excluded.every, person_id = excluded.person_id,
			person = excluded.person, etag = excluded.etag, modified = excluded.modified, digest = excluded.digest,
			result = excluded.result, problem = excluded.problem, failures = excluded.failures, import_id = excluded.import_id,
			asked = excluded.asked, due_at = excluded.due_at, held_until = excluded.held_until, fetched_at = excluded.fetched_at`,
		f.ID, f.Source, f.Address, f.Every, f.PersonID, f.Person, f.Seen.ETag, f.Seen.Modified, f.Seen.Digest, f.Result, problem,
		f.Failures, f.ImportID, f.Asked, orNull(f.DueAt), orNull(f.HeldUntil), orNull(f.FetchedAt), f.CreatedAt.UTC())
}

// Feed returns the address with the id.
func (s *Store) Feed(ctx context.Context, id string) (importing.Feed, error) {
	return one(ctx, s.read(ctx), scanFeed, `select `+feedColumns+` from import_feed where id = $1`, id)
}

// FeedOfSource returns the address of a source.
func (s *Store) FeedOfSource(ctx context.Context, source string) (importing.Feed, error) {
	return one(ctx, s.read(ctx), scanFeed, `select `+feedColumns+` from import_feed where source = $1`, source)
}

// Feeds lists the addresses by source.
func (s *Store) Feeds(ctx context.Context) ([]importing.Feed, error) {
	return list(ctx, s.read(ctx), scanFeed, `select `+feedColumns+` from import_feed order by source`)
}

// ForgetFeed forgets the address with the id.
func (s *Store) ForgetFeed(ctx context.Context, id string) error {
	return s.exec(ctx, `delete from import_feed where id = $1`, id)
}

// TakeFeed takes the address that has been due longest by now and that nobody
// else fetches, and keeps it from others until a time.
func (s *Store) TakeFeed(ctx context.Context, now, until time.Time) (importing.Feed, error) {
	next, err := one(ctx, s.read(ctx), scanFeed, `
		select `+feedColumns+` from import_feed
		where due_at <= $1 and (held_until is null or held_until <= $1) order by due_at, id limit 1`, now.UTC())
	if err != nil {
		return next, err
	}
	return one(ctx, s.write(ctx), scanFeed, `
		update import_feed set held_until = $2 where id = $1 and due_at <= $3 and (held_until is null or held_until <= $3)
		returning `+feedColumns, next.ID, until.UTC(), now.UTC())
}

// PreparedImports lists what was fetched by itself and waits for a person, the
// oldest first, without the details of their reports.
func (s *Store) PreparedImports(ctx context.Context) ([]importing.Import, error) {
	return list(ctx, s.read(ctx), scanImport, `
		select `+importColumns+` from import where state = $1 and prepared order by created_at, id`, importing.Checked)
}

// ForgetImport forgets an import and its file.
func (s *Store) ForgetImport(ctx context.Context, id string) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		if err := s.DropImportFile(ctx, id); err != nil {
			return err
		}
		return s.exec(ctx, `delete from import where id = $1`, id)
	})
}
