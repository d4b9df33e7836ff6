package publication

import (
	"encoding/json"
	"fmt"
	"time"

	"telaio/internal/freshness"
	"telaio/internal/organisation"
	"telaio/internal/taxonomy"
)

// RecordFormat names the shape of Record. It changes when a field is renamed or
// changes its meaning; new fields may come without notice.
const RecordFormat = "telaio-organisation/1"

// Licence is that of everything published here.
const Licence = "https://creativecommons.org/licenses/by/4.0/"

// Record is the public JSON of an organisation, described for its readers in
// docs/organisation-json.md. Fields that the organisation left empty are absent.
type Record struct {
	Format           string             `json:"format"`
	ID               string             `json:"id"`
	Slug             string             `json:"slug"`
	Example          bool               `json:"example,omitempty"`
	Name             string             `json:"name"`
	OtherNames       []string           `json:"other_names,omitempty"`
	Language         string             `json:"language"`
	Types            []Coded            `json:"types,omitempty"`
	TypeOther        string             `json:"type_other,omitempty"`
	LegalStatus      *Coded             `json:"legal_status,omitempty"`
	Year             int                `json:"year,omitempty"`
	Target           string             `json:"target,omitempty"`
	TargetGroups     []Coded            `json:"target_groups,omitempty"`
	People           *Coded             `json:"people,omitempty"`
	Reach            *Coded             `json:"reach,omitempty"`
	Solidarity       []RecordSolidarity `json:"solidarity,omitempty"`
	Services         []Coded            `json:"services,omitempty"`
	Governance       []Coded            `json:"governance,omitempty"`
	Funding          []Coded            `json:"funding,omitempty"`
	Places           []RecordPlace      `json:"places,omitempty"`
	Contacts         *RecordContacts    `json:"contacts,omitempty"`
	ShortDescription string             `json:"short_description,omitempty"`
	Story            string             `json:"story,omitempty"`
	Initiatives      []RecordInitiative `json:"initiatives,omitempty"`
	Relations        []RecordRelation   `json:"relations,omitempty"`
	Logo             map[string]string  `json:"logo,omitempty"`
	Source           *Coded             `json:"source,omitempty"`
	Revision         int                `json:"revision"`
	UpdatedAt        time.Time          `json:"updated_at"`
	ConfirmedAt      *time.Time         `json:"confirmed_at,omitempty"`
	ConfirmedBy      string             `json:"confirmed_by,omitempty"`
	// Freshness is by group of fields: "contacts" and "story".
	Freshness map[string]RecordFreshness `json:"freshness,omitempty"`
	Licence   string                     `json:"licence"`
	Links     map[string]string          `json:"links"`
}

// Coded is a value of a taxonomy: the code is stable, the labels are for people.
// A value that is in no taxonomy has a label in the organisation's language only.
type Coded struct {
	Code  string            `json:"code,omitempty"`
	Label map[string]string `json:"label"`
}

// RecordSolidarity is one form of solidarity and how it is practised.
type RecordSolidarity struct {
	Form     Coded  `json:"form"`
	Practice string `json:"practice,omitempty"`
}

// RecordPlace is a place as far as its publicity lets the public know it.
type RecordPlace struct {
	Kind         Coded        `json:"kind"`
	Publicity    string       `json:"publicity"`
	Name         string       `json:"name,omitempty"`
	Address      string       `json:"address,omitempty"`
	Municipality *RecordTown  `json:"municipality,omitempty"`
	Country      string       `json:"country,omitempty"`
	Point        *RecordPoint `json:"point,omitempty"`
}

// RecordTown is a municipality.
type RecordTown struct {
	Code     string `json:"code,omitempty"` // none where the gazetteer does not know it
	Name     string `json:"name"`
	Province string `json:"province,omitempty"`
	Region   *Coded `json:"region,omitempty"`
}

// RecordPoint is where a place can be drawn on a map. Precision is "exact" for
// the place itself and "municipality" for the centre of its town.
type RecordPoint struct {
	Lat       float64 `json:"lat"`
	Lon       float64 `json:"lon"`
	Precision string  `json:"precision"`
}

// RecordContacts are the organisation's public contacts.
type RecordContacts struct {
	Email   string   `json:"email,omitempty"`
	Phone   string   `json:"phone,omitempty"`
	Website string   `json:"website,omitempty"`
	Links   []string `json:"links,omitempty"`
}

// RecordInitiative is something the organisation does for workers.
type RecordInitiative struct {
	ID          string                `json:"id"`
	Title       string                `json:"title"`
	Description string                `json:"description,omitempty"`
	Forms       []Coded               `json:"forms,omitempty"`
	Since       int                   `json:"since,omitempty"`
	Effects     *organisation.Effects `json:"effects,omitempty"`
}

// RecordRelation is a tie to another organisation, which has a Slug and a URL
// if it is published here.
type RecordRelation struct {
	Kind Coded  `json:"kind"`
	Name string `json:"name"`
	Note string `json:"note,omitempty"`
	Slug string `json:"slug,omitempty"`
	URL  string `json:"url,omitempty"`
	// Since and Until are years.
	Since int `json:"since,omitempty"`
	Until int `json:"until,omitempty"`
	// Confirmed: the other organisation says so too.
	Confirmed bool `json:"confirmed,omitempty"`
}

// RecordFreshness is how far a group of fields can be relied on: until FadesOn
// nobody need doubt it, from UnconfirmedOn the page says that it is unconfirmed.
type RecordFreshness struct {
	At            time.Time `json:"at"`
	Confirmed     bool      `json:"confirmed"` // false: changed by the team and not confirmed since
	FadesOn       string    `json:"fades_on"`  // date
	UnconfirmedOn string    `json:"unconfirmed_on"`
}

// Publisher writes published organisations for machines.
type Publisher struct {
	Taxonomies taxonomy.Set
	Languages  []string // of labels and pages, the main one first
	Addresses  Addresses
}

// Addresses gives the whole addresses of things on this site.
type Addresses interface {
	Page(language, slug string) string
	History(language, slug string) string
	Logo(id string, size int) string
}

// JSON writes the page's Record, indented, with a final newline.
func (p Publisher) JSON(page Page) ([]byte, error) {
	raw, err := json.MarshalIndent(p.Record(page), "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the JSON of %s: %w", page.ID, err)
	}
	return append(raw, '\n'), nil
}

// Record describes the page.
func (p Publisher) Record(page Page) Record {
	c := page.Card
	r := Record{
		Format: RecordFormat, ID: page.ID, Slug: page.Slug, Example: page.Example,
		Name: c.Name, OtherNames: c.OtherNames, Language: Language(c),
		Types: p.codedAll(taxonomy.OrganisationType, c.Types), TypeOther: c.TypeOther,
		LegalStatus: p.coded(taxonomy.LegalStatus, c.LegalStatus), Year: c.Year,
		Target: c.Target, TargetGroups: p.codedAll(taxonomy.TargetGroup, c.TargetGroups),
		People: p.coded(taxonomy.PeopleBand, c.People), Reach: p.coded(taxonomy.Reach, c.Reach),
		Services: p.codedAll(taxonomy.Service, c.Services), Governance: p.codedAll(taxonomy.Governance, c.Governance),
		Funding: p.codedAll(taxonomy.Funding, c.Funding), Contacts: recordContacts(c.Contacts),
		ShortDescription: c.ShortDescription, Story: c.Story, Source: p.coded(taxonomy.Source, c.Source),
		Revision: page.Revision, UpdatedAt: page.UpdatedAt.UTC(), ConfirmedBy: string(page.ConfirmedBy),
		Licence: Licence, Links: p.links(page), Logo: p.logo(c.Logo),
	}
	if !page.ConfirmedAt.IsZero() {
		at := page.ConfirmedAt.UTC()
		r.ConfirmedAt = &at
	}
	r.Freshness = recordFreshness(page.Freshness)
	for _, s := range c.Solidarity {
		r.Solidarity = append(r.Solidarity, RecordSolidarity{*p.coded(taxonomy.SolidarityForm, s.Form), s.Practice})
	}
	for _, place := range c.Places {
		r.Places = append(r.Places, p.place(place))
	}
	for _, i := range c.Initiatives {
		r.Initiatives = append(r.Initiatives, RecordInitiative{i.ID, i.Title, i.Description, p.codedAll(taxonomy.SolidarityForm, i.Forms), i.Since, i.Effects})
	}
	for _, tie := range organisation.Ties(page.Organisation, page.Related, page.Answers, p.Taxonomies.Inverse) {
		r.Relations = append(r.Relations, p.relation(page, tie))
	}
	return r
}

func recordFreshness(marks []freshness.Mark) map[string]RecordFreshness {
	groups := map[string]RecordFreshness{}
	for _, m := range marks {
		if !m.At.IsZero() {
			groups[string(m.Group)] = RecordFreshness{
				m.At.UTC(), m.Confirmed, m.FadesOn().Format(time.DateOnly), m.UnconfirmedOn().Format(time.DateOnly),
			}
		}
	}
	return groups
}

func (p Publisher) place(place organisation.Place) RecordPlace {
	r := RecordPlace{
		Kind: *p.coded(taxonomy.PlaceKind, place.Kind), Publicity: string(place.Publicity),
		Name: place.Name, Address: place.Address, Country: place.Country,
	}
	if town := place.Municipality; town.Name != "" {
		r.Municipality = &RecordTown{town.Code, town.Name, town.Province, p.coded(taxonomy.Region, town.Region)}
	}
	if place.Located() {
		r.Point = &RecordPoint{place.Lat, place.Lon, "municipality"}
		if Pinned(place) {
			r.Point.Precision = "exact"
		}
	}
	return r
}

func (p Publisher) relation(page Page, tie organisation.Tie) RecordRelation {
	r := RecordRelation{
		Kind: *p.coded(taxonomy.RelationKind, tie.Kind), Name: tie.Name, Note: tie.Note,
		Since: tie.Since, Until: tie.Until, Confirmed: tie.Standing == organisation.Confirmed,
	}
	if other, ok := page.Related[tie.OrganisationID]; ok {
		r.Slug, r.URL = other.Slug, p.Addresses.Page(p.Languages[0], other.Slug)
	}
	return r
}

func (p Publisher) links(page Page) map[string]string {
	links := map[string]string{}
	for _, language := range p.Languages {
		links["page_"+language] = p.Addresses.Page(language, page.Slug)
		links["history_"+language] = p.Addresses.History(language, page.Slug)
	}
	links["json"] = p.Addresses.Page(p.Languages[0], page.Slug) + ".json"
	links["jsonld"] = p.Addresses.Page(p.Languages[0], page.Slug) + ".jsonld"
	return links
}

func (p Publisher) logo(id string) map[string]string {
	if id == "" {
		return nil
	}
	return map[string]string{"512": p.Addresses.Logo(id, 512), "128": p.Addresses.Logo(id, 128)}
}

// coded returns the value with its labels, nil if there is none.
func (p Publisher) coded(id taxonomy.ID, code string) *Coded {
	if code == "" {
		return nil
	}
	if !p.Taxonomies[id].Has(code) {
		return &Coded{Label: map[string]string{p.Languages[0]: code}}
	}
	labels := map[string]string{}
	for _, language := range p.Languages {
		labels[language] = p.Taxonomies.Label(id, code, language)
	}
	return &Coded{Code: code, Label: labels}
}

func (p Publisher) codedAll(id taxonomy.ID, codes []string) []Coded {
	var all []Coded
	for _, code := range codes {
		if c := p.coded(id, code); c != nil {
			all = append(all, *c)
		}
	}
	return all
}

func recordContacts(c organisation.Contacts) *RecordContacts {
	if c.Email == "" && c.Phone == "" && c.Website == "" && len(c.Links) == 0 {
		return nil
	}
	return &RecordContacts{c.Email, c.Phone, c.Website, c.Links}
}

// Language returns the language of the organisation's own words.
func Language(c organisation.Card) string {
	if c.Language == "" {
		return "it"
	}
	return c.Language
}

// Pinned reports whether the public knows the place's very point, not only the
// centre of its municipality.
func Pinned(place organisation.Place) bool {
	town := place.Municipality
	return place.Publicity == organisation.PublicityExact && place.Located() && (place.Lat != town.Lat || place.Lon != town.Lon)
}
