package gazetteer

import (
	_ "embed"
	"strings"
	"sync"

	"telaio/internal/folding"
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
