package gazetteer

import (
	_ "embed"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"telaio/internal/folding"
	"telaio/internal/i18n"
)

// countries are the names by which people call the countries of Europe, in
// Italian, in English and in the countries themselves.
//
//go:embed country.tsv
var countries string

// countryNames maps a country's code to its names.
var countryNames = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	for line := range strings.Lines(countries) {
		code, names, _ := strings.Cut(strings.TrimSpace(line), "\t")
		all[code] = strings.Split(names, "|")
	}
	return all
})

// countryWords maps a country's code to the folded words of its names.
var countryWords = sync.OnceValue(func() map[string][]string {
	words := map[string][]string{}
	for code, names := range countryNames() {
		words[code] = folding.Words(strings.Join(names, " "))
	}
	return words
})

// CountryNames lists the names of the European country with the ISO 3166 code, in
// Italian, in English and in its own languages; nil if there is none.
func (g *Gazetteer) CountryNames(code string) []string { return countryNames()[code] }

// CountryIn is the name of the country with the ISO 3166 code in a language (CLDR),
// the code itself if there is no such country.
func CountryIn(code string, in i18n.Language) string {
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	return display.Regions(language.MustParse(string(in))).Name(region)
}

// countryCodes maps the folded names of all countries to their codes: those of
// Europe as above, and every country's in the languages that registers are
// mostly written in (CLDR).
var countryCodes = sync.OnceValue(func() map[string]string {
	codes := map[string]string{}
	for _, in := range []language.Tag{language.Italian, language.English, language.French, language.German, language.Spanish} {
		names := display.Regions(in)
		for first := 'A'; first <= 'Z'; first++ {
			for second := 'A'; second <= 'Z'; second++ {
				region, err := language.ParseRegion(string([]rune{first, second}))
				if err != nil || !region.IsCountry() || region.Canonicalize() != region {
					continue
				}
				if name := folding.Fold(names.Name(region)); name != "" { // some countries are no more
					codes[name] = region.String()
				}
			}
		}
	}
	for code, names := range countryNames() {
		for _, name := range names {
			codes[folding.Fold(name)] = code
		}
	}
	return codes
})

// Country returns the ISO 3166-1 alpha-2 code of the country that the text stands
// for: a code of two or three letters, or a name. It reports false if there is
// none.
func (g *Gazetteer) Country(text string) (string, bool) {
	if code, ok := countryCodes()[folding.Fold(text)]; ok {
		return code, true
	}
	region, err := language.ParseRegion(strings.ReplaceAll(strings.TrimSpace(text), ".", ""))
	switch {
	case strings.EqualFold(text, "EL"): // the European Union's code of Greece
		return "GR", true
	case err != nil || !region.IsCountry():
		return "", false
	}
	return region.Canonicalize().String(), true
}
