// Package hsds says what is published in the words of the Human Services Data
// Specification 3.1 of Open Referral: an organisation, one service for each form
// of solidarity that it practises, its public places as locations, and the
// taxonomies. It says nothing that the public record does not say. What differs
// from the standard is in the profile.
package hsds

import "time"

// Version is that of the standard.
const Version = "3.1"

// Organization is an organisation.
type Organization struct {
	ID                 string      `json:"id" format:"uuid"`
	Name               string      `json:"name"`
	AlternateName      string      `json:"alternate_name,omitempty"`
	Description        string      `json:"description"`
	Email              string      `json:"email,omitempty" format:"email"`
	Website            string      `json:"website,omitempty" format:"uri"`
	AdditionalWebsites []URL       `json:"additional_websites,omitempty"`
	YearIncorporated   int         `json:"year_incorporated,omitempty"`
	LegalStatus        string      `json:"legal_status,omitempty"`
	Logo               string      `json:"logo,omitempty"`
	URI                string      `json:"uri" format:"uri"`
	Phones             []Phone     `json:"phones,omitempty"`
	Locations          []Location  `json:"locations,omitempty"`
	Attributes         []Attribute `json:"attributes,omitempty"`
	Services           []Service   `json:"services,omitempty"`
}

// Service is one form of solidarity as an organisation practises it.
type Service struct {
	ID                     string              `json:"id" format:"uuid"`
	OrganizationID         string              `json:"organization_id,omitempty" format:"uuid"`
	Name                   string              `json:"name"`
	Description            string              `json:"description,omitempty"`
	URL                    string              `json:"url,omitempty" format:"uri"`
	Email                  string              `json:"email,omitempty" format:"email"`
	Status                 string              `json:"status" enum:"active"`
	EligibilityDescription string              `json:"eligibility_description,omitempty"`
	AssuredDate            string              `json:"assured_date,omitempty"`
	Alert                  string              `json:"alert,omitempty"`
	LastModified           *time.Time          `json:"last_modified,omitempty"`
	Phones                 []Phone             `json:"phones,omitempty"`
	ServiceAreas           []ServiceArea       `json:"service_areas,omitempty"`
	ServiceAtLocations     []ServiceAtLocation `json:"service_at_locations,omitempty"`
	Languages              []Language          `json:"languages,omitempty"`
	Organization           *Organization       `json:"organization,omitempty"`
	Attributes             []Attribute         `json:"attributes,omitempty"`
}

// ServiceAtLocation is a service at one of the organisation's places.
type ServiceAtLocation struct {
	ID         string    `json:"id" format:"uuid"`
	ServiceID  string    `json:"service_id,omitempty" format:"uuid"`
	LocationID string    `json:"location_id,omitempty" format:"uuid"`
	Location   *Location `json:"location,omitempty"`
}

// Location is a public place, as far as its publicity lets the public know it.
type Location struct {
	ID             string      `json:"id" format:"uuid"`
	LocationType   string      `json:"location_type" enum:"physical,postal,virtual"`
	OrganizationID string      `json:"organization_id,omitempty" format:"uuid"`
	Name           string      `json:"name,omitempty"`
	Description    string      `json:"description,omitempty"`
	Latitude       *float64    `json:"latitude,omitempty"`
	Longitude      *float64    `json:"longitude,omitempty"`
	Addresses      []Address   `json:"addresses,omitempty"`
	Attributes     []Attribute `json:"attributes,omitempty"`
}

// Address is that of a place whose street is public. We know no postal codes.
type Address struct {
	ID            string `json:"id" format:"uuid"`
	LocationID    string `json:"location_id,omitempty" format:"uuid"`
	Address1      string `json:"address_1"`
	City          string `json:"city"`
	StateProvince string `json:"state_province"`
	PostalCode    string `json:"postal_code"`
	Country       string `json:"country"`
	AddressType   string `json:"address_type" enum:"physical,postal,virtual"`
}

// Phone is a public number.
type Phone struct {
	ID     string `json:"id" format:"uuid"`
	Number string `json:"number"`
}

// URL is a further address on the web.
type URL struct {
	ID  string `json:"id" format:"uuid"`
	URL string `json:"url" format:"uri"`
}

// Language is one in which the organisation writes.
type Language struct {
	ID   string `json:"id" format:"uuid"`
	Code string `json:"code"`
}

// ServiceArea is where the organisation works.
type ServiceArea struct {
	ID   string `json:"id" format:"uuid"`
	Name string `json:"name"`
}

// Taxonomy is a controlled vocabulary.
type Taxonomy struct {
	ID          string `json:"id" format:"uuid"`
	Name        string `json:"name"`
	Description string `json:"description"`
	URI         string `json:"uri,omitempty" format:"uri"`
}

// Term is a value of a taxonomy.
type Term struct {
	ID          string    `json:"id" format:"uuid"`
	Code        string    `json:"code"`
	Name        string    `json:"name"`
	Description string    `json:"description"`
	Language    string    `json:"language"`
	Taxonomy    string    `json:"taxonomy"`
	TaxonomyID  string    `json:"taxonomy_id" format:"uuid"`
	Detail      *Taxonomy `json:"taxonomy_detail,omitempty"`
}

// Attribute gives a thing a term.
type Attribute struct {
	ID         string `json:"id" format:"uuid"`
	LinkID     string `json:"link_id" format:"uuid"`
	LinkEntity string `json:"link_entity"`
	LinkType   string `json:"link_type"`
	TermID     string `json:"taxonomy_term_id" format:"uuid"`
	Term       *Term  `json:"taxonomy_term,omitempty"`
}

// Page is a page of a list.
type Page[T any] struct {
	TotalItems int  `json:"total_items"`
	TotalPages int  `json:"total_pages"`
	PageNumber int  `json:"page_number"`
	Size       int  `json:"size"`
	FirstPage  bool `json:"first_page"`
	LastPage   bool `json:"last_page"`
	Empty      bool `json:"empty"`
	Contents   []T  `json:"contents"`
}

// NewPage is a page of so many elements out of total, perPage on each.
func NewPage[T any](contents []T, total, number, perPage int) Page[T] {
	if contents == nil {
		contents = []T{}
	}
	pages := (total + perPage - 1) / perPage
	return Page[T]{
		TotalItems: total, TotalPages: pages, PageNumber: number, Size: len(contents),
		FirstPage: number == 1, LastPage: number >= pages, Empty: len(contents) == 0, Contents: contents,
	}
}
