package atlas

import (
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/search"
	"telaio/internal/taxonomy"
)

// documentOf gathers the words under which people may look for o, labels and
// towns in every language: never more than the public sees.
func (x *Index) documentOf(o organisation.Organisation) search.Document {
	c, vocabulary := o.Card, x.vocabulary
	d := search.Document{ID: o.ID}
	d.Add(search.Name, c.Name)
	d.Add(search.Name, c.OtherNames...)
	d.Add(search.Label, c.TypeOther)
	d.Add(search.Label, labels(vocabulary, taxonomy.OrganisationType, c.Types)...)
	d.Add(search.Label, labels(vocabulary, taxonomy.TargetGroup, c.TargetGroups)...)
	d.Add(search.Label, labels(vocabulary, taxonomy.SolidarityForm, c.Forms())...)
	d.Add(search.Label, labels(vocabulary, taxonomy.Service, c.Services)...)
	for _, p := range c.Places {
		if p.Kind == "online" {
			d.Add(search.Place, p.Kind) // which is the word for it in both languages
		}
		d.Add(search.Place, p.Name)
		d.Add(search.Place, x.townNames(p.Municipality)...)
		d.Add(search.Place, x.provinceNames(&p.Municipality)...)
		d.Add(search.Place, x.countryNames(p)...)
		if p.Municipality.Region != "" {
			d.Add(search.Place, labels(vocabulary, taxonomy.Region, []string{p.Municipality.Region})...)
		}
	}
	d.Add(search.Brief, c.ShortDescription, c.Target)
	d.Add(search.Long, longTexts(c)...)
	return d
}

// longTexts are what is searched and, unlike the rest, not seen in a list.
func longTexts(c organisation.Card) []string {
	texts := []string{c.Story}
	for _, s := range c.Solidarity {
		texts = append(texts, s.Practice)
	}
	for _, i := range c.Initiatives {
		texts = append(texts, i.Title, i.Description)
	}
	for _, r := range c.Relations {
		texts = append(texts, r.Name)
	}
	return texts
}

func labels(vocabulary taxonomy.Set, id taxonomy.ID, codes []string) []string {
	var texts []string
	for _, code := range codes {
		for _, language := range i18n.Languages() {
			texts = append(texts, vocabulary.Label(id, code, string(language)))
		}
	}
	return texts
}
