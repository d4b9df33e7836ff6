package atlas

import (
	"cmp"
	"slices"
	"strings"

	"telaio/internal/gazetteer"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/taxonomy"
)

// called is the town's name in a language.
func (x *Index) called(town *organisation.Municipality, in i18n.Language) string {
	if x.Gazetteer == nil {
		return town.Name
	}
	return x.Gazetteer.Called(town, in)
}

// whereabouts are the places as lines of text, with all the names by which they can
// be found: "Sede: Casa Blu, Monaco di Baviera (Munich, München), Germania".
func (x *Index) whereabouts(places []organisation.Place, in i18n.Language) []string {
	var lines []string
	for _, p := range places {
		parts := []string{p.Name}
		if p.Municipality.Name != "" {
			parts = append(parts, withOthers(x.called(&p.Municipality, in), x.townNames(p.Municipality)))
		}
		if p.Municipality.Region != "" {
			parts = append(parts, x.vocabulary.Label(taxonomy.Region, p.Municipality.Region, string(in)))
		}
		if names := x.countryNames(p); len(names) > 0 {
			parts = append(parts, withOthers(gazetteer.CountryIn(countryOf(p), in), names))
		}
		parts = slices.DeleteFunc(parts, func(part string) bool { return part == "" })
		if len(parts) > 0 {
			lines = append(lines, x.vocabulary.Label(taxonomy.PlaceKind, p.Kind, string(in))+": "+strings.Join(parts, ", "))
		}
	}
	return lines
}

// withOthers is a name with the others of the same place: "Bolzano (Bozen)".
func withOthers(name string, all []string) string {
	others := slices.DeleteFunc(slices.Clone(all), func(other string) bool { return other == name })
	if len(others) == 0 {
		return name
	}
	return name + " (" + strings.Join(others, ", ") + ")"
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
