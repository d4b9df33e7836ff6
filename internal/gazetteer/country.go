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

// countryWords maps a country's code to the folded words of its names.
var countryWords = sync.OnceValue(func() map[string][]string {
	words := map[string][]string{}
	for line := range strings.Lines(countries) {
		code, names, _ := strings.Cut(strings.TrimSpace(line), "\t")
		words[code] = folding.Words(strings.ReplaceAll(names, "|", " "))
	}
	return words
})
