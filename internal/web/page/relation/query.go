package relation

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"telaio/internal/relation"
	"telaio/internal/taxonomy"
)

// The parameters of the network, the same in both languages, as the atlas has
// them.
const (
	kindParameter      = "legame"
	regionParameter    = "regione"
	formParameter      = "forma"
	confirmedParameter = "conferma"
	both               = "entrambe"
	aroundParameter    = "intorno"
	stepsParameter     = "passi"
	allSteps           = "tutti"
	pageParameter      = "pagina"
)

func parameters() []string {
	return slices.Sorted(slices.Values([]string{
		kindParameter, regionParameter, formParameter, confirmedParameter, aroundParameter, stepsParameter, pageParameter,
	}))
}

// parse reads what narrows the network, but not whom it is around. Anything
// unknown narrows nothing.
func parse(query url.Values, vocabulary taxonomy.Set) relation.Filter {
	known := func(parameter string, id taxonomy.ID) string {
		if code := query.Get(parameter); vocabulary[id].Has(code) {
			return code
		}
		return ""
	}
	return relation.Filter{
		Kind: known(kindParameter, taxonomy.RelationKind), Region: known(regionParameter, taxonomy.Region),
		Form: known(formParameter, taxonomy.SolidarityForm), Confirmed: query.Get(confirmedParameter) == both,
	}
}

// mostTyped is how long a name may be, in characters.
const mostTyped = 200

// typed is whom the network is to be around, as somebody typed it.
func typed(query url.Values) string {
	letters := []rune(strings.TrimSpace(query.Get(aroundParameter)))
	return string(letters[:min(len(letters), mostTyped)])
}

// steps is how far one goes: one step unless the address says otherwise.
func steps(query url.Values) int {
	switch query.Get(stepsParameter) {
	case "2":
		return 2
	case allSteps:
		return 0
	default:
		return 1
	}
}

func pageNumber(query url.Values) int {
	n, err := strconv.Atoi(query.Get(pageParameter))
	if err != nil {
		return 1
	}
	return n
}

// values is a filter as parameters.
func values(f relation.Filter) url.Values {
	query := url.Values{}
	for parameter, code := range map[string]string{kindParameter: f.Kind, regionParameter: f.Region, formParameter: f.Form, aroundParameter: f.Around} {
		if code != "" {
			query.Set(parameter, code)
		}
	}
	if f.Confirmed {
		query.Set(confirmedParameter, both)
	}
	if f.Around != "" && f.Steps != 1 {
		query.Set(stepsParameter, stepsWord(f.Steps))
	}
	return query
}

func stepsWord(steps int) string {
	if steps == 0 {
		return allSteps
	}
	return strconv.Itoa(steps)
}

// encode writes a filter as the address has it.
func encode(f relation.Filter) string { return values(f).Encode() }
