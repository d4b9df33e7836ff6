package atlas

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"telaio/internal/taxonomy"
)

// Facet is a way of choosing among organisations. Within a facet, values are
// alternatives; across facets, all must hold.
type Facet int

// The facets. The values of Online and Freshness are the ones below, those of
// Towns are gazetteer codes, the others' are codes of a taxonomy.
const (
	Forms Facet = iota
	Types
	Targets
	Regions
	Online
	Freshness
	Towns
	facetCount
)

// The values of the facets that have no taxonomy.
const (
	HasOnline     = "si"   // of Online: one can take part from anywhere
	ConfirmedYear = "anno" // of Freshness: someone entitled said within a year that the page is true
)

// Facets lists those whose values are counted, in the order in which a reader
// meets them.
func Facets() []Facet { return []Facet{Forms, Types, Targets, Regions, Online, Freshness} }

// Parameter is the facet's name in addresses, the same in every language.
func (f Facet) Parameter() string {
	return [...]string{"forma", "tipo", "target", "regione", "online", "conferma", "comune"}[f]
}

// Taxonomy returns the vocabulary of the facet's values, "" if it has none.
func (f Facet) Taxonomy() taxonomy.ID {
	return [...]taxonomy.ID{taxonomy.SolidarityForm, taxonomy.OrganisationType, taxonomy.TargetGroup, taxonomy.Region, "", "", ""}[f]
}

// Codes lists the values of a facet other than Towns.
func (f Facet) Codes(vocabulary taxonomy.Set) []string {
	switch f {
	case Online:
		return []string{HasOnline}
	case Freshness:
		return []string{ConfirmedYear}
	default:
		return codesOf(vocabulary[f.Taxonomy()])
	}
}

// Parameters lists the names that a query may have in an address.
func Parameters() []string {
	return []string{"q", "forma", "tipo", "target", "regione", "online", "conferma", "comune", "zona", "vicino", "ordine", "pagina"}
}

// Query is what a reader asks of the atlas. The zero Query asks for everything.
type Query struct {
	Text   string
	Chosen [facetCount][]string // codes by facet
	Area   Area
	Near   string // code or name of the town to sort by the distance from
	Order  Order
	Page   int // from 1; 0 counts as 1
	// From is where distances are measured from, nil if they are not. No address
	// has it: it comes from Near, or from a reader who says where they are.
	From *Point
}

// Order is how a list is sorted. The zero Order is by distance if that is
// measured, by relevance if there is a text to look for, else by name.
type Order string

// The orders, as they are in addresses.
const (
	ByRelevance Order = ""
	ByName      Order = "nome"
	ByFreshness Order = "aggiornamento" // what changed last comes first
	ByDistance  Order = "distanza"      // the nearest come first; no address names it
)

// Orders lists those that the query can be sorted by. The first one is the
// query's own if it names none.
func (q Query) Orders() []Order {
	switch {
	case q.From != nil:
		return []Order{ByDistance, ByName, ByFreshness}
	case q.Text == "":
		return []Order{ByName, ByFreshness}
	}
	return []Order{ByRelevance, ByName, ByFreshness}
}

// Sorted returns the order of the list.
func (q Query) Sorted() Order {
	switch {
	case q.Order != "":
		return q.Order
	case q.From != nil:
		return ByDistance
	case q.Text == "":
		return ByName
	}
	return ByRelevance
}

// The bounds of a query. What lies beyond them is left out.
const (
	maxText  = 200 // bytes
	maxNear  = 100 // bytes
	maxTowns = 60
	maxPage  = 100_000
)

// Parse reads a query from the parameters of an address. Values that the
// vocabularies do not know are ignored, so that an old link goes on working.
func Parse(values url.Values, vocabulary taxonomy.Set) Query {
	q := Query{Text: clean(first(values["q"]))}
	for _, f := range Facets() {
		asked := values[f.Parameter()]
		if len(asked) == 0 {
			continue
		}
		for _, code := range f.Codes(vocabulary) {
			if contains(asked, code) {
				q.Chosen[f] = append(q.Chosen[f], code)
			}
		}
	}
	for _, code := range values[Towns.Parameter()] {
		if len(q.Chosen[Towns]) < maxTowns && townCode(code) && !contains(q.Chosen[Towns], code) {
			q.Chosen[Towns] = append(q.Chosen[Towns], code)
		}
	}
	slices.Sort(q.Chosen[Towns])
	q.Area = parseArea(first(values["zona"]))
	q.Near = cut(clean(first(values["vicino"])), maxNear)
	if order := Order(first(values["ordine"])); order == ByFreshness || order == ByName && !q.byNameAnyway() {
		q.Order = order
	}
	if n, err := strconv.Atoi(first(values["pagina"])); err == nil && n > 1 && n <= maxPage {
		q.Page = n
	}
	return q
}

// clean leaves of a typed text what can be read: characters that can be seen,
// with single spaces.
func clean(text string) string {
	if len(text) > 10*maxText {
		text = text[:10*maxText]
	}
	readable := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || unicode.IsControl(r):
			return ' '
		case r == utf8.RuneError || unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, text)
	return cut(strings.Join(strings.Fields(readable), " "), maxText)
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// cut shortens s to at most n bytes without splitting a character.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return strings.TrimSpace(s[:n])
}

// townCode reports whether code has the form of a gazetteer code.
func townCode(code string) bool {
	if len(code) < 4 || len(code) > 120 {
		return false
	}
	for _, r := range code {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r < utf8.RuneSelf {
			return false
		}
	}
	return utf8.ValidString(code)
}

// Encode writes the query as the parameters of an address, "" for the zero
// Query. Equal queries are written the same.
func (q Query) Encode() string {
	var room [256]byte
	return string(q.parameters(room[:0]))
}

// At is the address of what the query finds under a path.
func (q Query) At(path string) string {
	var room [256]byte
	address := append(append(room[:0], path...), '?')
	if whole := q.parameters(address); len(whole) > len(address) {
		return string(whole)
	}
	return path
}

// parameters appends the query to an address.
func (q *Query) parameters(to []byte) []byte {
	begin := len(to)
	add := func(name, value string) {
		if len(to) > begin {
			to = append(to, '&')
		}
		to = append(append(append(to, name...), '='), url.QueryEscape(value)...)
	}
	if q.Text != "" {
		add("q", q.Text)
	}
	for f, codes := range q.Chosen {
		for _, code := range codes {
			add(Facet(f).Parameter(), code)
		}
	}
	if area := q.Area.String(); area != "" {
		add("zona", area)
	}
	if q.Near != "" {
		add("vicino", q.Near)
	}
	if q.Order != "" {
		add("ordine", string(q.Order))
	}
	if q.Page > 1 {
		add("pagina", strconv.Itoa(q.Page))
	}
	return to
}

// Has reports whether the value is chosen.
func (q Query) Has(f Facet, code string) bool { return contains(q.Chosen[f], code) }

// Active counts what narrows the query: the text, the area and each chosen
// value.
func (q Query) Active() int {
	n := 0
	if q.Text != "" {
		n = 1
	}
	if q.Area != (Area{}) {
		n++
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

// Only returns the query with these values alone in the facet, on its first
// page.
func (q Query) Only(f Facet, codes ...string) Query {
	q.Page = 0
	q.Chosen[f] = codes
	return q
}

// WithoutText returns the query without its text, on its first page.
func (q Query) WithoutText() Query {
	return q.WithText("")
}

// WithText returns the query with another text, on its first page.
func (q Query) WithText(text string) Query {
	q.Page = 0
	q.Text = text
	return q.plainOrder()
}

// WithoutArea returns the query for the whole map, on its first page.
func (q Query) WithoutArea() Query {
	q.Page, q.Area = 0, Area{}
	return q
}

// WithNear returns the query sorted by the distance from another town, on its
// first page.
func (q Query) WithNear(town string) Query {
	q.Page, q.Near, q.From, q.Order = 0, town, nil, ""
	return q
}

// WithoutNear returns the query without distances.
func (q Query) WithoutNear() Query {
	q.Near, q.From = "", nil
	return q.plainOrder()
}

// byNameAnyway reports whether the list is by name if no order is named.
func (q Query) byNameAnyway() bool { return q.Text == "" && q.Near == "" && q.From == nil }

// plainOrder leaves an order unsaid that the list has anyway.
func (q Query) plainOrder() Query {
	if q.Order == ByName && q.byNameAnyway() {
		q.Order = ""
	}
	return q
}

// OnPage returns the query on its nth page.
func (q Query) OnPage(n int) Query {
	q.Page = n
	return q
}
