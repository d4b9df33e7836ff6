package store

import (
	"context"
	"time"

	"telaio/internal/account"
	"telaio/internal/fault"
)

const personColumns = `id, email, name, language, created_at`

func scanPerson(s scanner) (p account.Person, err error) {
	err = s.Scan(&p.ID, &p.Email, &p.Name, &p.Language, nullTime{&p.CreatedAt})
	return p, err
}

// heldGrant is a grant in force and the person who holds it.
type heldGrant struct {
	personID string
	account.Grant
}

const grantColumns = `person_id, role, organisation_id, granted_at`

func scanGrant(s scanner) (g heldGrant, err error) {
	err = s.Scan(&g.personID, &g.Role, &g.OrganisationID, nullTime{&g.GrantedAt})
	return g, err
}

// Person returns the person with the grants in force.
func (s *Store) Person(ctx context.Context, id string) (account.Person, error) {
	p, err := one(ctx, s.read(ctx), scanPerson, `select `+personColumns+` from person where id = $1`, id)
	if err != nil {
		return p, err
	}
	return s.withGrants(ctx, p)
}

// PersonByEmail returns the person with the address.
func (s *Store) PersonByEmail(ctx context.Context, email string) (account.Person, error) {
	p, err := one(ctx, s.read(ctx), scanPerson, `select `+personColumns+` from person where email = $1`, email)
	if err != nil {
		return p, err
	}
	return s.withGrants(ctx, p)
}

func (s *Store) withGrants(ctx context.Context, p account.Person) (account.Person, error) {
	held, err := list(ctx, s.read(ctx), scanGrant, `
		select `+grantColumns+` from role_grant
		where person_id = $1 and revoked_at is null order by granted_at, role, organisation_id`, p.ID)
	for _, g := range held {
		p.Grants = append(p.Grants, g.Grant)
	}
	return p, err
}

// People lists everyone with the grants in force, by id.
func (s *Store) People(ctx context.Context) ([]account.Person, error) {
	people, err := list(ctx, s.read(ctx), scanPerson, `select `+personColumns+` from person order by id`)
	if err != nil {
		return nil, err
	}
	held, err := list(ctx, s.read(ctx), scanGrant, `
		select `+grantColumns+` from role_grant where revoked_at is null order by granted_at, role, organisation_id`)
	if err != nil {
		return nil, err
	}
	grants := map[string][]account.Grant{}
	for _, g := range held {
		grants[g.personID] = append(grants[g.personID], g.Grant)
	}
	for i := range people {
		people[i].Grants = grants[people[i].ID]
	}
	return people, nil
}

// AddPerson adds a person without roles. An address that is taken is a
// conflict.
func (s *Store) AddPerson(ctx context.Context, p account.Person) error {
	err := s.exec(ctx, `insert into person (`+personColumns+`) values ($1, $2, $3, $4, $5)`,
		p.ID, p.Email, p.Name, p.Language, p.CreatedAt.UTC())
	if isDuplicate(err) {
		return fault.Wrap(fault.Conflict, "error.conflict", err)
	}
	return err
}

// SetLanguage changes the language in which a person is written to.
func (s *Store) SetLanguage(ctx context.Context, personID, language string) error {
	return s.exec(ctx, `update person set language = $1 where id = $2`, language, personID)
}

// AddGrant gives the role, unless the person holds it.
func (s *Store) AddGrant(ctx context.Context, id, personID string, g account.Grant) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		err := s.exec(ctx, `
			insert into role_grant (id, person_id, role, organisation_id, granted_at) values ($1, $2, $3, $4, $5)
			on conflict do nothing`,
			id, personID, g.Role, g.OrganisationID, g.GrantedAt.UTC())
		if err != nil {
			return err
		}
		return s.editorsChanged(ctx, g, g.GrantedAt)
	})
}

// editorsChanged tells the caches that a page may now say another thing about
// who keeps it.
func (s *Store) editorsChanged(ctx context.Context, g account.Grant, at time.Time) error {
	if g.OrganisationID == "" {
		return nil
	}
	return s.exec(ctx, `insert into public_change (organisation_id, at) values ($1, $2)`, g.OrganisationID, at.UTC())
}

// RevokeGrant ends the role.
func (s *Store) RevokeGrant(ctx context.Context, personID string, g account.Grant, at time.Time) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		err := s.exec(ctx, `
			update role_grant set revoked_at = $1
			where person_id = $2 and role = $3 and organisation_id = $4 and revoked_at is null`,
			at.UTC(), personID, g.Role, g.OrganisationID)
		if err != nil {
			return err
		}
		return s.editorsChanged(ctx, g, at)
	})
}
