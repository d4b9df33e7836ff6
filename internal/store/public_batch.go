package store

import (
	"context"
	"slices"

	"telaio/internal/organisation"
)

// atOnce is how many ids one query is asked for. Shorter lists are filled up, so
// that the text of the query stays the same and is parsed once.
const atOnce = 50

// queryIn asks for those of a list of ids.
type queryIn struct {
	text   func(in string) string // given the placeholders of the list
	before []any                  // arguments whose placeholders come before the list's
}

// byIDs asks once for each batch of ids.
func byIDs[T any](ctx context.Context, s *Store, ids []string, scan func(scanner) (T, error), query queryIn) ([]T, error) {
	text := query.text(placeholders(len(query.before)+1, atOnce))
	var all []T
	for batch := range slices.Chunk(ids, atOnce) {
		args := slices.Clone(query.before)
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
	return byIDs(ctx, s, ids, scanOrganisation, queryIn{before: []any{organisation.Published}, text: func(in string) string {
		return `select ` + organisationColumns + organisationTable + `where o.state = $1 and o.id in (` + in + `)`
	}})
}

// RevisionStepsOf lists the revisions of several organisations, each one's newest
// first, without their cards: what each changed and when.
func (s *Store) RevisionStepsOf(ctx context.Context, organisationIDs []string) ([]organisation.Revision, error) {
	scan := func(row scanner) (r organisation.Revision, err error) {
		err = row.Scan(&r.OrganisationID, &r.Number, jsonColumn{&r.Changed}, nullTime{&r.CreatedAt})
		return r, err
	}
	return byIDs(ctx, s, organisationIDs, scan, queryIn{text: func(in string) string {
		return `select organisation_id, number, changed, created_at from revision where organisation_id in (` + in + `)
			order by organisation_id, number desc`
	}})
}
