package account

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"telaio/internal/audit"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/secret"
)

// PeopleStore keeps people and their roles.
type PeopleStore interface {
	InTx(ctx context.Context, fn func(context.Context) error) error
	AppendAudit(ctx context.Context, e audit.Entry) error
	Person(ctx context.Context, id string) (Person, error)
	PersonByEmail(ctx context.Context, email string) (Person, error)
	People(ctx context.Context) ([]Person, error)
	AddPerson(ctx context.Context, p Person) error
	AddGrant(ctx context.Context, id, personID string, g Grant) error
	RevokeGrant(ctx context.Context, personID string, g Grant, at time.Time) error
}

// Organisations finds the organisations that editors speak for.
type Organisations interface {
	Organisation(ctx context.Context, id string) (organisation.Organisation, error)
	OrganisationBySlug(ctx context.Context, slug string) (organisation.Organisation, error)
}

// People gives and takes roles.
type People struct {
	Store         PeopleStore
	Organisations Organisations
	Clock         clock.Clock
}

// System is the actor of what no person in particular did.
const System = "system"

// Newcomer is someone who may be new here.
type Newcomer struct{ Email, Name, Language string }

// GrantEditor lets the owner of the address speak for the organisation. It adds
// the person if they are new, and does nothing if they have the role already.
func (p People) GrantEditor(ctx context.Context, email, name, language, organisationID string) error {
	grant := Grant{Role: OrganisationEditor, OrganisationID: organisationID}
	_, err := p.GrantTo(ctx, System, Newcomer{email, name, language}, grant)
	return err
}

// Consider checks that the role can be given and returns who would get it,
// known or new, without giving it.
func (p People) Consider(ctx context.Context, who Newcomer, g Grant) (Person, error) {
	person, err := newPerson(who, p.Clock.Now())
	if err != nil {
		return Person{}, err
	}
	if err := checkGrant(g); err != nil {
		return Person{}, err
	}
	known, err := p.Store.PersonByEmail(ctx, person.Email)
	if fault.KindOf(err) == fault.NotFound {
		return person, nil
	}
	return known, err
}

// GrantTo adds the person if they are new and gives them the role. Actor is the
// id of the person who does it, or System.
func (p People) GrantTo(ctx context.Context, actor string, who Newcomer, g Grant) (Person, error) {
	person, err := newPerson(who, p.Clock.Now())
	if err != nil {
		return Person{}, err
	}
	err = p.Store.InTx(ctx, func(ctx context.Context) error {
		known, err := p.Store.PersonByEmail(ctx, person.Email)
		switch {
		case err == nil:
			person = known
		case fault.KindOf(err) != fault.NotFound:
			return fmt.Errorf("look for a person: %w", err)
		default:
			if err := p.add(ctx, actor, person); err != nil {
				return err
			}
		}
		return p.Grant(ctx, actor, person.ID, g)
	})
	if err != nil {
		return Person{}, err
	}
	return p.Store.Person(ctx, person.ID)
}

func newPerson(who Newcomer, now time.Time) (Person, error) {
	email, err := CleanEmail(who.Email)
	if err != nil {
		return Person{}, err
	}
	name := strings.TrimSpace(who.Name)
	if len(name) > 200 || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' }) {
		return Person{}, fault.InvalidFields(map[string]fault.Message{"name": {Key: "account.name_invalid"}})
	}
	language := who.Language
	if language == "" {
		language = "it"
	}
	return Person{ID: secret.ID(), Email: email, Name: name, Language: language, CreatedAt: now}, nil
}

func (p People) add(ctx context.Context, actor string, person Person) error {
	if err := p.Store.AddPerson(ctx, person); err != nil {
		return fmt.Errorf("add a person: %w", err)
	}
	return p.Store.AppendAudit(ctx, audit.Entry{At: person.CreatedAt, Actor: actor, Action: "person.added", Object: "person:" + person.ID})
}

// Grant gives a person a role, once.
func (p People) Grant(ctx context.Context, actor, personID string, g Grant) error {
	if err := checkGrant(g); err != nil {
		return err
	}
	return p.Store.InTx(ctx, func(ctx context.Context) error {
		person, err := p.Store.Person(ctx, personID)
		if err != nil {
			return err
		}
		if person.Holds(g) {
			return nil
		}
		g.GrantedAt = p.Clock.Now()
		if err := p.Store.AddGrant(ctx, secret.ID(), personID, g); err != nil {
			return fmt.Errorf("grant a role: %w", err)
		}
		return p.Store.AppendAudit(ctx, grantEntry(g.GrantedAt, actor, "role.granted", personID, g))
	})
}

// Revoke takes a role away from the next request on. The last administrator
// keeps theirs.
func (p People) Revoke(ctx context.Context, actor, personID string, g Grant) error {
	return p.Store.InTx(ctx, func(ctx context.Context) error {
		person, err := p.Store.Person(ctx, personID)
		if err != nil {
			return err
		}
		if !person.Holds(g) {
			return nil
		}
		now := p.Clock.Now()
		if err := p.Store.RevokeGrant(ctx, personID, g, now); err != nil {
			return fmt.Errorf("revoke a role: %w", err)
		}
		if err := p.Store.AppendAudit(ctx, grantEntry(now, actor, "role.revoked", personID, g)); err != nil {
			return err
		}
		// Counted last: the audit chain lets one transaction through at a time, so
		// two administrators cannot take the role from each other.
		left, err := p.In(ctx, Administrator)
		if err == nil && g.Role == Administrator && len(left) == 0 {
			return fault.New(fault.Conflict, "account.last_administrator")
		}
		return err
	})
}

// All lists everyone, by name and address.
func (p People) All(ctx context.Context) ([]Person, error) {
	people, err := p.Store.People(ctx)
	if err != nil {
		return nil, fmt.Errorf("list people: %w", err)
	}
	slices.SortStableFunc(people, func(a, b Person) int {
		return strings.Compare(strings.ToLower(a.Name)+"\x00"+a.Email, strings.ToLower(b.Name)+"\x00"+b.Email)
	})
	return people, nil
}

// In lists everyone who holds one of the roles.
func (p People) In(ctx context.Context, roles ...Role) ([]Person, error) {
	return p.which(ctx, func(s Subject) bool { return slices.ContainsFunc(roles, s.Has) })
}

// EditorsOf lists everyone who may speak for the organisation.
func (p People) EditorsOf(ctx context.Context, organisationID string) ([]Person, error) {
	return p.which(ctx, func(s Subject) bool { return s.Edits(organisationID) })
}

func (p People) which(ctx context.Context, keep func(Subject) bool) ([]Person, error) {
	people, err := p.All(ctx)
	return slices.DeleteFunc(people, func(person Person) bool { return !keep(person.Subject()) }), err
}

// ByEmail returns the person with the address.
func (p People) ByEmail(ctx context.Context, raw string) (Person, error) {
	email, err := CleanEmail(raw)
	if err != nil {
		return Person{}, err
	}
	return p.Store.PersonByEmail(ctx, email)
}

// Person returns the person with the id.
func (p People) Person(ctx context.Context, id string) (Person, error) {
	return p.Store.Person(ctx, id)
}

// Holds reports whether the person has the role, for the same organisation.
func (p Person) Holds(g Grant) bool {
	return slices.ContainsFunc(p.Grants, func(held Grant) bool {
		return held.Role == g.Role && held.OrganisationID == g.OrganisationID
	})
}

func checkGrant(g Grant) error {
	if !slices.Contains(Roles(), g.Role) {
		return fault.InvalidFields(map[string]fault.Message{"role": {Key: "account.role_missing"}})
	}
	if (g.Role == OrganisationEditor) != (g.OrganisationID != "") {
		return fault.InvalidFields(map[string]fault.Message{"organisation": {Key: "account.role_organisation"}})
	}
	return nil
}

func grantEntry(at time.Time, actor, action, personID string, g Grant) audit.Entry {
	details := map[string]string{"role": string(g.Role)}
	if g.OrganisationID != "" {
		details["organisation"] = g.OrganisationID
	}
	return audit.Entry{At: at, Actor: actor, Action: action, Object: "person:" + personID, Details: details}
}
