package store

import (
	"context"

	"telaio/internal/organisation"
)

const relationAnswerColumns = `teller_id, other_id, kind, standing, person_id, at`

func scanRelationAnswer(row scanner) (a organisation.RelationAnswer, err error) {
	err = row.Scan(&a.TellerID, &a.OtherID, &a.Kind, &a.Standing, &a.PersonID, nullTime{&a.At})
	return a, err
}

// RelationAnswersOf lists what others said of what the organisation tells, and
// what it said of what others tell.
func (s *Store) RelationAnswersOf(ctx context.Context, organisationID string) ([]organisation.RelationAnswer, error) {
	return list(ctx, s.read(ctx), scanRelationAnswer, `
		select `+relationAnswerColumns+` from relation_answer where teller_id = $1 or other_id = $1
		order by teller_id, other_id, kind`, organisationID)
}

// RelationAnswers is RelationAnswersOf for several organisations.
func (s *Store) RelationAnswers(ctx context.Context, organisationIDs []string) ([]organisation.RelationAnswer, error) {
	return byIDs(ctx, s, organisationIDs, scanRelationAnswer, queryIn{text: func(in string) string {
		return `select ` + relationAnswerColumns + ` from relation_answer where teller_id in (` + in + `) or other_id in (` + in + `)
			order by teller_id, other_id, kind`
	}})
}

// EveryRelationAnswer lists what was confirmed or denied of any relation.
func (s *Store) EveryRelationAnswer(ctx context.Context) ([]organisation.RelationAnswer, error) {
	return list(ctx, s.read(ctx), scanRelationAnswer, `
		select `+relationAnswerColumns+` from relation_answer where standing <> $1 order by teller_id, other_id, kind`, organisation.Told)
}

// SetRelationAnswer keeps the answer instead of an earlier one, and tells the
// caches which pages it has changed.
func (s *Store) SetRelationAnswer(ctx context.Context, a organisation.RelationAnswer, changed ...string) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		err := s.exec(ctx, `
			insert into relation_answer (`+relationAnswerColumns+`) values ($1, $2, $3, $4, $5, $6)
			on conflict (teller_id, other_id, kind) do update set standing = excluded.standing, person_id = excluded.person_id, at = excluded.at`,
			a.TellerID, a.OtherID, a.Kind, a.Standing, a.PersonID, a.At.UTC())
		if err != nil {
			return err
		}
		for _, id := range changed {
			if err := s.exec(ctx, `insert into public_change (organisation_id, at) values ($1, $2)`, id, a.At.UTC()); err != nil {
				return err
			}
		}
		return nil
	})
}
