package store

import (
	"context"
	"time"

	"telaio/internal/organisation"
)

const messageColumns = `id, proposal_id, from_team, author, body, at`

func scanMessage(s scanner) (m organisation.Message, err error) {
	err = s.Scan(&m.ID, &m.ProposalID, &m.FromTeam, &m.Author, &m.Body, nullTime{&m.At})
	return m, err
}

// AddMessage adds a turn to the conversation about a proposal.
func (s *Store) AddMessage(ctx context.Context, m organisation.Message) error {
	return s.exec(ctx, `insert into message (`+messageColumns+`) values ($1, $2, $3, $4, $5, $6)`,
		m.ID, m.ProposalID, m.FromTeam, m.Author, m.Body, m.At.UTC())
}

// MessagesOfProposal lists the conversation, oldest first.
func (s *Store) MessagesOfProposal(ctx context.Context, proposalID string) ([]organisation.Message, error) {
	return list(ctx, s.read(ctx), scanMessage, `
		select `+messageColumns+` from message where proposal_id = $1 order by at, id`, proposalID)
}

const commentColumns = `id, proposal_id, person_id, author, body, at`

func scanComment(s scanner) (c organisation.Comment, err error) {
	err = s.Scan(&c.ID, &c.ProposalID, &c.PersonID, &c.Author, &c.Body, nullTime{&c.At})
	return c, err
}

// AddComment adds a note for the team.
func (s *Store) AddComment(ctx context.Context, c organisation.Comment) error {
	return s.exec(ctx, `insert into comment (`+commentColumns+`) values ($1, $2, $3, $4, $5, $6)`,
		c.ID, c.ProposalID, c.PersonID, c.Author, c.Body, c.At.UTC())
}

// CommentsOfProposal lists the team's notes, oldest first.
func (s *Store) CommentsOfProposal(ctx context.Context, proposalID string) ([]organisation.Comment, error) {
	return list(ctx, s.read(ctx), scanComment, `
		select `+commentColumns+` from comment where proposal_id = $1 order by at, id`, proposalID)
}

// AddStatusKey lets the token with the hash open the proposal's status page.
func (s *Store) AddStatusKey(ctx context.Context, proposalID, tokenHash string, at time.Time) error {
	return s.exec(ctx, `insert into status_key (token_hash, proposal_id, at) values ($1, $2, $3)`, tokenHash, proposalID, at.UTC())
}

// ProposalByStatusKey returns the proposal that the token with the hash opens.
func (s *Store) ProposalByStatusKey(ctx context.Context, tokenHash string) (organisation.Proposal, error) {
	return one(ctx, s.read(ctx), scanProposal, `
		select `+proposalColumns+` from proposal
		where id = (select proposal_id from status_key where token_hash = $1)`, tokenHash)
}
