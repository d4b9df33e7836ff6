package practice

import (
	"cmp"
	"slices"
	"strings"

	"telaio/internal/folding"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/taxonomy"
)

// PageSize is how many practices a page of the list has.
const PageSize = 20

// Value is one value of a facet and how many practices would have it.
type Value struct {
	Code   string
	Count  int
	Chosen bool
}

// Result is what the catalogue answers to a query.
type Result struct {
	Query     Query // as it was answered, on a page that exists
	Practices []Page
	Total     int
	Pages     int
	// Counts are, for each facet, what choosing a value would give under the
	// query's other facets.
	Counts [facetCount][]Value
}

// From is the position of the page's first practice, from 1.
func (r Result) From() int { return (max(r.Query.Page, 1)-1)*PageSize + min(1, len(r.Practices)) }

// To is the position of the page's last practice.
func (r Result) To() int { return (max(r.Query.Page, 1)-1)*PageSize + len(r.Practices) }

// Page is a published practice with the published organisations that do it, by
// name.
type Page struct {
	Practice
	Doers []Doing
}

// Doing is a published organisation and what it does in this way.
type Doing struct {
	organisation.Organisation
	Initiatives []organisation.Initiative // of its card, may be none
}

// Find answers the query among pages, which are in the order of the list.
func (v Vocabulary) Find(pages []Page, q Query) Result {
	words := folding.Words(q.Text)
	var candidates []Page
	for _, p := range pages {
		if q.Text == "" || v.mentions(p, words) {
			candidates = append(candidates, p)
		}
	}
	found := slices.DeleteFunc(slices.Clone(candidates), func(p Page) bool { return !v.fits(p, q, -1) })
	r := Result{Total: len(found), Pages: max(1, (len(found)+PageSize-1)/PageSize)}
	q.Page = min(q.Page, r.Pages)
	r.Query = q
	from := (max(q.Page, 1) - 1) * PageSize
	r.Practices = found[from:min(from+PageSize, len(found))]
	for _, f := range Facets() {
		r.Counts[f] = v.count(candidates, q, f)
	}
	return r
}

// fits reports whether the practice has a chosen value in every facet but one.
func (v Vocabulary) fits(p Page, q Query, but Facet) bool {
	for _, f := range Facets() {
		chosen := q.Chosen[f]
		if f == but || len(chosen) == 0 {
			continue
		}
		has := func(code string) bool { return slices.Contains(chosen, code) }
		if !slices.ContainsFunc(v.codesOf(f, p.Sheet), has) {
			return false
		}
	}
	return true
}

func (v Vocabulary) count(pages []Page, q Query, f Facet) []Value {
	counts := map[string]int{}
	for _, p := range pages {
		if v.fits(p, q, f) {
			for _, code := range v.codesOf(f, p.Sheet) {
				counts[code]++
			}
		}
	}
	var values []Value
	for _, code := range v.Codes(f) {
		values = append(values, Value{code, counts[code], q.Has(f, code)})
	}
	return values
}

// mentions reports whether, for each word, one word of the practice begins so,
// in whatever language.
func (v Vocabulary) mentions(p Page, words []string) bool {
	if len(words) == 0 {
		return false // only signs were typed
	}
	there := strings.Fields(folding.Fold(strings.Join(v.texts(p), " ")))
	for _, w := range words {
		if !slices.ContainsFunc(there, func(t string) bool { return strings.HasPrefix(t, w) }) {
			return false
		}
	}
	return true
}

// texts are everything under which people may look for the practice.
func (v Vocabulary) texts(p Page) []string {
	var texts []string
	for _, words := range p.Sheet.Words {
		for _, part := range Parts() {
			texts = append(texts, words.Text(part))
		}
	}
	for _, language := range i18n.Languages() {
		for _, code := range p.Sheet.Needs {
			texts = append(texts, v.Taxonomies.Label(taxonomy.Need, code, string(language)), v.Taxonomies.Gloss(taxonomy.Need, code, string(language)))
		}
		for _, code := range p.Sheet.Forms {
			texts = append(texts, v.Taxonomies.Label(taxonomy.SolidarityForm, code, string(language)))
		}
	}
	for _, d := range p.Doers {
		texts = append(texts, d.Card.Name)
		for _, i := range d.Initiatives {
			texts = append(texts, i.Title)
		}
	}
	return texts
}

// inOrder sorts pages by their Italian titles.
func inOrder(pages []Page) {
	slices.SortFunc(pages, func(a, b Page) int {
		return cmp.Or(
			strings.Compare(folding.Fold(a.Sheet.Words[i18n.Italian].Title), folding.Fold(b.Sheet.Words[i18n.Italian].Title)),
			strings.Compare(a.ID, b.ID))
	})
}
