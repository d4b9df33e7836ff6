// Package opendata is what the forms for machines share: the addresses in them
// and the headers of their answers.
package opendata

import (
	"net/http"
	"strconv"

	"telaio/internal/i18n"
	"telaio/internal/publication"
	"telaio/internal/web/shell"
)

// Publisher writes the forms for machines. They are the same whatever language
// the reader came in.
func Publisher(v *shell.Visit) publication.Publisher {
	var languages []string
	for _, language := range i18n.Languages() {
		languages = append(languages, string(language))
	}
	return publication.Publisher{Taxonomies: v.Site.Taxonomies, Languages: languages, Addresses: addresses{v.Site}}
}

// addresses are those of this site's routes.
type addresses struct{ site *shell.Site }

// Page is the address of an organisation's page.
func (a addresses) Page(language, slug string) string {
	return a.site.BaseURL + a.site.Paths.In(i18n.Language(language), "organisation", "slug", slug)
}

// History is the address of the list of its revisions.
func (a addresses) History(language, slug string) string {
	return a.site.BaseURL + a.site.Paths.In(i18n.Language(language), "organisation-history", "slug", slug)
}

// Logo is the address of a logo's file.
func (a addresses) Logo(id string, size int) string {
	return a.site.BaseURL + a.site.Paths.In(i18n.Italian, "logo", "id", id, "size", strconv.Itoa(size)+".png")
}

// License says under which licence the answer is, and that any site may read
// it.
func License(header http.Header) {
	header.Add("Link", `<`+publication.Licence+`>; rel="license"`)
	OpenToAll(header)
}

// OpenToAll lets the scripts and pages of any site use the answer and its
// headers, without the reader's cookies.
func OpenToAll(header http.Header) {
	header.Set("Access-Control-Allow-Origin", "*")
	header.Set("Access-Control-Expose-Headers", "Accept-Ranges, Content-Disposition, Content-Range, ETag, Link, Repr-Digest, Retry-After, X-Request-Id")
	header.Set("Cross-Origin-Resource-Policy", "cross-origin")
}
