package store

import (
	"context"
	"slices"
	"time"

	"telaio/internal/organisation"
)

// atOnce is how many ids one query is asked for. Shorter lists are filled up, so
// that the text of the query stays the same and is parsed once.
const atOnce = 50

// byIDs asks once for each batch of ids. The query is given the placeholders of
// its list of ids, which come after the arguments before.
func byIDs[T any](ctx context.Context, s *Store, ids []string, scan func(scanner) (T, error), query func(in string) string, before ...any) ([]T, error) {
	text := query(placeholders(len(before)+1, atOnce))
	var all []T
	for batch := range slices.Chunk(ids, atOnce) {
		args := slices.Clone(before)
		for i := range atOnce {
			args = append(args, batch[min(i, len(batch)-1)])
		}
		rows, err := list(ctx, s.read(ctx), scan, text, args...)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

// PublishedByID lists those of the organisations that the public may see, with
// their cards, in any order.
func (s *Store) PublishedByID(ctx context.Context, ids []string) ([]organisation.Organisation, error) {
	return byIDs(ctx, s, ids, scanOrganisation, func(in string) string {
		return `select ` + organisationColumns + organisationTable + `where o.state = $1 and o.id in (` + in + `)`
	}, organisation.Published)
}

// RevisionStepsOf lists the revisions of several organisations, each one's newest
// first, without their cards: what each changed and when.
func (s *Store) RevisionStepsOf(ctx context.Context, organisationIDs []string) ([]organisation.Revision, error) {
	scan := func(row scanner) (r organisation.Revision, err error) {
		err = row.Scan(&r.OrganisationID, &r.Number, jsonColumn{&r.Changed}, nullTime{&r.CreatedAt})
		return r, err
	}
	return byIDs(ctx, s, organisationIDs, scan, func(in string) string {
		return `select organisation_id, number, changed, created_at from revision where organisation_id in (` + in + `)
			order by organisation_id, number desc`
	})
}

const changedColumns = `c.sequence, c.at, o.id, o.slug, o.state, o.revision, o.confirmed_at, o.successor, o.updated_at`

func scanChanged(row scanner) (c organisation.Changed, err error) {
	err = row.Scan(&c.Sequence, nullTime{&c.At}, &c.ID, &c.Slug, &c.State, &c.Revision, nullTime{&c.ConfirmedAt}, &c.Successor, nullTime{&c.UpdatedAt})
	return c, err
}

// ChangedAfter lists at most limit changes of organisations after a sequence
// number, oldest first, each with the organisation as it is now, without its
// card. Organisations that never were public are left out.
func (s *Store) ChangedAfter(ctx context.Context, sequence int64, limit int) ([]organisation.Changed, error) {
	return list(ctx, s.read(ctx), scanChanged, `
		select `+changedColumns+` from public_change c join organisation o on o.id = c.organisation_id
		where c.sequence > $1 and o.revision > 0 order by c.sequence limit $2`, sequence, limit)
}

// FirstChangeSince returns the sequence number of the oldest public change at or
// after a time, and fault.NotFound if there is none.
func (s *Store) FirstChangeSince(ctx context.Context, t time.Time) (int64, error) {
	scan := func(row scanner) (n int64, err error) {
		err = row.Scan(&n)
		return n, err
	}
	return one(ctx, s.read(ctx), scan, `select sequence from public_change where at >= $1 order by at, sequence limit 1`, t.UTC())
}
