package publication

import (
	"encoding/json"
	"fmt"
	"strconv"

	"telaio/internal/organisation"
	"telaio/internal/taxonomy"
)

// Facts that the taxonomies hold for schema.org.
const (
	factSchemaType = "schema_type"      // of an organisation type: NGO or Organization
	factNonprofit  = "nonprofit_status" // of an organisation type: a value of schema.org's ITNonprofitType
	factProperty   = "schema_property"  // of a relation kind: memberOf or member
	factArea       = "area"             // of a reach: municipality, province, region or country
)

// JSONLD describes the page in the words of schema.org. In the bytes no "<",
// ">" or "&" and no line separator of JavaScript occurs, so they can stand
// inside a script element.
func (p Publisher) JSONLD(page Page) ([]byte, error) {
	raw, err := json.Marshal(p.jsonld(page))
	if err != nil {
		return nil, fmt.Errorf("write the JSON-LD of %s: %w", page.ID, err)
	}
	return raw, nil
}

func (p Publisher) jsonld(page Page) map[string]any {
	c := page.Card
	address := p.Addresses.Page(p.Languages[0], page.Slug)
	doc := map[string]any{
		"@context":         "https://schema.org",
		"@type":            p.schemaType(c),
		"@id":              address,
		"mainEntityOfPage": address,
		"name":             c.Name,
		"url":              address,
		"knowsLanguage":    Language(c),
	}
	if c.Contacts.Website != "" {
		doc["url"] = c.Contacts.Website
	}
	setList(doc, "alternateName", c.OtherNames)
	setText(doc, "description", c.ShortDescription)
	setText(doc, "email", c.Contacts.Email)
	setText(doc, "telephone", c.Contacts.Phone)
	setList(doc, "sameAs", c.Contacts.Links)
	setList(doc, "nonprofitStatus", p.nonprofit(c))
	if area := p.area(c); area != nil {
		doc["areaServed"] = area
	}
	if c.Year != 0 {
		doc["foundingDate"] = strconv.Itoa(c.Year)
	}
	if c.Logo != "" {
		doc["logo"] = p.Addresses.Logo(c.Logo, 512)
	}
	setText(doc, "identifier", page.ID)
	var forms []string
	for _, code := range c.Forms() {
		forms = append(forms, p.Taxonomies.Label(taxonomy.SolidarityForm, code, p.Languages[0]))
	}
	setList(doc, "knowsAbout", forms)
	p.addPlaces(doc, c.Places)
	p.addRelated(doc, page)
	return doc
}

// addRelated names the published organisations of the ties that both sides
// confirm, that go on, and that schema.org has a word for.
func (p Publisher) addRelated(doc map[string]any, page Page) {
	related := map[string][]any{}
	for _, tie := range organisation.Ties(page.Organisation, page.Related, page.Answers, p.Taxonomies.Inverse) {
		other, published := page.Related[tie.OrganisationID]
		property := p.fact(taxonomy.RelationKind, tie.Kind, factProperty)
		if published && property != "" && tie.Standing == organisation.Confirmed && tie.Until == 0 {
			related[property] = append(related[property], map[string]any{
				"@type": p.schemaType(other.Card), "@id": p.Addresses.Page(p.Languages[0], other.Slug), "name": other.Card.Name,
			})
		}
	}
	for property, others := range related {
		setList(doc, property, others)
	}
}

// schemaType is NGO if one of the organisation's types is.
func (p Publisher) schemaType(c organisation.Card) string {
	for _, code := range c.Types {
		if p.fact(taxonomy.OrganisationType, code, factSchemaType) == "NGO" {
			return "NGO"
		}
	}
	return "Organization"
}

// nonprofit lists the legal statuses that the organisation's types state.
func (p Publisher) nonprofit(c organisation.Card) []string {
	var statuses []string
	for _, code := range c.Types {
		if status := p.fact(taxonomy.OrganisationType, code, factNonprofit); status != "" {
			statuses = append(statuses, "https://schema.org/"+status)
		}
	}
	return statuses
}

// area names where the organisation works, as far as its reach and the public
// side of its main place tell; nil if they do not.
func (p Publisher) area(c organisation.Card) any {
	town := mainPlace(c.Places).Municipality
	kind, name := "AdministrativeArea", ""
	switch p.fact(taxonomy.Reach, c.Reach, factArea) {
	case "municipality":
		kind, name = "City", town.Name
	case "province":
		name = town.Province
	case "region":
		name = p.region(town)
	case "country":
		kind, name = "Country", mainPlace(c.Places).Country
	}
	if name == "" {
		return nil
	}
	return map[string]any{"@type": kind, "name": name}
}

func (p Publisher) region(town organisation.Municipality) string {
	if town.Region == "" {
		return ""
	}
	return p.Taxonomies.Label(taxonomy.Region, town.Region, p.Languages[0])
}

// addPlaces gives the organisation its address and every place with an address
// as a location.
func (p Publisher) addPlaces(doc map[string]any, places []organisation.Place) {
	if address := p.postalAddress(mainPlace(places)); address != nil {
		doc["address"] = address
	}
	var locations []any
	for _, place := range places {
		address := p.postalAddress(place)
		if address == nil {
			continue
		}
		location := map[string]any{"@type": "Place", "address": address}
		setText(location, "name", place.Name)
		if Pinned(place) {
			location["geo"] = map[string]any{"@type": "GeoCoordinates", "latitude": place.Lat, "longitude": place.Lon}
		}
		locations = append(locations, location)
	}
	setList(doc, "location", locations)
}

// mainPlace returns the first seat, else the first place, else no place.
func mainPlace(places []organisation.Place) organisation.Place {
	for _, place := range places {
		if place.Kind == "seat" {
			return place
		}
	}
	if len(places) > 0 {
		return places[0]
	}
	return organisation.Place{}
}

// postalAddress says as much as the place's publicity allows, nil if nothing.
func (p Publisher) postalAddress(place organisation.Place) map[string]any {
	address := map[string]any{"@type": "PostalAddress"}
	setText(address, "streetAddress", place.Address)
	setText(address, "addressLocality", place.Municipality.Name)
	setText(address, "addressRegion", p.region(place.Municipality))
	setText(address, "addressCountry", place.Country)
	if len(address) == 1 {
		return nil
	}
	return address
}

func (p Publisher) fact(id taxonomy.ID, code, name string) string {
	term, _ := p.Taxonomies[id].Term(code)
	return term.Facts[name]
}

// setText adds a text that is not empty.
func setText(doc map[string]any, key, value string) {
	if value != "" {
		doc[key] = value
	}
}

// setList adds a list; one of a single value becomes that value.
func setList[T any](doc map[string]any, key string, values []T) {
	switch len(values) {
	case 0:
	case 1:
		doc[key] = values[0]
	default:
		doc[key] = values
	}
}
