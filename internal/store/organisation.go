package store

import (
	"context"
	"time"

	"telaio/internal/organisation"
)

const organisationColumns = `o.id, o.slug, o.state, o.revision, o.example, o.confirmed_at, o.confirmed_by,
	o.successor, o.created_at, o.updated_at, coalesce(r.card, '{}')`

const organisationTable = ` from organisation o
	left join revision r on r.organisation_id = o.id and r.number = o.revision `

func scanOrganisation(s scanner) (o organisation.Organisation, err error) {
	err = s.Scan(&o.ID, &o.Slug, &o.State, &o.Revision, &o.Example, nullTime{&o.ConfirmedAt}, &o.ConfirmedBy,
		&o.Successor, nullTime{&o.CreatedAt}, nullTime{&o.UpdatedAt}, cardColumn{&o.Card})
	return o, err
}

// Organisation returns the organisation with its published card.
func (s *Store) Organisation(ctx context.Context, id string) (organisation.Organisation, error) {
	return one(ctx, s.read(ctx), scanOrganisation, `
		select `+organisationColumns+organisationTable+`where o.id = $1`, id)
}

// OrganisationBySlug returns the organisation whose present slug it is.
func (s *Store) OrganisationBySlug(ctx context.Context, slug string) (organisation.Organisation, error) {
	return one(ctx, s.read(ctx), scanOrganisation, `
		select `+organisationColumns+organisationTable+`where o.slug = $1`, slug)
}

// SlugMovedTo returns the present slug of the organisation that once had slug.
func (s *Store) SlugMovedTo(ctx context.Context, slug string) (string, error) {
	return one(ctx, s.read(ctx), scanText, `
		select o.slug from old_slug s join organisation o on o.id = s.organisation_id where s.slug = $1`, slug)
}

func scanText(s scanner) (text string, err error) {
	err = s.Scan(&text)
	return text, err
}

// PublishedOrganisations lists everything that the public may see, by id.
func (s *Store) PublishedOrganisations(ctx context.Context) ([]organisation.Organisation, error) {
	return list(ctx, s.read(ctx), scanOrganisation, `
		select `+organisationColumns+organisationTable+`where o.state = $1 order by o.id`, organisation.Published)
}

// CreateOrganisation adds an organisation that has no revision yet.
func (s *Store) CreateOrganisation(ctx context.Context, o organisation.Organisation) error {
	return s.exec(ctx, `
		insert into organisation (id, slug, state, revision, example, confirmed_at, confirmed_by, successor, created_at, updated_at)
		values ($1, $2, $3, 0, $4, $5, $6, $7, $8, $9)`,
		o.ID, o.Slug, organisation.Unpublished, o.Example, orNull(o.ConfirmedAt), o.ConfirmedBy, o.Successor, o.CreatedAt.UTC(), o.UpdatedAt.UTC())
}

// SlugTaken reports whether an organisation has or once had the slug.
func (s *Store) SlugTaken(ctx context.Context, slug string) (bool, error) {
	n, err := one(ctx, s.read(ctx), scanInt, `
		select (select count(*) from organisation where slug = $1) + (select count(*) from old_slug where slug = $1)`, slug)
	return n > 0, err
}

func scanInt(s scanner) (n int, err error) {
	err = s.Scan(&n)
	return n, err
}

// AddRevision saves r and makes it o's published revision. It fails with a
// duplicate if another writer has made a revision of that number.
func (s *Store) AddRevision(ctx context.Context, o organisation.Organisation, r organisation.Revision) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		card, err := toJSON(r.Card)
		if err != nil {
			return err
		}
		changed, err := toJSON(r.Changed)
		if err != nil {
			return err
		}
		err = s.exec(ctx, `
			insert into revision (organisation_id, number, card, changed, proposal_id, author, reviewer, reason, created_at, logo)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			r.OrganisationID, r.Number, card, changed, r.ProposalID, r.Author, r.Reviewer, r.Reason, r.CreatedAt.UTC(), r.Card.Logo)
		if err != nil {
			return conflictIfDuplicate(err)
		}
		return s.UpdateOrganisation(ctx, o)
	})
}

// UpdateOrganisation saves everything of o but its card and tells the caches.
// An old slug goes on redirecting.
func (s *Store) UpdateOrganisation(ctx context.Context, o organisation.Organisation) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		before, err := s.Organisation(ctx, o.ID)
		if err != nil {
			return err
		}
		if before.Slug != o.Slug {
			if err := s.exec(ctx, `insert into old_slug (slug, organisation_id) values ($1, $2)`, before.Slug, o.ID); err != nil {
				return conflictIfDuplicate(err)
			}
		}
		err = s.exec(ctx, `
			update organisation set slug = $2, state = $3, revision = $4, confirmed_at = $5, confirmed_by = $6, successor = $7, updated_at = $8
			where id = $1`,
			o.ID, o.Slug, o.State, o.Revision, orNull(o.ConfirmedAt), o.ConfirmedBy, o.Successor, o.UpdatedAt.UTC())
		if err != nil {
			return conflictIfDuplicate(err)
		}
		return s.exec(ctx, `insert into public_change (organisation_id, at) values ($1, $2)`, o.ID, o.UpdatedAt.UTC())
	})
}

const revisionColumns = `organisation_id, number, card, changed, proposal_id, author, reviewer, reason, created_at`

func scanRevision(s scanner) (r organisation.Revision, err error) {
	err = s.Scan(&r.OrganisationID, &r.Number, cardColumn{&r.Card}, jsonColumn{&r.Changed}, &r.ProposalID,
		&r.Author, &r.Reviewer, &r.Reason, nullTime{&r.CreatedAt})
	return r, err
}

// Revisions lists the organisation's revisions, newest first.
func (s *Store) Revisions(ctx context.Context, organisationID string) ([]organisation.Revision, error) {
	return list(ctx, s.read(ctx), scanRevision, `
		select `+revisionColumns+` from revision where organisation_id = $1 order by number desc`, organisationID)
}

// RevisionSteps lists the organisation's revisions, newest first, without their
// cards: what each changed and when.
func (s *Store) RevisionSteps(ctx context.Context, organisationID string) ([]organisation.Revision, error) {
	scan := func(row scanner) (r organisation.Revision, err error) {
		err = row.Scan(&r.OrganisationID, &r.Number, jsonColumn{&r.Changed}, nullTime{&r.CreatedAt})
		return r, err
	}
	return list(ctx, s.read(ctx), scan, `
		select organisation_id, number, changed, created_at from revision where organisation_id = $1 order by number desc`, organisationID)
}

// Revision returns one revision.
func (s *Store) Revision(ctx context.Context, organisationID string, number int) (organisation.Revision, error) {
	return one(ctx, s.read(ctx), scanRevision, `
		select `+revisionColumns+` from revision where organisation_id = $1 and number = $2`, organisationID, number)
}

// GoneSince lists, newest first, the changes after a time of organisations that
// were public and are no more.
func (s *Store) GoneSince(ctx context.Context, t time.Time) ([]organisation.PublicChange, error) {
	scan := func(row scanner) (c organisation.PublicChange, err error) {
		err = row.Scan(&c.Sequence, &c.OrganisationID, nullTime{&c.At}, &c.Successor.Slug, &c.Successor.Name, &c.Successor.Website)
		return c, err
	}
	return list(ctx, s.read(ctx), scan, `
		select c.sequence, c.organisation_id, c.at, o.successor, coalesce(a.successor_name, ''), coalesce(a.successor_website, '')
		from public_change c join organisation o on o.id = c.organisation_id left join archiving a on a.organisation_id = o.id
		where o.state in ($1, $2) and c.at > $3 order by c.sequence desc`, organisation.Archived, organisation.Merged, t.UTC())
}

// SetExactPlaces replaces what is kept apart of the places of an organisation
// (proposalID "") or of a proposal (organisationID "").
func (s *Store) SetExactPlaces(ctx context.Context, organisationID, proposalID string, places []organisation.ExactPlace) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		if err := s.exec(ctx, `delete from exact_place where organisation_id = $1 and proposal_id = $2`, organisationID, proposalID); err != nil {
			return err
		}
		for i, p := range places {
			place, err := toJSON(p)
			if err != nil {
				return err
			}
			err = s.exec(ctx, `
				insert into exact_place (organisation_id, proposal_id, place_id, position, place) values ($1, $2, $3, $4, $5)`,
				organisationID, proposalID, p.ID, i, place)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// ExactPlaces lists what is kept apart, in the organisation's order. The caller
// leaves an audit row when a person sees it.
func (s *Store) ExactPlaces(ctx context.Context, organisationID, proposalID string) ([]organisation.ExactPlace, error) {
	scan := func(row scanner) (p organisation.ExactPlace, err error) {
		err = row.Scan(jsonColumn{&p})
		return p, err
	}
	return list(ctx, s.read(ctx), scan, `
		select place from exact_place where organisation_id = $1 and proposal_id = $2 order by position`, organisationID, proposalID)
}
