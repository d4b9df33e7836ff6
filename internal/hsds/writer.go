package hsds

import (
	"cmp"
	"math"
	"net/url"
	"strings"
	"time"

	"telaio/internal/freshness"
	"telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/taxonomy"
)

// Writer says published organisations in the words of HSDS.
type Writer struct {
	Vocabulary
	Addresses publication.Addresses
	Words     Words
}

// Words are the few sentences of its own that an answer has.
type Words struct {
	Example          string // that the content is invented
	MunicipalityOnly string // that the place itself is not public
	CountryOnly      string
}

// Organization describes the organisation; with its locations and services if it
// is to be whole.
func (w Writer) Organization(page publication.Page, whole bool) Organization {
	c, id := page.Card, uuidOf(page.ID, organizationKind, "")
	o := Organization{
		ID: id, Name: c.Name, AlternateName: strings.Join(c.OtherNames, "; "), Description: cmp.Or(c.ShortDescription, c.Target, c.Name),
		Email: c.Contacts.Email, Website: web(c.Contacts.Website), YearIncorporated: c.Year, URI: w.Addresses.Page(w.Language, page.Slug), Phones: phones(id, c),
	}
	if w.Taxonomies[taxonomy.LegalStatus].Has(c.LegalStatus) {
		o.LegalStatus = w.Taxonomies.Label(taxonomy.LegalStatus, c.LegalStatus, w.Language)
	}
	if c.Logo != "" {
		o.Logo = w.Addresses.Logo(c.Logo, 512)
	}
	for _, link := range c.Contacts.Links {
		if web(link) != "" {
			o.AdditionalWebsites = append(o.AdditionalWebsites, URL{named("url", id, link), link})
		}
	}
	const entity = "organization"
	for _, of := range []struct {
		id    taxonomy.ID
		codes []string
	}{
		{taxonomy.OrganisationType, c.Types},
		{taxonomy.TargetGroup, c.TargetGroups},
		{taxonomy.Service, c.Services},
		{taxonomy.Governance, c.Governance},
		{taxonomy.Funding, c.Funding},
		{taxonomy.Reach, []string{c.Reach}},
		{taxonomy.PeopleBand, []string{c.People}},
	} {
		o.Attributes = append(o.Attributes, w.attributes(id, entity, of.id, of.codes...)...)
	}
	if whole {
		o.Locations = w.Locations(page)
	}
	return o
}

// Services lists the organisation's services, one for each form of solidarity;
// with everything that belongs to them if they are to be whole.
func (w Writer) Services(page publication.Page, whole bool) []Service {
	var all []Service
	for _, s := range page.Card.Solidarity {
		all = append(all, w.service(page, s, whole))
	}
	return all
}

func (w Writer) service(page publication.Page, s organisation.Solidarity, whole bool) Service {
	c, id := page.Card, uuidOf(page.ID, serviceKind, s.Form)
	label := w.Taxonomies.Label(taxonomy.SolidarityForm, s.Form, w.Language)
	modified := page.LastChange().UTC()
	made := Service{
		ID: id, OrganizationID: uuidOf(page.ID, organizationKind, ""), Name: label + " · " + c.Name,
		Description: cmp.Or(s.Practice, w.Taxonomies.Gloss(taxonomy.SolidarityForm, s.Form, w.Language)), URL: w.Addresses.Page(w.Language, page.Slug),
		Email: c.Contacts.Email, Status: "active", EligibilityDescription: c.Target, AssuredDate: assured(page), LastModified: &modified,
		Attributes: w.attributes(id, "service", taxonomy.SolidarityForm, s.Form),
	}
	made.Attributes = append(made.Attributes, w.attributes(id, "service", taxonomy.TargetGroup, c.TargetGroups...)...)
	if page.Example {
		made.Alert = w.Words.Example
	}
	if !whole {
		return made
	}
	made.Phones = phones(id, c)
	made.Languages = []Language{{named("language", id), publication.Language(c)}}
	if w.Taxonomies[taxonomy.Reach].Has(c.Reach) {
		made.ServiceAreas = []ServiceArea{{named("area", id), w.Taxonomies.Label(taxonomy.Reach, c.Reach, w.Language)}}
	}
	owner := w.Organization(page, false)
	made.Organization, made.ServiceAtLocations = &owner, w.atLocations(page, s.Form)
	return made
}

// assured is the day on which somebody entitled last said that what the page
// tells is true, "" if nobody has since it last changed.
func assured(page publication.Page) string {
	for _, mark := range page.Freshness {
		if mark.Group == freshness.Story && mark.Confirmed {
			return mark.At.UTC().Format(time.DateOnly)
		}
	}
	return ""
}

// ServicesAtLocations lists each service at each public place.
func (w Writer) ServicesAtLocations(page publication.Page) []ServiceAtLocation {
	var all []ServiceAtLocation
	for _, s := range page.Card.Solidarity {
		all = append(all, w.atLocations(page, s.Form)...)
	}
	return all
}

func (w Writer) atLocations(page publication.Page, form string) []ServiceAtLocation {
	var all []ServiceAtLocation
	for _, place := range page.Card.Places {
		location := w.location(page, place)
		all = append(all, ServiceAtLocation{
			ID: uuidOf(page.ID, serviceAtLocationKind, form+"/"+place.ID), ServiceID: uuidOf(page.ID, serviceKind, form), LocationID: location.ID, Location: &location,
		})
	}
	return all
}

// Locations lists the organisation's public places.
func (w Writer) Locations(page publication.Page) []Location {
	var all []Location
	for _, place := range page.Card.Places {
		all = append(all, w.location(page, place))
	}
	return all
}

func (w Writer) location(page publication.Page, place organisation.Place) Location {
	id, town := uuidOf(page.ID, locationKind, place.ID), place.Municipality
	l := Location{
		ID: id, LocationType: "physical", OrganizationID: uuidOf(page.ID, organizationKind, ""), Name: cmp.Or(place.Name, town.Name, place.Country),
		Attributes: append(w.attributes(id, "location", taxonomy.PlaceKind, place.Kind), w.attributes(id, "location", taxonomy.Publicity, string(place.Publicity))...),
	}
	l.Attributes = append(l.Attributes, w.attributes(id, "location", taxonomy.Region, town.Region)...)
	if place.Kind == "online" {
		l.LocationType = "virtual"
	}
	switch place.Publicity {
	case organisation.PublicityMunicipality:
		l.Description = w.Words.MunicipalityOnly
	case organisation.PublicityCountry:
		l.Description = w.Words.CountryOnly
	case organisation.PublicityExact, organisation.PublicityWithheld:
	}
	if place.Located() {
		decimals := 2.0 // of the centre of a town: about a kilometre
		if publication.Pinned(place) {
			decimals = 5
		}
		l.Latitude, l.Longitude = rounded(place.Lat, decimals), rounded(place.Lon, decimals)
	}
	if place.Address != "" && l.LocationType == "physical" {
		l.Addresses = []Address{{
			ID: named("address", id), LocationID: id, Address1: place.Address, City: town.Name, StateProvince: cmp.Or(town.Province, town.Region),
			Country: cmp.Or(place.Country, town.Country), AddressType: "physical",
		}}
	}
	return l
}

func rounded(degrees, decimals float64) *float64 {
	unit := math.Pow(10, decimals)
	degrees = math.Round(degrees*unit) / unit
	return &degrees
}

func phones(id string, c organisation.Card) []Phone {
	if c.Contacts.Phone == "" {
		return nil
	}
	return []Phone{{named("phone", id), c.Contacts.Phone}}
}

// web is an address on the web, "" for any other text.
func web(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return address
}
