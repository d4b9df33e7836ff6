// Package account knows the people who sign in, what they may do, and how they
// prove who they are without a password.
package account

import "time"

// Role is what a person does here. An organisation editor's role is bound to
// one organisation; the others hold everywhere.
type Role string

// The roles.
const (
	OrganisationEditor Role = "editor"
	Reviewer           Role = "reviewer"
	Researcher         Role = "researcher"
	Administrator      Role = "administrator"
)

// Roles lists every role.
func Roles() []Role { return []Role{OrganisationEditor, Reviewer, Researcher, Administrator} }

// Person is someone with an account. The e-mail address is personal data.
type Person struct {
	ID        string // random
	Email     string // lower case, unique
	Name      string
	Language  string
	CreatedAt time.Time
	Grants    []Grant // in force
}

// Grant gives a person a role, for one organisation or everywhere.
type Grant struct {
	Role           Role
	OrganisationID string // editors only
	GrantedAt      time.Time
}

// Subject is whoever makes a request: a signed-in person, or nobody.
type Subject struct {
	PersonID string // "" = nobody is signed in
	Name     string
	Language string // in which the person is written to
	Grants   []Grant
}

// SignedIn reports whether the subject is a known person.
func (s Subject) SignedIn() bool { return s.PersonID != "" }

// Has reports whether the subject holds the role, for whatever organisation.
func (s Subject) Has(role Role) bool {
	for _, g := range s.Grants {
		if g.Role == role {
			return true
		}
	}
	return false
}

// Team reports whether the subject is one of the research team.
func (s Subject) Team() bool {
	return s.Has(Reviewer) || s.Has(Researcher) || s.Has(Administrator)
}

// Edits reports whether the subject may speak for the organisation.
func (s Subject) Edits(organisationID string) bool {
	for _, g := range s.Grants {
		if g.Role == OrganisationEditor && organisationID != "" && g.OrganisationID == organisationID {
			return true
		}
	}
	return false
}

// Subject returns the person as the subject of a request.
func (p Person) Subject() Subject {
	return Subject{PersonID: p.ID, Name: p.Name, Language: p.Language, Grants: p.Grants}
}

// Greeting is how the person is addressed: by name, or by the address of those
// who gave none.
func (p Person) Greeting() string {
	if p.Name == "" {
		return p.Email
	}
	return p.Name
}
