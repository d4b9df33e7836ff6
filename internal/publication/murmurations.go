package publication

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"telaio/internal/organisation"
	"telaio/internal/taxonomy"
)

// murmurationsSchema is the one of Murmurations that a profile keeps to.
const murmurationsSchema = "organizations_schema-v1.0.0"

// The bounds that the schema sets, in characters.
const (
	mostMurmurationsName = 200
	mostMurmurationsURL  = 2000
	mostMurmurationsTag  = 100
	mostMurmurationsTags = 100
)

// murmurationsProfile is an organisation as the network reads it.
type murmurationsProfile struct {
	Schemas     []string           `json:"linked_schemas"`
	Name        string             `json:"name"`
	Nickname    string             `json:"nickname,omitempty"`
	PrimaryURL  string             `json:"primary_url,omitempty"`
	Tags        []string           `json:"tags,omitempty"`
	URLs        []murmurationsURL  `json:"urls,omitempty"`
	Description string             `json:"description,omitempty"`
	Mission     string             `json:"mission,omitempty"`
	Status      string             `json:"status"`
	FullAddress string             `json:"full_address,omitempty"`
	Country     string             `json:"country_iso_3166,omitempty"`
	Geolocation *murmurationsPoint `json:"geolocation,omitempty"`
	Image       string             `json:"image,omitempty"`
	StartsAt    int64              `json:"starts_at,omitempty"` // Unix seconds
	Contact     map[string]string  `json:"contact_details,omitempty"`
	Telephone   string             `json:"telephone,omitempty"`
	Scope       string             `json:"geographic_scope,omitempty"`
	UniqueID    string             `json:"unique_id"`
}

type murmurationsURL struct {
	Name string `json:"name,omitempty"`
	URL  string `json:"url"`
}

type murmurationsPoint struct {
	Lat float64 `json:"lat"`
	Lon float64 `json:"lon"`
}

// Murmurations writes the page as a profile of the Murmurations network. It has
// a point only if the public knows the place itself.
func (p Publisher) Murmurations(page Page) ([]byte, error) {
	c, address := page.Card, p.Addresses.Page(p.Languages[0], page.Slug)
	m := murmurationsProfile{
		Schemas: []string{murmurationsSchema}, Name: firstOf(c.Name, mostMurmurationsName), PrimaryURL: webAddress(c.Contacts.Website),
		Tags: p.murmurationsTags(c), Description: c.ShortDescription, Mission: c.Target, Status: "active",
		Telephone: c.Contacts.Phone, Scope: p.murmurationsScope(c), UniqueID: page.ID,
		URLs: []murmurationsURL{{"Telaio", address}},
	}
	if m.PrimaryURL == "" {
		m.PrimaryURL = address
	}
	if len(c.OtherNames) > 0 {
		m.Nickname = c.OtherNames[0]
	}
	for _, link := range c.Contacts.Links {
		if link = webAddress(link); link != "" && link != address {
			m.URLs = append(m.URLs, murmurationsURL{URL: link})
		}
	}
	if c.Logo != "" {
		m.Image = p.Addresses.Logo(c.Logo, 512)
	}
	if c.Year != 0 {
		m.StartsAt = time.Date(c.Year, time.January, 1, 0, 0, 0, 0, time.UTC).Unix()
	}
	if c.Contacts.Email != "" {
		m.Contact = map[string]string{"email": c.Contacts.Email}
	}
	m.place(mainPlace(c.Places))
	raw, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the profile of %s: %w", page.ID, err)
	}
	return append(raw, '\n'), nil
}

// place says where the organisation is, as far as the public knows.
func (m *murmurationsProfile) place(place organisation.Place) {
	m.Country = place.Country
	var parts []string
	for _, part := range []string{place.Address, place.Municipality.Name, place.Country} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	m.FullAddress = strings.Join(parts, ", ")
	if Pinned(place) {
		m.Geolocation = &murmurationsPoint{rounded(place.Lat, exactDecimals), rounded(place.Lon, exactDecimals)}
	}
}

// murmurationsTags are the labels of what the organisation is and does, each
// once.
func (p Publisher) murmurationsTags(c organisation.Card) []string {
	var tags []string
	seen := map[string]bool{}
	add := func(id taxonomy.ID, codes []string) {
		for _, code := range codes {
			label := firstOf(p.Taxonomies.Label(id, code, p.Languages[0]), mostMurmurationsTag)
			if p.Taxonomies[id].Has(code) && !seen[label] && len(tags) < mostMurmurationsTags {
				seen[label] = true
				tags = append(tags, label)
			}
		}
	}
	add(taxonomy.SolidarityForm, c.Forms())
	add(taxonomy.OrganisationType, c.Types)
	add(taxonomy.TargetGroup, c.TargetGroups)
	add(taxonomy.Service, c.Services)
	return tags
}

// murmurationsScope is how far the organisation reaches, in the network's words.
func (p Publisher) murmurationsScope(c organisation.Card) string {
	switch p.fact(taxonomy.Reach, c.Reach, factArea) {
	case "municipality", "province":
		return "local"
	case "region":
		return "regional"
	case "country":
		return "national"
	}
	switch c.Reach {
	case "several_regions":
		return "regional"
	case "international":
		return "international"
	default:
		return ""
	}
}

// webAddress is an address that the network takes, "" for any other text.
func webAddress(text string) string {
	if len(text) > mostMurmurationsURL || !strings.HasPrefix(text, "https://") && !strings.HasPrefix(text, "http://") {
		return ""
	}
	return text
}

// firstOf is the beginning of a text, in characters.
func firstOf(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most])
}
