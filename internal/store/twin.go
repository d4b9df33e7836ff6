package store

import (
	"context"
	"time"

	"telaio/internal/merge"
	"telaio/internal/review"
	"telaio/internal/twin"
)

// TwinPairs lists what the last search took for one organisation told twice,
// the likeliest first.
func (s *Store) TwinPairs(ctx context.Context) ([]merge.Found, error) {
	scan := func(row scanner) (f merge.Found, err error) {
		err = row.Scan(&f.FirstID, &f.SecondID, &f.Score, jsonColumn{&f.Reasons})
		return f, err
	}
	return list(ctx, s.read(ctx), scan, `
		select first_id, second_id, score, reasons from twin_pair order by score desc, first_id, second_id`)
}

// ReplaceTwinPairs keeps what a search has found instead of what was found
// before.
func (s *Store) ReplaceTwinPairs(ctx context.Context, pairs []merge.Found, at time.Time) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		if err := s.exec(ctx, `delete from twin_pair`); err != nil {
			return err
		}
		for _, f := range pairs {
			reasons, err := toJSON(f.Reasons)
			if err != nil {
				return err
			}
			err = s.exec(ctx, `insert into twin_pair (first_id, second_id, score, reasons) values ($1, $2, $3, $4)`,
				f.FirstID, f.SecondID, f.Score, reasons)
			if err != nil {
				return err
			}
		}
		return s.exec(ctx, `
			insert into twin_search (name, at) values ('all', $1) on conflict (name) do update set at = excluded.at`, at.UTC())
	})
}

// RemoveTwinPair takes a pair off the list.
func (s *Store) RemoveTwinPair(ctx context.Context, firstID, secondID string) error {
	return s.exec(ctx, `delete from twin_pair where first_id = $1 and second_id = $2`, firstID, secondID)
}

// TwinsSearchedAt is when twins were last searched for.
func (s *Store) TwinsSearchedAt(ctx context.Context) (time.Time, error) {
	scan := func(row scanner) (at time.Time, err error) {
		err = row.Scan(nullTime{&at})
		return at, err
	}
	return one(ctx, s.read(ctx), scan, `select at from twin_search where name = 'all'`)
}

const apartColumns = `first_id, second_id, first_looks, second_looks, why, person_id, person, at`

func scanApart(s scanner) (a twin.Apart, err error) {
	err = s.Scan(&a.FirstID, &a.SecondID, &a.FirstLooks, &a.SecondLooks, &a.Why, &a.PersonID, &a.Person, nullTime{&a.At})
	return a, err
}

// ToldApart lists the pairs that somebody has said are not the same.
func (s *Store) ToldApart(ctx context.Context) ([]twin.Apart, error) {
	return list(ctx, s.read(ctx), scanApart, `select `+apartColumns+` from twin_apart order by at desc, first_id, second_id`)
}

// ApartFrom lists the pairs of an organisation that somebody has said are not
// the same.
func (s *Store) ApartFrom(ctx context.Context, organisationID string) ([]twin.Apart, error) {
	return list(ctx, s.read(ctx), scanApart, `
		select `+apartColumns+` from twin_apart where first_id = $1 or second_id = $1 order by first_id, second_id`, organisationID)
}

// TellApart remembers that two organisations are not the same.
func (s *Store) TellApart(ctx context.Context, a twin.Apart) error {
	return s.exec(ctx, `
		insert into twin_apart (`+apartColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict (first_id, second_id) do update set first_looks = excluded.first_looks, second_looks = excluded.second_looks,
			why = excluded.why, person_id = excluded.person_id, person = excluded.person, at = excluded.at`,
		a.FirstID, a.SecondID, a.FirstLooks, a.SecondLooks, a.Why, a.PersonID, a.Person, a.At.UTC())
}

// TellProposalsApart remembers that two proposals are of organisations of their own,
// as the dismissal says of a page.
func (s *Store) TellProposalsApart(ctx context.Context, one, other string, said review.Dismissal) error {
	return s.exec(ctx, `
		insert into proposal_apart (proposal_id, other_id, person_id, at) values ($1, $2, $3, $4)
		on conflict (proposal_id, other_id) do nothing`, one, other, said.PersonID, said.At.UTC())
}

// ProposalsApart lists the proposals that were told from one, without a page.
func (s *Store) ProposalsApart(ctx context.Context, proposalID string) ([]review.Dismissal, error) {
	scan := func(row scanner) (d review.Dismissal, err error) {
		err = row.Scan(&d.ProposalID, &d.PersonID, nullTime{&d.At})
		return d, err
	}
	return list(ctx, s.read(ctx), scan, `
		select other_id, person_id, at from proposal_apart where proposal_id = $1
		union all
		select proposal_id, person_id, at from proposal_apart where other_id = $1
		order by 1`, proposalID)
}

// TellDraftApart remembers that the organisation of a draft is another than one
// on the atlas.
func (s *Store) TellDraftApart(ctx context.Context, draftID, organisationID string, at time.Time) error {
	return s.exec(ctx, `
		insert into draft_apart (draft_id, organisation_id, at) values ($1, $2, $3) on conflict (draft_id, organisation_id) do nothing`,
		draftID, organisationID, at.UTC())
}

// DraftApart lists the ids of the organisations that a participant has told from
// their own.
func (s *Store) DraftApart(ctx context.Context, draftID string) ([]string, error) {
	return list(ctx, s.read(ctx), scanText, `select organisation_id from draft_apart where draft_id = $1 order by organisation_id`, draftID)
}

// SenderApart is DraftApart for the draft that a proposal was sent from.
func (s *Store) SenderApart(ctx context.Context, proposalID string) ([]string, error) {
	return list(ctx, s.read(ctx), scanText, `
		select a.organisation_id from draft_apart a join draft d on d.id = a.draft_id where d.proposal_id = $1 order by a.organisation_id`, proposalID)
}
