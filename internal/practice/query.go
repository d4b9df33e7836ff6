package practice

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"telaio/internal/questionnaire"
	"telaio/internal/taxonomy"
)

// Facet is a way of choosing among practices. Within a facet, values are
// alternatives; across facets, all must hold.
type Facet int

// The facets.
const (
	ByNeed Facet = iota
	ByForm
	ByEffort
	ByDimension
	facetCount
)

// Facets lists them in the order in which a reader meets them.
func Facets() []Facet { return []Facet{ByNeed, ByForm, ByEffort, ByDimension} }

// Parameter is the facet's name in addresses, the same in every language.
func (f Facet) Parameter() string {
	return [...]string{"bisogno", "forma", "impegno", "dimensione"}[f]
}

// Parameters lists the names that a query may have in an address.
func Parameters() []string {
	return []string{"q", "bisogno", "forma", "impegno", "dimensione", "pagina"}
}

// Query is what a reader asks of the catalogue. The zero Query asks for
// everything.
type Query struct {
	Text   string
	Chosen [facetCount][]string // codes by facet
	Page   int                  // from 1; 0 counts as 1
}

const (
	mostText = 200 // characters
	mostPage = 10_000
)

// Parse reads a query from the parameters of an address. Values that the
// vocabulary does not know are ignored, so that an old link goes on working.
func (v Vocabulary) Parse(values url.Values) Query {
	q := Query{Text: firstRunes(questionnaire.Clean(values.Get("q"), false), mostText)}
	for _, f := range Facets() {
		for _, code := range v.Codes(f) {
			if slices.Contains(values[f.Parameter()], code) {
				q.Chosen[f] = append(q.Chosen[f], code)
			}
		}
	}
	if n, err := strconv.Atoi(values.Get("pagina")); err == nil && n > 1 && n <= mostPage {
		q.Page = n
	}
	return q
}

// Codes lists the values of a facet in the vocabulary's order.
func (v Vocabulary) Codes(f Facet) []string {
	var codes []string
	switch f {
	case ByEffort:
		for _, e := range Efforts() {
			codes = append(codes, string(e))
		}
	case ByDimension:
		for _, d := range v.Kit.Dimensions {
			codes = append(codes, d.ID)
		}
	default:
		id := taxonomy.Need
		if f == ByForm {
			id = taxonomy.SolidarityForm
		}
		for _, term := range v.Taxonomies[id].Terms {
			codes = append(codes, term.Code)
		}
	}
	return codes
}

// codesOf lists the values that a sheet has in a facet.
func (v Vocabulary) codesOf(f Facet, s Sheet) []string {
	switch f {
	case ByNeed:
		return s.Needs
	case ByForm:
		return s.Forms
	case ByEffort:
		return []string{string(s.Effort)}
	default:
		return v.Dimensions(s)
	}
}

func firstRunes(s string, n int) string {
	runes := []rune(s)
	return strings.TrimSpace(string(runes[:min(n, len(runes))]))
}

// Encode writes the query as the parameters of an address, "" for the zero
// Query. Equal queries are written the same.
func (q Query) Encode() string {
	var pairs []string
	add := func(name, value string) { pairs = append(pairs, name+"="+url.QueryEscape(value)) }
	if q.Text != "" {
		add("q", q.Text)
	}
	for f, codes := range q.Chosen {
		for _, code := range codes {
			add(Facet(f).Parameter(), code)
		}
	}
	if q.Page > 1 {
		add("pagina", strconv.Itoa(q.Page))
	}
	return strings.Join(pairs, "&")
}

// Has reports whether the value is chosen.
func (q Query) Has(f Facet, code string) bool { return slices.Contains(q.Chosen[f], code) }

// Active counts what narrows the query: the text and each chosen value.
func (q Query) Active() int {
	n := 0
	if q.Text != "" {
		n = 1
	}
	for _, codes := range q.Chosen {
		n += len(codes)
	}
	return n
}

// Without returns the query with one value less, on its first page.
func (q Query) Without(f Facet, code string) Query {
	q.Page = 0
	q.Chosen[f] = slices.DeleteFunc(slices.Clone(q.Chosen[f]), func(c string) bool { return c == code })
	return q
}

// WithoutText returns the query without its text, on its first page.
func (q Query) WithoutText() Query {
	q.Page, q.Text = 0, ""
	return q
}

// OnPage returns the query on its nth page.
func (q Query) OnPage(n int) Query {
	q.Page = n
	return q
}
