package store

import (
	"context"
	"time"

	"telaio/internal/fault"
	"telaio/internal/participation"
)

const draftColumns = `d.id, d.questionnaire, d.version, d.origin, d.organisation_id, d.base_revision, d.person_id, d.language,
	d.address, d.begun_at, d.saved_at, d.sent_at, d.proposal_id`

func scanDraft(s scanner) (d participation.Draft, err error) {
	err = s.Scan(&d.ID, &d.Questionnaire, &d.Version, &d.Origin, &d.OrganisationID, &d.BaseRevision, &d.PersonID, &d.Language,
		&d.Address, nullTime{&d.BegunAt}, nullTime{&d.SavedAt}, nullTime{&d.SentAt}, &d.ProposalID)
	return d, err
}

// AddDraft saves a new draft and the key that opens it.
func (s *Store) AddDraft(ctx context.Context, d participation.Draft, k participation.Key) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		err := s.exec(ctx, `
			insert into draft (id, questionnaire, version, origin, organisation_id, base_revision, person_id, language,
				address, begun_at, saved_at, sent_at, proposal_id)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
			d.ID, d.Questionnaire, d.Version, d.Origin, d.OrganisationID, d.BaseRevision, d.PersonID, d.Language,
			d.Address, d.BegunAt.UTC(), d.SavedAt.UTC(), orNull(d.SentAt), d.ProposalID)
		if err != nil {
			return err
		}
		return s.AddDraftKey(ctx, k)
	})
}

// HeldDraft returns the draft if a key with the hash opens it.
func (s *Store) HeldDraft(ctx context.Context, id, keyHash string) (participation.Draft, error) {
	return one(ctx, s.read(ctx), scanDraft, `
		select `+draftColumns+` from draft d join draft_key k on k.draft_id = d.id
		where d.id = $1 and k.hash = $2 and k.kind = $3`, id, keyHash, participation.BrowserKey)
}

// DraftOfProposal returns the draft that the proposal was made of.
func (s *Store) DraftOfProposal(ctx context.Context, proposalID string) (participation.Draft, error) {
	return one(ctx, s.read(ctx), scanDraft, `
		select `+draftColumns+` from draft d where d.proposal_id = $1`, proposalID)
}

// AddDraftKey lets the key open its draft. A key that already does is left.
func (s *Store) AddDraftKey(ctx context.Context, k participation.Key) error {
	return s.exec(ctx, `
		insert into draft_key (draft_id, hash, kind, created_at) values ($1, $2, $3, $4) on conflict do nothing`,
		k.DraftID, k.Hash, k.Kind, k.At.UTC())
}

// DraftByMailedKey returns the draft that the mailed key opens, and the key.
func (s *Store) DraftByMailedKey(ctx context.Context, keyHash string) (participation.Draft, participation.Key, error) {
	scanKey := func(row scanner) (k participation.Key, err error) {
		err = row.Scan(&k.DraftID, &k.Hash, &k.Kind, nullTime{&k.At})
		return k, err
	}
	key, err := one(ctx, s.read(ctx), scanKey, `
		select draft_id, hash, kind, created_at from draft_key where hash = $1 and kind = $2`, keyHash, participation.MailedKey)
	if err != nil {
		return participation.Draft{}, key, err
	}
	draft, err := one(ctx, s.read(ctx), scanDraft, `select `+draftColumns+` from draft d where d.id = $1`, key.DraftID)
	return draft, key, err
}

// CountMailedKeys says how many links to the draft were mailed since then.
func (s *Store) CountMailedKeys(ctx context.Context, draftID string, since time.Time) (int, error) {
	return one(ctx, s.read(ctx), scanInt, `
		select count(*) from draft_key where draft_id = $1 and kind = $2 and created_at > $3`,
		draftID, participation.MailedKey, since.UTC())
}

// SetDraftAddress keeps where links to go on are mailed.
func (s *Store) SetDraftAddress(ctx context.Context, draftID, address string) error {
	return s.exec(ctx, `update draft set address = $2 where id = $1`, draftID, address)
}

// OpenDraftsOf lists the drafts not sent whose links go to the address, which is
// in lower case: the newest ones.
func (s *Store) OpenDraftsOf(ctx context.Context, address string, most int) ([]participation.Draft, error) {
	return list(ctx, s.read(ctx), scanDraft, `
		select `+draftColumns+` from draft d where lower(d.address) = $1 and d.sent_at is null order by d.saved_at desc, d.id limit $2`, address, most)
}

// MarkDraftSent closes the draft for good. It is a conflict if it was closed
// before.
func (s *Store) MarkDraftSent(ctx context.Context, d participation.Draft) error {
	result, err := s.write(ctx).ExecContext(ctx, `
		update draft set sent_at = $2, proposal_id = $3 where id = $1 and sent_at is null`, d.ID, d.SentAt.UTC(), d.ProposalID)
	if err != nil {
		return unavailable(err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return fault.Wrap(fault.Conflict, "participate.already_sent", err)
	}
	return nil
}

// RemoveDrafts removes the drafts that were last saved before then, unless a
// decision on what they became is still to come, and says how many.
func (s *Store) RemoveDrafts(ctx context.Context, savedBefore time.Time) (int, error) {
	result, err := s.write(ctx).ExecContext(ctx, `
		delete from draft where saved_at < $1 and proposal_id not in (
			select id from proposal where state in ('unread', 'in_review', 'waiting'))`, savedBefore.UTC())
	if err != nil {
		return 0, unavailable(err)
	}
	n, err := result.RowsAffected()
	return int(n), err
}
