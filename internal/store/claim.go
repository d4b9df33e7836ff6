package store

import (
	"context"
	"time"

	"telaio/internal/claim"
)

const claimColumns = `organisation_id, person_id, begun_at, code_hash, code_tries, code_expires_at,
	site_token, site_state, site_asked_at, site_checked_at, site_attempt, site_next_at, site_claimed_until, proven_by, proven_at, doubted_at`

func scanClaim(s scanner) (c claim.Claim, err error) {
	err = s.Scan(&c.OrganisationID, &c.PersonID, nullTime{&c.BegunAt}, &c.Code.Hash, &c.Code.Tries, nullTime{&c.Code.ExpiresAt},
		&c.Site.Token, &c.Site.State, nullTime{&c.Site.AskedAt}, nullTime{&c.Site.CheckedAt}, &c.Site.Attempt,
		nullTime{&c.Site.NextAt}, nullTime{&c.Site.ClaimedUntil}, &c.ProvenBy, nullTime{&c.ProvenAt}, nullTime{&c.DoubtedAt})
	return c, err
}

// Claim returns what the person has begun for the organisation.
func (s *Store) Claim(ctx context.Context, organisationID, personID string) (claim.Claim, error) {
	return one(ctx, s.read(ctx), scanClaim, `
		select `+claimColumns+` from claim where organisation_id = $1 and person_id = $2`, organisationID, personID)
}

// BeginClaim adds the claim, unless the person has begun one.
func (s *Store) BeginClaim(ctx context.Context, c claim.Claim) error {
	return s.exec(ctx, `
		insert into claim (organisation_id, person_id, begun_at) values ($1, $2, $3) on conflict do nothing`,
		c.OrganisationID, c.PersonID, c.BegunAt.UTC())
}

// SetClaimCode puts a new code in the place of an earlier one.
func (s *Store) SetClaimCode(ctx context.Context, c claim.Claim) error {
	return s.exec(ctx, `
		update claim set code_hash = $3, code_tries = 0, code_expires_at = $4 where organisation_id = $1 and person_id = $2`,
		c.OrganisationID, c.PersonID, c.Code.Hash, orNull(c.Code.ExpiresAt))
}

// CountClaimTry counts one more try of the code, unless it had the most.
func (s *Store) CountClaimTry(ctx context.Context, c claim.Claim, most int) (bool, error) {
	return s.changesOne(ctx, `
		update claim set code_tries = code_tries + 1
		where organisation_id = $1 and person_id = $2 and code_hash = $3 and code_tries < $4`,
		c.OrganisationID, c.PersonID, c.Code.Hash, most)
}

// UseClaimCode forgets the code and reports whether it was still there.
func (s *Store) UseClaimCode(ctx context.Context, c claim.Claim) (bool, error) {
	return s.changesOne(ctx, `
		update claim set code_hash = '', code_expires_at = null where organisation_id = $1 and person_id = $2 and code_hash = $3`,
		c.OrganisationID, c.PersonID, c.Code.Hash)
}

// DropClaimCode makes the code worthless that the person asked for.
func (s *Store) DropClaimCode(ctx context.Context, organisationID, personID string) error {
	return s.exec(ctx, `
		update claim set code_hash = '', code_expires_at = null where organisation_id = $1 and person_id = $2`, organisationID, personID)
}

// SetClaimSite notes the token of the site and how the search for it goes.
func (s *Store) SetClaimSite(ctx context.Context, c claim.Claim) error {
	return s.exec(ctx, `
		update claim set site_token = $3, site_state = $4, site_asked_at = $5, site_checked_at = $6, site_attempt = $7,
			site_next_at = $8, site_claimed_until = $9
		where organisation_id = $1 and person_id = $2`,
		c.OrganisationID, c.PersonID, c.Site.Token, c.Site.State, orNull(c.Site.AskedAt), orNull(c.Site.CheckedAt), c.Site.Attempt,
		orNull(c.Site.NextAt), orNull(c.Site.ClaimedUntil))
}

// TakeSiteCheck takes the claim whose site has been due longest by now and that
// nobody else looks at, and keeps it from others until a time.
func (s *Store) TakeSiteCheck(ctx context.Context, now, until time.Time) (claim.Claim, error) {
	next, err := one(ctx, s.read(ctx), scanClaim, `
		select `+claimColumns+` from claim
		where site_next_at <= $1 and (site_claimed_until is null or site_claimed_until <= $1)
		order by site_next_at, organisation_id, person_id limit 1`, now.UTC())
	if err != nil {
		return next, err
	}
	return one(ctx, s.write(ctx), scanClaim, `
		update claim set site_claimed_until = $3
		where organisation_id = $1 and person_id = $2 and site_next_at <= $4 and (site_claimed_until is null or site_claimed_until <= $4)
		returning `+claimColumns, next.OrganisationID, next.PersonID, until.UTC(), now.UTC())
}

// ProveClaim notes by what the claim was proven.
func (s *Store) ProveClaim(ctx context.Context, c claim.Claim) error {
	return s.exec(ctx, `
		update claim set proven_by = $3, proven_at = $4, site_next_at = null where organisation_id = $1 and person_id = $2`,
		c.OrganisationID, c.PersonID, c.ProvenBy, c.ProvenAt.UTC())
}

// DoubtClaim notes that an editor does not know the person.
func (s *Store) DoubtClaim(ctx context.Context, organisationID, personID string, at time.Time) error {
	return s.exec(ctx, `update claim set doubted_at = $3 where organisation_id = $1 and person_id = $2`, organisationID, personID, at.UTC())
}

// ForgetClaims deletes claims that were begun before a time and came to nothing.
func (s *Store) ForgetClaims(ctx context.Context, begunBefore time.Time) error {
	return s.exec(ctx, `delete from claim where begun_at < $1 and proven_by = '' and site_next_at is null`, begunBefore.UTC())
}

// HasEditors reports whether anybody represents the organisation.
func (s *Store) HasEditors(ctx context.Context, organisationID string) (bool, error) {
	n, err := one(ctx, s.read(ctx), scanInt, `
		select count(*) from role_grant where organisation_id = $1 and role = 'editor' and revoked_at is null`, organisationID)
	return n > 0, err
}
