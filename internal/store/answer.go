package store

import (
	"context"
	"time"

	"telaio/internal/organisation"
	"telaio/internal/participation"
)

const answerColumns = `proposal_id, questionnaire, version, variable, item, value, missing, who, at`

func scanAnswer(s scanner) (a participation.Answer, err error) {
	var missing int
	err = s.Scan(&a.ProposalID, &a.Questionnaire, &a.Version, &a.Variable, &a.Item, jsonColumn{&a.Value}, &missing, &a.Who, nullTime{&a.At})
	return a, err
}

// AddAnswers appends what was answered, by variable.
func (s *Store) AddAnswers(ctx context.Context, answers []participation.Answer) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		for _, a := range answers {
			value, err := toJSON(a.Value)
			if err != nil {
				return err
			}
			err = s.exec(ctx, `insert into answer (`+answerColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
				a.ProposalID, a.Questionnaire, a.Version, a.Variable, a.Item, value, int(a.Value.Missing), a.Who, a.At.UTC())
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// AnswersOfProposal lists what was answered, by variable.
func (s *Store) AnswersOfProposal(ctx context.Context, proposalID string) ([]participation.Answer, error) {
	return list(ctx, s.read(ctx), scanAnswer, `
		select `+answerColumns+` from answer where proposal_id = $1 order by variable, item, at`, proposalID)
}

// AddConfirmation lets a mailed link confirm the address that it went to.
func (s *Store) AddConfirmation(ctx context.Context, c participation.Confirmation) error {
	return s.exec(ctx, `insert into confirmation (hash, proposal_id, address_hash, created_at) values ($1, $2, $3, $4)`,
		c.Hash, c.ProposalID, c.AddressHash, c.At.UTC())
}

// Confirmation returns what the link whose token has the hash confirms.
func (s *Store) Confirmation(ctx context.Context, hash string) (participation.Confirmation, error) {
	scan := func(row scanner) (c participation.Confirmation, err error) {
		err = row.Scan(&c.Hash, &c.ProposalID, &c.AddressHash, nullTime{&c.At})
		return c, err
	}
	return one(ctx, s.read(ctx), scan, `select hash, proposal_id, address_hash, created_at from confirmation where hash = $1`, hash)
}

// CountConfirmations says how many links to confirm were made since then.
func (s *Store) CountConfirmations(ctx context.Context, proposalID string, since time.Time) (int, error) {
	return one(ctx, s.read(ctx), scanInt, `
		select count(*) from confirmation where proposal_id = $1 and created_at > $2`, proposalID, since.UTC())
}

// CountProposals says how many proposals are in one of the states.
func (s *Store) CountProposals(ctx context.Context, states ...organisation.ProposalState) (int, error) {
	args := make([]any, len(states))
	for i, state := range states {
		args[i] = state
	}
	return one(ctx, s.read(ctx), scanInt, `
		select count(*) from proposal where state in (`+placeholders(1, len(states))+`)`, args...)
}
