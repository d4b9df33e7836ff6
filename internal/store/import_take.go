package store

import (
	"context"
	"time"

	"telaio/internal/fault"
	"telaio/internal/organisation"
)

// stagedFor are the statements that do what is ready, in their order, once the
// organisations are changed that are there already. Each is given the import's id.
// What is known of the rows of a source follows afterwards: it is long, and nobody
// but imports reads it.
func stagedFor() []string {
	return []string{
		`insert into organisation (id, slug, state, revision, example, confirmed_at, confirmed_by, successor, created_at, updated_at)
			select id, slug, state, revision, example, confirmed_at, confirmed_by, '', created_at, updated_at
			from import_staged_page where import_id = $1 and was_revision < 0 order by id`,
		`insert into revision (organisation_id, number, card, changed, proposal_id, author, reviewer, reason, created_at, logo)
			select id, number, card, changed, '', author, author, '', at, logo
			from import_staged_revision where import_id = $1 order by id`,
		`delete from exact_place where proposal_id = '' and organisation_id in (
			select id from import_staged_page where import_id = $1 and moved and was_revision >= 0)`,
		`insert into proposal (id, organisation_id, base_revision, origin, state, name, changes, source, language, sender_name, sender_person, sent_at, updated_at)
			select id, organisation_id, base_revision, origin, state, name, changes, source, language, sender_name, sender_person, sent_at, sent_at
			from import_staged_proposal where import_id = $1 order by id`,
		`insert into exact_place (organisation_id, proposal_id, place_id, position, place)
			select organisation_id, proposal_id, place_id, position, place
			from import_staged_place where import_id = $1 order by organisation_id, proposal_id, place_id`,
		`insert into public_change (organisation_id, at) select id, updated_at from import_staged_page where import_id = $1 order by id`,
	}
}

// TakeStaged does everything that is ready of an import but its items, in the
// transaction of the context. It is a conflict if one of the pages is no longer
// what it was when it was made ready.
func (s *Store) TakeStaged(ctx context.Context, importID string) error {
	if err := s.takeStagedPages(ctx, importID); err != nil {
		return err
	}
	for _, statement := range stagedFor() {
		if err := s.exec(ctx, statement, importID); err != nil {
			return conflictIfDuplicate(err)
		}
	}
	return s.takeStagedAudits(ctx, importID)
}

// takeStagedPages changes the organisations that are there already.
func (s *Store) takeStagedPages(ctx context.Context, importID string) error {
	there, err := one(ctx, s.read(ctx), scanNumber, `select count(*) from import_staged_page where import_id = $1 and was_revision >= 0`, importID)
	if err != nil {
		return err
	}
	result, err := s.write(ctx).ExecContext(ctx, `
		update organisation set state = s.state, revision = s.revision, confirmed_at = s.confirmed_at, confirmed_by = s.confirmed_by, updated_at = s.updated_at
		from import_staged_page s
		where s.import_id = $1 and s.id = organisation.id and s.was_revision = organisation.revision and s.was_state = organisation.state`, importID)
	if err != nil {
		return unavailable(err)
	}
	if changed, err := result.RowsAffected(); err != nil || changed != there {
		return fault.Wrap(fault.Conflict, "import.changed_meanwhile", err)
	}
	return nil
}

// WithdrawImported withdraws the proposals of an import that nobody has decided
// about, and forgets their places.
func (s *Store) WithdrawImported(ctx context.Context, importID string, at time.Time) error {
	const ofImport = `in (select proposal_id from import_step where import_id = $1 and proposal_id <> '')`
	err := s.exec(ctx, `
		update proposal set state = $2, decided_at = $3, updated_at = $3 where id `+ofImport+` and state in ($4, $5, $6)`,
		importID, organisation.Withdrawn, at.UTC(), organisation.Unread, organisation.InReview, organisation.Waiting)
	if err != nil {
		return err
	}
	return s.exec(ctx, `
		delete from exact_place where organisation_id = '' and proposal_id `+ofImport+`
			and proposal_id in (select id from proposal where state = $2)`, importID, organisation.Withdrawn)
}

// ArchiveStaged keeps why the staged pages that leave do so: like the example, in
// the transaction that takes them.
func (s *Store) ArchiveStaged(ctx context.Context, importID string, example organisation.Archiving) error {
	return s.exec(ctx, `
		insert into archiving (`+archivingColumns+`)
			select id, $2, was_state, null, null, updated_at, $3, $4, '', '' from import_staged_page where import_id = $1 and state = $5 order by id
		on conflict (organisation_id) do update set why = excluded.why, was = excluded.was, noticed_at = excluded.noticed_at,
			due_on = excluded.due_on, archived_at = excluded.archived_at, person_id = excluded.person_id, person = excluded.person,
			successor_name = excluded.successor_name, successor_website = excluded.successor_website`,
		importID, example.Why, example.PersonID, example.Person, organisation.Archived)
}
