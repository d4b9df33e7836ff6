package organisation

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"telaio/internal/i18n"
	"telaio/internal/markdown"
	"telaio/internal/organisation"
	"telaio/internal/practice"
	"telaio/internal/publication"
	"telaio/internal/taxonomy"
	"telaio/internal/web/part/fresh"
	"telaio/internal/web/shell"
)

// card is the page's content in the reader's words, with the organisation's own
// words as they are.
type card struct {
	publication.Page
	Words     string // language of the organisation's own words
	ShortName string // the shortest name that people use for it
	Types     []filter
	Towns     []string
	Services  []string
	Practical []entry // how it is organised
	Freshness string
	Fresh     []fresh.Line // by group of fields
	// StaleContacts says that nobody answers for how to reach the organisation.
	StaleContacts bool
	Citation      string
	StoryHTML     string
	Address       string // the page's whole address
	Logo          string // its address, "" = none
	SourceName    string
	Practices     []practice.Page // that it does
	// SelfAssessment says that the organisation shows a part of one.
	SelfAssessment bool
}

// entry is one line of a record.
type entry struct{ Term, Value string }

func newCard(v *shell.Visit, page publication.Page) card {
	c := page.Card
	made := card{
		Page: page, Words: publication.Language(c), ShortName: shortName(c), Types: types(v, c), Towns: towns(v, c.Places),
		Practical: practical(v, c), Freshness: freshness(v, page.Organisation), StoryHTML: markdown.HTML(c.Story),
		Address: v.Absolute(v.Path("organisation", "slug", page.Slug)), SourceName: v.Label(taxonomy.Source, c.Source), Logo: v.Logo(c.Logo, shell.LargeLogo),
	}
	made.Citation = v.T("organisation.citation", i18n.Args{
		"Name": c.Name, "Revision": page.Revision, "Date": v.Date(page.UpdatedAt), "Address": made.Address,
	})
	return made
}

// shortName is the shortest of the organisation's names.
func shortName(c organisation.Card) string {
	short := c.Name
	for _, name := range c.OtherNames {
		if n := utf8.RuneCountInString(name); n > 1 && n < utf8.RuneCountInString(short) {
			short = name
		}
	}
	return short
}

// towns are the municipalities of the places, each once.
func towns(v *shell.Visit, places []organisation.Place) []string {
	var names []string
	for _, place := range places {
		if name := v.Town(&place.Municipality); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// practical lists how the organisation is organised, what it left empty aside.
func practical(v *shell.Visit, c organisation.Card) []entry {
	var entries []entry
	add := func(term string, labels ...string) {
		labels = slices.DeleteFunc(labels, func(l string) bool { return l == "" })
		if len(labels) > 0 {
			entries = append(entries, entry{v.T("organisation." + term), strings.Join(labels, "\u00a0· ")})
		}
	}
	add("services", v.Labels(taxonomy.Service, c.Services)...)
	add("people", v.Label(taxonomy.PeopleBand, c.People))
	add("reach", v.Label(taxonomy.Reach, c.Reach))
	add("governance", v.Labels(taxonomy.Governance, c.Governance)...)
	add("funding", v.Labels(taxonomy.Funding, c.Funding)...)
	add("legal_status", v.Label(taxonomy.LegalStatus, c.LegalStatus))
	return entries
}

// freshness says who last stated that the page is true, and when.
func freshness(v *shell.Visit, o organisation.Organisation) string {
	if o.ConfirmedAt.IsZero() {
		return v.T("organisation.curated", i18n.Args{"Date": v.Date(o.UpdatedAt)})
	}
	key := "organisation.confirmed_by_team"
	if o.ConfirmedBy == organisation.ByOrganisation {
		key = "organisation.confirmed_by_organisation"
	}
	return v.T(key, i18n.Args{"When": fresh.InMonth(v, o.ConfirmedAt)})
}

// lead is the line below the name: what it is, where, since when.
func (c card) lead(v *shell.Visit) string {
	var parts []string
	if len(c.Towns) > 0 {
		parts = append(parts, v.List(c.Towns[:min(3, len(c.Towns))]))
	}
	if c.Card.Year != 0 {
		key := "organisation.since"
		if len(parts) == 0 {
			key = "organisation.since_alone"
		}
		parts = append(parts, v.T(key, i18n.Args{"Year": strconv.Itoa(c.Card.Year)}))
	}
	sentences := []string{v.List(labels(c.Types)), strings.Join(parts, ", ")}
	sentences = slices.DeleteFunc(sentences, func(s string) bool { return s == "" })
	if len(sentences) == 0 {
		return ""
	}
	return strings.Join(sentences, ". ") + "."
}

// description is for those who only see the page's address and name.
func (c card) description(v *shell.Visit) string {
	if c.Card.ShortDescription != "" {
		return c.Card.ShortDescription
	}
	return strings.TrimSpace(c.Card.Name + ". " + c.lead(v))
}

// onMap lists the places that the small map shows: those in Italy with a point;
// none where there is no map.
func onMap(v *shell.Visit, places []organisation.Place) (shown []organisation.Place) {
	for _, place := range places {
		if v.Site.Land != "" && place.Located() && place.Municipality.Country == "IT" {
			shown = append(shown, place)
		}
	}
	return shown
}

// foreignWords tells readers of another language which one the organisation
// writes in; "" = theirs, or one that has no sentence.
func foreignWords(v *shell.Visit, c card) string {
	key := "organisation.words_in." + c.Words
	if c.Words == string(v.Language) || !v.Has(key) {
		return ""
	}
	return v.T(key)
}

// streetMap is the address of a map of the streets around a place, which is
// elsewhere: readers who go there leave the site. "" = a place without a point
// or an address of its own.
func streetMap(place organisation.Place) string {
	const site = "https://www.openstreetmap.org/"
	switch {
	case publication.Pinned(place):
		return fmt.Sprintf("%s?mlat=%[2]v&mlon=%[3]v#map=18/%[2]v/%[3]v", site, place.Lat, place.Lon)
	case place.Address != "" && place.Municipality.Name != "":
		return site + "search?" + url.Values{"query": {place.Address + ", " + place.Municipality.Name}}.Encode()
	default:
		return ""
	}
}

// claimLink asks the reader whether they represent the organisation.
func claimLink(v *shell.Visit, c card) string {
	if c.Represented {
		return v.T("claim.offer_too")
	}
	return v.T("claim.offer_title", i18n.Args{"Name": c.ShortName})
}

// hasContacts reports whether there is any way to reach the organisation.
func hasContacts(c organisation.Contacts) bool {
	return c.Email != "" || c.Phone != "" || c.Website != "" || len(c.Links) > 0
}

// bare writes a web address as people read it.
func bare(address string) string {
	address = strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://")
	return strings.TrimSuffix(strings.TrimPrefix(address, "www."), "/")
}

// dial is the telephone number as a link wants it.
func dial(phone string) string {
	return "tel:" + strings.Map(func(r rune) rune {
		if r == '+' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, phone)
}

// unbroken is the telephone number on one line.
func unbroken(phone string) string {
	return strings.NewReplacer(" ", "\u00a0", "-", "\u2011").Replace(phone)
}
