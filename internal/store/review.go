package store

import (
	"context"
	"time"

	"telaio/internal/organisation"
	"telaio/internal/review"
)

const summaryColumns = `id, coalesce(organisation_id, ''), base_revision, origin, state, name, source, language,
	sender_name, sender_role, assigned_to, locked_by, locked_until, sent_at, updated_at, decided_at`

func scanSummary(s scanner) (p organisation.Proposal, err error) {
	err = s.Scan(&p.ID, &p.OrganisationID, &p.BaseRevision, &p.Origin, &p.State, &p.Name, &p.Source, &p.Language,
		&p.Sender.Name, &p.Sender.Role, &p.AssignedTo, &p.LockedBy, nullTime{&p.LockedUntil},
		nullTime{&p.SentAt}, nullTime{&p.UpdatedAt}, nullTime{&p.DecidedAt})
	return p, err
}

// ProposalSummaries lists the proposals in one of the states without their
// changes and the senders' addresses, newest first.
func (s *Store) ProposalSummaries(ctx context.Context, states []organisation.ProposalState) ([]organisation.Proposal, error) {
	args := make([]any, len(states))
	for i, state := range states {
		args[i] = state
	}
	return list(ctx, s.read(ctx), scanSummary, `
		select `+summaryColumns+` from proposal where state in (`+placeholders(1, len(states))+`) order by sent_at desc, id`, args...)
}

// HoldProposal marks the proposal as open by the person until a time, unless
// somebody else has it open now.
func (s *Store) HoldProposal(ctx context.Context, id, personID string, now, until time.Time) error {
	return s.exec(ctx, `
		update proposal set locked_by = $2, locked_until = $4
		where id = $1 and (locked_by = '' or locked_by = $2 or locked_until is null or locked_until <= $3)`,
		id, personID, now.UTC(), until.UTC())
}

// TakeProposal marks the proposal as open by the person, whoever had it open.
func (s *Store) TakeProposal(ctx context.Context, id, personID string, until time.Time) error {
	return s.exec(ctx, `update proposal set locked_by = $2, locked_until = $3 where id = $1`, id, personID, until.UTC())
}

// AssignProposal gives the proposal to the person, or ("") to nobody.
func (s *Store) AssignProposal(ctx context.Context, id, personID string) error {
	return s.exec(ctx, `update proposal set assigned_to = $2 where id = $1`, id, personID)
}

const reviewDraftColumns = `proposal_id, choices, message, person_id, updated_at`

func scanReviewDraft(s scanner) (d review.Draft, err error) {
	err = s.Scan(&d.ProposalID, jsonColumn{&d.Choices}, &d.Message, &d.PersonID, nullTime{&d.UpdatedAt})
	return d, err
}

// ReviewDraft returns the decision in the making about a proposal.
func (s *Store) ReviewDraft(ctx context.Context, proposalID string) (review.Draft, error) {
	return one(ctx, s.read(ctx), scanReviewDraft, `select `+reviewDraftColumns+` from review_draft where proposal_id = $1`, proposalID)
}

// SaveReviewDraft keeps the decision in the making.
func (s *Store) SaveReviewDraft(ctx context.Context, d review.Draft) error {
	choices, err := toJSON(d.Choices)
	if err != nil {
		return err
	}
	return s.exec(ctx, `
		insert into review_draft (`+reviewDraftColumns+`) values ($1, $2, $3, $4, $5)
		on conflict (proposal_id) do update
		set choices = excluded.choices, message = excluded.message, person_id = excluded.person_id, updated_at = excluded.updated_at`,
		d.ProposalID, choices, d.Message, d.PersonID, d.UpdatedAt.UTC())
}

// DeleteReviewDraft forgets the decision in the making.
func (s *Store) DeleteReviewDraft(ctx context.Context, proposalID string) error {
	return s.exec(ctx, `delete from review_draft where proposal_id = $1`, proposalID)
}

// DismissTwin remembers that an organisation is not the proposed one.
func (s *Store) DismissTwin(ctx context.Context, d review.Dismissal) error {
	return s.exec(ctx, `
		insert into dismissed_twin (proposal_id, organisation_id, person_id, at) values ($1, $2, $3, $4)
		on conflict (proposal_id, organisation_id) do nothing`,
		d.ProposalID, d.OrganisationID, d.PersonID, d.At.UTC())
}

// DismissedTwins lists the ids of the organisations that were told from the
// proposed one.
func (s *Store) DismissedTwins(ctx context.Context, proposalID string) ([]string, error) {
	return list(ctx, s.read(ctx), scanText, `select organisation_id from dismissed_twin where proposal_id = $1 order by organisation_id`, proposalID)
}

// OrganisationsAfter lists the next organisations, public or not, after the id.
func (s *Store) OrganisationsAfter(ctx context.Context, id string, limit int) ([]organisation.Organisation, error) {
	return list(ctx, s.read(ctx), scanOrganisation, `
		select `+organisationColumns+organisationTable+`where o.id > $1 order by o.id limit $2`, id, limit)
}
