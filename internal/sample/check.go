package sample

import (
	"io/fs"
	"net/url"
	"slices"
	"strings"

	"telaio/internal/consent"
	"telaio/internal/organisation"
	"telaio/internal/strictyaml"
	"telaio/internal/taxonomy"
)

// checker looks for what is wrong in the sample files.
type checker struct {
	taxonomies taxonomy.Set
	slugs      map[string]bool
}

// read reads one file.
func (c checker) read(files fs.FS, file string, value any) *strictyaml.Document {
	raw, err := fs.ReadFile(files, file)
	document := strictyaml.Read(file, raw, value)
	if err != nil {
		document.AddAt(0, "%v", err)
	}
	return document
}

func (c checker) organisation(d *strictyaml.Document, file string, o Organisation) {
	if len(d.Problems()) > 0 {
		return
	}
	if o.Slug != file {
		d.Add("slug", "the slug is %q, the file's name says %q", o.Slug, file)
	}
	if o.PublishedDaysAgo <= 0 {
		d.Add("published_days_ago", "published_days_ago must be 1 or more")
	}
	if o.Earlier.DaysAgo != 0 && o.Earlier.DaysAgo <= o.PublishedDaysAgo {
		d.Add("earlier", "the earlier revision must be older than the published one")
	}
	for i, f := range o.Earlier.Without {
		if !slices.Contains(organisation.Fields(), f) {
			d.Add(strictyaml.Path("earlier.without", i), "the card has no field %q", f)
		}
	}
	by := o.Confirmed.By
	if by != "" && by != organisation.ByOrganisation && by != organisation.ByTeam {
		d.Add("confirmed", "confirmed by %q: want organisation or team", by)
	}
	if a := o.Archived; a.Why != "" && (!slices.Contains(organisation.Whys(), a.Why) || a.DaysAgo <= 0 || a.Successor != "" && !c.slugs[a.Successor]) {
		d.Add("archived", "archived needs a reason, days_ago, and a successor that is a sample organisation")
	}
	if o.Name == "" || len(o.Types) == 0 || len(o.Solidarity) == 0 || o.ShortDescription == "" {
		d.Add("name", "an organisation needs a name, types, forms of solidarity and a short description")
	}
	c.card(d, "", o.Card)
	if !o.Real {
		c.invented(d, "contacts", o.Contacts)
	}
}

// card checks that every code exists.
func (c checker) card(d *strictyaml.Document, at string, card Card) {
	c.codes(d, strictyaml.Path(at, "types"), taxonomy.OrganisationType, card.Types...)
	c.codes(d, strictyaml.Path(at, "legal_status"), taxonomy.LegalStatus, card.LegalStatus)
	c.codes(d, strictyaml.Path(at, "target_groups"), taxonomy.TargetGroup, card.TargetGroups...)
	c.codes(d, strictyaml.Path(at, "people"), taxonomy.PeopleBand, card.People)
	c.codes(d, strictyaml.Path(at, "reach"), taxonomy.Reach, card.Reach)
	c.codes(d, strictyaml.Path(at, "services"), taxonomy.Service, card.Services...)
	c.codes(d, strictyaml.Path(at, "governance"), taxonomy.Governance, card.Governance...)
	c.codes(d, strictyaml.Path(at, "funding"), taxonomy.Funding, card.Funding...)
	for i, s := range card.Solidarity {
		c.codes(d, strictyaml.Path(at, "solidarity", i), taxonomy.SolidarityForm, s.Form)
	}
	for i, p := range card.Places {
		c.place(d, strictyaml.Path(at, "places", i), p)
	}
	for i, n := range card.Initiatives {
		here := strictyaml.Path(at, "initiatives", i)
		c.codes(d, here, taxonomy.SolidarityForm, n.Forms...)
		if n.Title == "" {
			d.Add(here, "an initiative needs a title")
		}
	}
	for i, r := range card.Relations {
		here := strictyaml.Path(at, "relations", i)
		c.codes(d, here, taxonomy.RelationKind, r.Kind)
		if !c.slugs[r.Organisation] && (r.Organisation != "" || r.Name == "") {
			d.Add(here, "there is no sample organisation %q", r.Organisation)
		}
	}
}

func (c checker) place(d *strictyaml.Document, at string, p Place) {
	c.codes(d, at, taxonomy.PlaceKind, p.Kind)
	c.codes(d, at, taxonomy.Publicity, string(p.Publicity))
	c.codes(d, at, taxonomy.Region, p.Municipality.Region)
	m := p.Municipality
	if p.Kind != "online" && (m.Code == "" || m.Name == "" || m.Country == "" || m.Lat == 0 || m.Lon == 0) {
		d.Add(at, "a place needs its municipality's code, name, country, lat and lon")
	}
}

func (c checker) codes(d *strictyaml.Document, at string, id taxonomy.ID, codes ...string) {
	for _, code := range codes {
		if code != "" && !c.taxonomies[id].Has(code) {
			d.Add(at, "%s has no code %q", id, code)
		}
	}
}

// invented checks that the contacts lead nowhere: only names under .example do.
func (c checker) invented(d *strictyaml.Document, at string, contacts Contacts) {
	addresses := append([]string{contacts.Website}, contacts.Links...)
	for _, address := range addresses {
		u, err := url.Parse(address)
		if address != "" && (err != nil || !strings.HasSuffix(u.Hostname(), ".example")) {
			d.Add(at, "%s: the addresses of invented organisations end in .example", address)
		}
	}
	c.inventedMail(d, at, contacts.Email)
	if contacts.Phone != "" && !strings.HasPrefix(contacts.Phone, "0000 ") {
		d.Add(at, "%s: the numbers of invented organisations begin with 0000", contacts.Phone)
	}
}

func (c checker) inventedMail(d *strictyaml.Document, at, address string) {
	if address != "" && !strings.HasSuffix(address, ".example") {
		d.Add(at, "%s: the addresses of invented people end in .example", address)
	}
}

func (c checker) proposal(d *strictyaml.Document, p Proposal) {
	if len(d.Problems()) > 0 {
		return
	}
	if !slices.Contains([]organisation.Origin{organisation.NewOrganisation, organisation.ChangeOfCard, organisation.Suggestion}, p.Origin) {
		d.Add("origin", "origin %q: want new, change or suggestion", p.Origin)
	}
	if !p.State.Open() {
		d.Add("state", "state %q: want unread, in_review or waiting", p.State)
	}
	switch change := p.Origin == organisation.ChangeOfCard; {
	case change && !c.slugs[p.Organisation]:
		d.Add("organisation", "there is no sample organisation %q", p.Organisation)
	case !change && (p.Organisation != "" || p.Card.Name == ""):
		d.Add("card", "a proposal of an organisation that is not there needs its name, and no slug")
	}
	if p.Sender.Name == "" || p.Sender.Email == "" {
		d.Add("sender", "a proposal needs a sender with name and email")
	}
	c.inventedMail(d, "sender", p.Sender.Email)
	for purpose := range p.Consents {
		if !slices.Contains(consent.Purposes(), purpose) {
			d.Add("consents", "unknown purpose %q", purpose)
		}
	}
	c.card(d, "card", p.Card)
	c.invented(d, "card.contacts", p.Card.Contacts)
}
