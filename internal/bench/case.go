package bench

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
)

// benchCase is one kind of request with the most that it may cost.
type benchCase struct {
	name  string
	path  func(client, i int) string
	limit limit
	codes string // Accept-Encoding; "" = the plain page is asked for
}

// browserCodes is the Accept-Encoding of present browsers.
const browserCodes = "gzip, deflate, br, zstd"

func always(path string) func(int, int) string { return func(int, int) string { return path } }

// publicCases are asked of the program as it is run.
func (r *report) publicCases() []benchCase {
	return []benchCase{
		{"organisation pages, some asked more than others", r.popular(), limit{times: 2.5}, ""},
		{"the same, by browsers, which take it compressed", r.popular(), limit{times: 2.5}, browserCodes},
		{"organisation pages, each in its turn", r.inTurn, limit{}, ""},
		{"one organisation page", always("/organizzazioni/" + slugOf(1)), limit{times: 2.5}, ""},
		{"atlas, first page", always("/atlante"), limit{times: 2.5}, ""},
		{"home page", always("/"), limit{}, ""},
		{"API, 50 organisations", always("/api/v1/organisations?limit=50"), limit{}, ""},
		{"API, one organisation after the other", r.recordInTurn, limit{}, ""},
		{"NDJSON of all", always("/api/v1/organisations?format=ndjson"), limit{}, "gzip"},
		{"sign-in page", always("/accedi"), limit{}, ""},
	}
}

// uncachedCases are asked of the program without its page cache: what the first
// reader of a page waits for.
func (r *report) uncachedCases() []benchCase {
	search := func(word string) func(int, int) string { return always("/atlante?q=" + url.QueryEscape(word)) }
	return []benchCase{
		{"first view: organisation page", r.inTurn, limit{}, ""},
		{"first view: atlas, first page", always("/atlante"), limit{}, ""},
		{"first view: API, 50 organisations", always("/api/v1/organisations?limit=50"), limit{}, ""},
		{"first view: API, one organisation", r.recordInTurn, limit{}, ""},
		{"first view: facets with all counts", facetPath, limit{times: 8}, ""},
		{"first view: search, a rare word", search(rareWord), limit{times: 5}, ""},
		{"first view: search, a quarter has it", search("inchiesta"), limit{times: 12}, ""},
		{"first view: search, two thirds have it", search("progetto"), limit{times: 25}, ""},
		{"first view: search, nearly all have it", search("lavoro"), limit{}, ""},
	}
}

// popular asks for organisations as readers do: the nth most asked one is asked
// for 1/n as often as the first.
func (r *report) popular() func(client, i int) string {
	ranks := zipf(r.size, 1)
	return func(client, i int) string {
		random := generator{random: rand.New(rand.NewPCG(uint64(client), uint64(i)))}
		return r.organisationPath(random.draw(ranks))
	}
}

// inTurn asks for one organisation after the other.
func (r *report) inTurn(client, i int) string { return r.organisationPath(i*connections + client) }

// recordInTurn asks the interface for one organisation after the other.
func (r *report) recordInTurn(client, i int) string {
	return "/api/v1/organisations/" + strings.TrimPrefix(r.inTurn(client, i), "/organizzazioni/")
}

// organisationPath is the page of one of the organisations, in an order that
// has nothing to do with that of the database.
func (r *report) organisationPath(i int) string {
	return "/organizzazioni/" + slugOf(1+i%r.size*7919%r.size)
}

// facetPath is an atlas page filtered in one of many ways.
func facetPath(client, i int) string {
	forms := []string{"empowerment", "advocacy", "network"}
	regions := []string{"lazio", "lombardia", "toscana", "piemonte", "sicilia", "puglia", "veneto"}
	n := client*31 + i
	return fmt.Sprintf("/atlante?forma=%s&regione=%s&regione=%s", forms[n%3], regions[n%7], regions[(n/7)%7])
}
