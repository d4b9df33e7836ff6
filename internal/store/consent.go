package store

import (
	"context"

	"telaio/internal/consent"
)

const consentColumns = `receipt, proposal_id, organisation_id, purpose, notice_version, notice_hash, given, at`

func scanConsent(s scanner) (e consent.Entry, err error) {
	err = s.Scan(&e.Receipt, &e.ProposalID, &e.OrganisationID, &e.Purpose, &e.NoticeVersion, &e.NoticeHash, &e.Given, nullTime{&e.At})
	return e, err
}

// AddConsents appends answers to the ledger. What is among the open data changes
// with them, so the caches are told.
func (s *Store) AddConsents(ctx context.Context, entries []consent.Entry) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		for _, e := range entries {
			err := s.exec(ctx, `insert into consent (`+consentColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
				e.Receipt, e.ProposalID, e.OrganisationID, e.Purpose, e.NoticeVersion, e.NoticeHash, e.Given, e.At.UTC())
			if err != nil {
				return err
			}
			if e.Purpose != consent.OpenData || e.OrganisationID == "" {
				continue
			}
			err = s.exec(ctx, `insert into public_change (organisation_id, at) values ($1, $2)`, e.OrganisationID, e.At.UTC())
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// OpenDataRefused lists the organisations whose newest answer about the open data
// is no.
func (s *Store) OpenDataRefused(ctx context.Context) ([]string, error) {
	return list(ctx, s.read(ctx), scanText, `
		select distinct c.organisation_id from consent c
		where c.purpose = $1 and c.organisation_id <> '' and not c.given and not exists (
			select 1 from consent n where n.organisation_id = c.organisation_id and n.purpose = c.purpose and n.at > c.at
		)`, consent.OpenData)
}

// ConsentsOfProposal lists the ledger's entries for a proposal, oldest first.
func (s *Store) ConsentsOfProposal(ctx context.Context, proposalID string) ([]consent.Entry, error) {
	return list(ctx, s.read(ctx), scanConsent, `
		select `+consentColumns+` from consent where proposal_id = $1 order by at`, proposalID)
}

// ConsentsOfOrganisation lists the ledger's entries for an organisation, oldest
// first.
func (s *Store) ConsentsOfOrganisation(ctx context.Context, organisationID string) ([]consent.Entry, error) {
	return list(ctx, s.read(ctx), scanConsent, `
		select `+consentColumns+` from consent where organisation_id = $1 order by at`, organisationID)
}

// BindConsents notes which organisation the consents of a proposal are about,
// once it exists. It is the only column of the ledger that is ever filled in
// later.
func (s *Store) BindConsents(ctx context.Context, proposalID, organisationID string) error {
	return s.exec(ctx, `update consent set organisation_id = $2 where proposal_id = $1 and organisation_id = ''`, proposalID, organisationID)
}
