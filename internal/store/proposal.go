package store

import (
	"context"

	"telaio/internal/fault"
	"telaio/internal/organisation"
)

const proposalColumns = `id, coalesce(organisation_id, ''), base_revision, origin, state, name, changes, source, language,
	sender_name, sender_email, sender_role, sender_person, assigned_to, locked_by, locked_until, refusal_reason,
	sent_at, updated_at, decided_at`

func scanProposal(s scanner) (p organisation.Proposal, err error) {
	err = s.Scan(&p.ID, &p.OrganisationID, &p.BaseRevision, &p.Origin, &p.State, &p.Name, jsonColumn{&p.Changes}, &p.Source, &p.Language,
		&p.Sender.Name, &p.Sender.Email, &p.Sender.Role, &p.Sender.PersonID, &p.AssignedTo, &p.LockedBy, nullTime{&p.LockedUntil},
		&p.RefusalReason, nullTime{&p.SentAt}, nullTime{&p.UpdatedAt}, nullTime{&p.DecidedAt})
	return p, err
}

// Proposal returns the proposal with the id.
func (s *Store) Proposal(ctx context.Context, id string) (organisation.Proposal, error) {
	return one(ctx, s.read(ctx), scanProposal, `select `+proposalColumns+` from proposal where id = $1`, id)
}

// ProposalsOfOrganisation lists the organisation's proposals, newest first.
func (s *Store) ProposalsOfOrganisation(ctx context.Context, organisationID string) ([]organisation.Proposal, error) {
	return list(ctx, s.read(ctx), scanProposal, `
		select `+proposalColumns+` from proposal where organisation_id = $1 order by sent_at desc, id`, organisationID)
}

// ProposalsOfSender lists what was sent from the address, which is in lower
// case: the newest ones.
func (s *Store) ProposalsOfSender(ctx context.Context, address string, most int) ([]organisation.Proposal, error) {
	return list(ctx, s.read(ctx), scanProposal, `
		select `+proposalColumns+` from proposal where lower(sender_email) = $1 order by sent_at desc, id limit $2`, address, most)
}

// AddProposal saves a new proposal.
func (s *Store) AddProposal(ctx context.Context, p organisation.Proposal) error {
	changes, err := toJSON(p.Changes)
	if err != nil {
		return err
	}
	return s.exec(ctx, `
		insert into proposal (id, organisation_id, base_revision, origin, state, name, changes, source, language,
			sender_name, sender_email, sender_role, sender_person, assigned_to, locked_by, locked_until, refusal_reason,
			sent_at, updated_at, decided_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
		p.ID, orNullText(p.OrganisationID), p.BaseRevision, p.Origin, p.State, p.Name, changes, p.Source, p.Language,
		p.Sender.Name, p.Sender.Email, p.Sender.Role, p.Sender.PersonID, p.AssignedTo, p.LockedBy, orNull(p.LockedUntil), p.RefusalReason,
		p.SentAt.UTC(), p.UpdatedAt.UTC(), orNull(p.DecidedAt))
}

// UpdateProposal saves everything of p. To move it from one state to another
// where two people might do so at once, call MoveProposal first.
func (s *Store) UpdateProposal(ctx context.Context, p organisation.Proposal) error {
	changes, err := toJSON(p.Changes)
	if err != nil {
		return err
	}
	return s.exec(ctx, `
		update proposal set organisation_id = $2, base_revision = $3, origin = $4, state = $5, name = $6, changes = $7, source = $8,
			sender_name = $9, sender_email = $10, sender_role = $11, sender_person = $12, assigned_to = $13, locked_by = $14,
			locked_until = $15, refusal_reason = $16, updated_at = $17, decided_at = $18
		where id = $1`,
		p.ID, orNullText(p.OrganisationID), p.BaseRevision, p.Origin, p.State, p.Name, changes, p.Source,
		p.Sender.Name, p.Sender.Email, p.Sender.Role, p.Sender.PersonID, p.AssignedTo, p.LockedBy,
		orNull(p.LockedUntil), p.RefusalReason, p.UpdatedAt.UTC(), orNull(p.DecidedAt))
}

// MoveProposal changes the state from one of the given ones. It is a conflict
// if the proposal is in none of them, because somebody was quicker.
func (s *Store) MoveProposal(ctx context.Context, id string, to organisation.ProposalState, from ...organisation.ProposalState) error {
	args := []any{id, to}
	for _, state := range from {
		args = append(args, state)
	}
	result, err := s.write(ctx).ExecContext(ctx, `
		update proposal set state = $2 where id = $1 and state in (`+placeholders(3, len(from))+`)`, args...)
	if err != nil {
		return unavailable(err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return fault.Wrap(fault.Conflict, "error.conflict", err)
	}
	return nil
}

// conflictIfDuplicate turns a unique-key violation into a conflict: somebody
// was quicker.
func conflictIfDuplicate(err error) error {
	if isDuplicate(err) {
		return fault.Wrap(fault.Conflict, "error.conflict", err)
	}
	return err
}
