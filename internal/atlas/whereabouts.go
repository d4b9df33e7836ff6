package atlas

import (
	"cmp"
	"slices"
	"strings"

	"telaio/internal/gazetteer"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/search"
	"telaio/internal/taxonomy"
)

// called is the town's name in a language.
func (x *Index) called(town *organisation.Municipality, in i18n.Language) string {
	if x.Gazetteer == nil {
		return town.Name
	}
	return x.Gazetteer.Called(town, in)
}

// whereabouts are the places as lines of text: "Sede: Casa Blu, Monaco di Baviera,
// Germania". One that has names in other languages comes again, with these.
func (x *Index) whereabouts(places []organisation.Place, in i18n.Language) []string {
	var lines []string
	for _, p := range places {
		region := ""
		if p.Municipality.Region != "" {
			region = x.vocabulary.Label(taxonomy.Region, p.Municipality.Region, string(in))
		}
		town, towns := withOthers(x.called(&p.Municipality, in), x.townNames(p.Municipality))
		if x.Gazetteer != nil && p.Municipality.Country != "IT" {
			region = x.Gazetteer.ProvinceIn(&p.Municipality, in)
		}
		country, countries := "", ""
		if names := x.countryNames(p); len(names) > 0 {
			country, countries = withOthers(gazetteer.CountryIn(countryOf(p), in), names)
		}
		kind := x.vocabulary.Label(taxonomy.PlaceKind, p.Kind, string(in))
		short, long := listing(p.Name, town, region, country), listing(p.Name, towns, region, countries)
		if short != "" {
			lines = append(lines, kind+": "+short)
		}
		if long != short {
			lines = append(lines, kind+": "+long)
		}
	}
	return lines
}

// listing is what is not empty, between commas.
func listing(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), ", ")
}

// withOthers is a name alone, and with the others of the same place: "Bolzano (Bozen)".
func withOthers(name string, all []string) (short, long string) {
	others := slices.DeleteFunc(slices.Clone(all), func(other string) bool { return other == name })
	if len(others) == 0 {
		return name, name
	}
	return name, name + " (" + strings.Join(others, ", ") + ")"
}

// townNames are the names of a town in every language, its own first.
func (x *Index) townNames(town organisation.Municipality) []string {
	names := []string{town.Name}
	if x.Gazetteer == nil {
		return names
	}
	for _, name := range x.Gazetteer.Names(town.Code) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// provinceNames are the words under which what lies in the province of a town is
// found: its sign and the word for it in Italy, the names of the region elsewhere.
func (x *Index) provinceNames(town *organisation.Municipality) []string {
	switch {
	case town.Country == "IT" && town.Province != "":
		return []string{town.Province, search.ProvinceWord(town.Province)}
	case town.Country == "IT" || x.Gazetteer == nil:
		return nil
	}
	return x.Gazetteer.ProvinceNames(town)
}

// countryNames are those of the place's country, in any language, where that is not
// the atlas's own.
func (x *Index) countryNames(p organisation.Place) []string {
	country := countryOf(p)
	if country == "" || country == "IT" || x.Gazetteer == nil {
		return nil
	}
	return x.Gazetteer.CountryNames(country)
}

func countryOf(p organisation.Place) string { return cmp.Or(p.Municipality.Country, p.Country) }
