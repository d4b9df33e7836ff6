package atlas

import (
	"net/url"
	"slices"

	"telaio/internal/taxonomy"
)

// Misread finds what Parse would leave out of an address: the name of a
// parameter that no query has, or one with a value that it cannot have. A page
// forgives both; ok is false if there is neither.
func Misread(values url.Values, vocabulary taxonomy.Set) (name, value string, ok bool) {
	names := make([]string, 0, len(values))
	for n := range values {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		if !slices.Contains(Parameters(), n) {
			return n, "", true
		}
	}
	q := Parse(values, vocabulary)
	for _, f := range append(Facets(), Towns) {
		for _, code := range values[f.Parameter()] {
			if code != "" && !q.Has(f, code) {
				return f.Parameter(), code, true
			}
		}
	}
	if area := first(values["zona"]); area != "" && q.Area == (Area{}) {
		return "zona", area, true
	}
	if order := first(values["ordine"]); order != "" && Order(order) != ByName && Order(order) != ByFreshness {
		return "ordine", order, true
	}
	return "", "", false
}
