package store

import (
	"context"

	"telaio/internal/fault"
	"telaio/internal/practice"
)

const practiceColumns = `p.id, p.slug, p.state, p.revision, p.example, p.successor, p.created_at, p.updated_at, coalesce(r.sheet, '{}')`

const practiceTable = ` from practice p
	left join practice_revision r on r.practice_id = p.id and r.number = p.revision `

func scanPractice(s scanner) (p practice.Practice, err error) {
	err = s.Scan(&p.ID, &p.Slug, &p.State, &p.Revision, &p.Example, &p.Successor,
		nullTime{&p.CreatedAt}, nullTime{&p.UpdatedAt}, jsonColumn{&p.Sheet})
	return p, err
}

// Practice returns the practice with its newest revision.
func (s *Store) Practice(ctx context.Context, id string) (practice.Practice, error) {
	return one(ctx, s.read(ctx), scanPractice, `select `+practiceColumns+practiceTable+`where p.id = $1`, id)
}

// PracticeBySlug returns the practice whose present slug it is.
func (s *Store) PracticeBySlug(ctx context.Context, slug string) (practice.Practice, error) {
	return one(ctx, s.read(ctx), scanPractice, `select `+practiceColumns+practiceTable+`where p.slug = $1`, slug)
}

// PracticeSlugMovedTo returns the present slug of the practice that once had
// slug.
func (s *Store) PracticeSlugMovedTo(ctx context.Context, slug string) (string, error) {
	return one(ctx, s.read(ctx), scanText, `
		select p.slug from practice_old_slug o join practice p on p.id = o.practice_id where o.slug = $1`, slug)
}

// PracticeSlugTaken reports whether another practice than except has or once
// had the slug.
func (s *Store) PracticeSlugTaken(ctx context.Context, slug, except string) (bool, error) {
	n, err := one(ctx, s.read(ctx), scanInt, `
		select (select count(*) from practice where slug = $1 and id <> $2)
			+ (select count(*) from practice_old_slug where slug = $1 and practice_id <> $2)`, slug, except)
	return n > 0, err
}

// Practices lists every practice, by id.
func (s *Store) Practices(ctx context.Context) ([]practice.Practice, error) {
	return list(ctx, s.read(ctx), scanPractice, `select `+practiceColumns+practiceTable+`order by p.id`)
}

// PublishedPractices lists the practices that the public may see, by id.
func (s *Store) PublishedPractices(ctx context.Context) ([]practice.Practice, error) {
	return list(ctx, s.read(ctx), scanPractice, `
		select `+practiceColumns+practiceTable+`where p.state = $1 order by p.id`, practice.Published)
}

// CreatePractice adds a practice that has no revision yet.
func (s *Store) CreatePractice(ctx context.Context, p practice.Practice) error {
	return s.exec(ctx, `
		insert into practice (id, slug, state, revision, example, successor, created_at, updated_at)
		values ($1, $2, $3, 0, $4, '', $5, $6)`,
		p.ID, p.Slug, practice.Unpublished, p.Example, p.CreatedAt.UTC(), p.UpdatedAt.UTC())
}

// DeletePractice removes a practice that has no revision and no draft.
func (s *Store) DeletePractice(ctx context.Context, id string) error {
	return s.exec(ctx, `delete from practice where id = $1 and revision = 0`, id)
}

// AddPracticeRevision saves r and makes it p's newest revision. It is a conflict
// if another writer has made a revision of that number.
func (s *Store) AddPracticeRevision(ctx context.Context, p practice.Practice, r practice.Revision) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		sheet, err := toJSON(r.Sheet)
		if err != nil {
			return err
		}
		changed, err := toJSON(r.Changed)
		if err != nil {
			return err
		}
		err = s.exec(ctx, `
			insert into practice_revision (practice_id, number, sheet, changed, author, reviewer, alone, reason, created_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			r.PracticeID, r.Number, sheet, changed, r.Author, r.Reviewer, r.Alone, r.Reason, r.CreatedAt.UTC())
		if err != nil {
			return conflictIfDuplicate(err)
		}
		return s.UpdatePractice(ctx, p)
	})
}

// UpdatePractice saves everything of p but its sheet and tells the caches. An
// old slug goes on redirecting.
func (s *Store) UpdatePractice(ctx context.Context, p practice.Practice) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		before, err := s.Practice(ctx, p.ID)
		if err != nil {
			return err
		}
		if before.Slug != p.Slug {
			if err := s.movePractice(ctx, before, p.Slug); err != nil {
				return err
			}
		}
		err = s.exec(ctx, `
			update practice set slug = $2, state = $3, revision = $4, successor = $5, updated_at = $6 where id = $1`,
			p.ID, p.Slug, p.State, p.Revision, p.Successor, p.UpdatedAt.UTC())
		if err != nil {
			return conflictIfDuplicate(err)
		}
		// No organisation has this id: the change only makes every node's caches
		// follow.
		return s.exec(ctx, `insert into public_change (organisation_id, at) values ($1, $2)`, "practice:"+p.ID, p.UpdatedAt.UTC())
	})
}

// movePractice keeps the slug that a practice had in public.
func (s *Store) movePractice(ctx context.Context, before practice.Practice, slug string) error {
	if err := s.exec(ctx, `delete from practice_old_slug where slug = $1 and practice_id = $2`, slug, before.ID); err != nil {
		return err
	}
	if before.Revision == 0 {
		return nil
	}
	return conflictIfDuplicate(s.exec(ctx, `insert into practice_old_slug (slug, practice_id) values ($1, $2)`, before.Slug, before.ID))
}

const practiceRevisionColumns = `practice_id, number, sheet, changed, author, reviewer, alone, reason, created_at`

func scanPracticeRevision(s scanner) (r practice.Revision, err error) {
	err = s.Scan(&r.PracticeID, &r.Number, jsonColumn{&r.Sheet}, jsonColumn{&r.Changed}, &r.Author, &r.Reviewer, &r.Alone,
		&r.Reason, nullTime{&r.CreatedAt})
	return r, err
}

// PracticeRevisions lists a practice's revisions, newest first.
func (s *Store) PracticeRevisions(ctx context.Context, practiceID string) ([]practice.Revision, error) {
	return list(ctx, s.read(ctx), scanPracticeRevision, `
		select `+practiceRevisionColumns+` from practice_revision where practice_id = $1 order by number desc`, practiceID)
}

const practiceDraftColumns = `practice_id, version, base, sheet, stage, note, author_id, author, updated_at`

func scanPracticeDraft(s scanner) (d practice.Draft, err error) {
	err = s.Scan(&d.PracticeID, &d.Version, &d.Base, jsonColumn{&d.Sheet}, &d.Stage, &d.Note, &d.AuthorID, &d.Author, nullTime{&d.UpdatedAt})
	return d, err
}

// PracticeDraft returns what has been written since the newest revision.
func (s *Store) PracticeDraft(ctx context.Context, practiceID string) (practice.Draft, error) {
	return one(ctx, s.read(ctx), scanPracticeDraft, `select `+practiceDraftColumns+` from practice_draft where practice_id = $1`, practiceID)
}

// PracticeDrafts lists every draft.
func (s *Store) PracticeDrafts(ctx context.Context) ([]practice.Draft, error) {
	return list(ctx, s.read(ctx), scanPracticeDraft, `select `+practiceDraftColumns+` from practice_draft order by practice_id`)
}

// SavePracticeDraft keeps the draft if its version follows the one that is
// kept; otherwise it is a conflict.
func (s *Store) SavePracticeDraft(ctx context.Context, d practice.Draft) error {
	sheet, err := toJSON(d.Sheet)
	if err != nil {
		return err
	}
	result, err := s.write(ctx).ExecContext(ctx, `
		insert into practice_draft (`+practiceDraftColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		on conflict (practice_id) do update
		set version = excluded.version, base = excluded.base, sheet = excluded.sheet, stage = excluded.stage, note = excluded.note,
			author_id = excluded.author_id, author = excluded.author, updated_at = excluded.updated_at
		where practice_draft.version = excluded.version - 1`,
		d.PracticeID, d.Version, d.Base, sheet, d.Stage, d.Note, d.AuthorID, d.Author, d.UpdatedAt.UTC())
	if err != nil {
		return unavailable(err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return fault.Wrap(fault.Conflict, "practice.conflict", err)
	}
	return nil
}

// DeletePracticeDraft forgets what has been written since the newest revision.
func (s *Store) DeletePracticeDraft(ctx context.Context, practiceID string) error {
	return s.exec(ctx, `delete from practice_draft where practice_id = $1`, practiceID)
}
