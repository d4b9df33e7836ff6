// Package organisation is the public record of a group that practises
// solidarity among non-standard workers: its card, the revisions the card went
// through, and the proposals that change it. An organisation changes only
// through a proposal that a person accepted.
package organisation

// Card is everything that an organisation's page may show. It never holds what
// a place keeps private: see Place and ExactPlace.
type Card struct {
	Name             string       `json:"name"`
	OtherNames       []string     `json:"other_names,omitempty"`
	Types            []string     `json:"types,omitempty"` // taxonomy organisation_type
	TypeOther        string       `json:"type_other,omitempty"`
	LegalStatus      string       `json:"legal_status,omitempty"`
	Year             int          `json:"year,omitempty"` // of the start of activity; 0 = not said
	Target           string       `json:"target,omitempty"`
	TargetGroups     []string     `json:"target_groups,omitempty"`
	People           string       `json:"people,omitempty"` // taxonomy people_band
	Reach            string       `json:"reach,omitempty"`
	Solidarity       []Solidarity `json:"solidarity,omitempty"`
	Services         []string     `json:"services,omitempty"`
	Governance       []string     `json:"governance,omitempty"`
	Funding          []string     `json:"funding,omitempty"`
	Places           []Place      `json:"places,omitempty"`
	Contacts         Contacts     `json:"contacts,omitzero"`
	ShortDescription string       `json:"short_description,omitempty"`
	Story            string       `json:"story,omitempty"` // light Markdown
	Initiatives      []Initiative `json:"initiatives,omitempty"`
	Relations        []Relation   `json:"relations,omitempty"`
	Logo             string       `json:"logo,omitempty"` // blob id of the re-encoded picture
	Source           string       `json:"source,omitempty"`
	Language         string       `json:"language,omitempty"` // of the organisation's own words; "" = it
}

// Solidarity is one form that the organisation practises, and how.
type Solidarity struct {
	Form     string `json:"form"` // taxonomy solidarity_form
	Practice string `json:"practice,omitempty"`
}

// Contacts are the organisation's public ones, never a private person's.
type Contacts struct {
	Email   string   `json:"email,omitempty"`
	Phone   string   `json:"phone,omitempty"`
	Website string   `json:"website,omitempty"`
	Links   []string `json:"links,omitempty"`
}

// Initiative is something the organisation does for workers.
type Initiative struct {
	ID          string   `json:"id"` // random, stable across revisions
	Title       string   `json:"title"`
	Description string   `json:"description,omitempty"`
	Forms       []string `json:"forms,omitempty"` // taxonomy solidarity_form
	Since       int      `json:"since,omitempty"` // year
	Effects     *Effects `json:"effects,omitempty"`
}

// Relation is a tie to another organisation, as this one tells it.
type Relation struct {
	ID             string `json:"id"`
	Kind           string `json:"kind"` // taxonomy relation_kind
	Name           string `json:"name"`
	OrganisationID string `json:"organisation_id,omitempty"` // when the other one is on the atlas
	Note           string `json:"note,omitempty"`
	Since          int    `json:"since,omitempty"` // year; 0 = not said
	Until          int    `json:"until,omitempty"` // year in which it ended; 0 = it goes on, or not said
}

// Forms lists the codes of the solidarity forms, in the card's order.
func (c Card) Forms() []string {
	forms := make([]string, len(c.Solidarity))
	for i, s := range c.Solidarity {
		forms[i] = s.Form
	}
	return forms
}
