package organisation

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"time"

	"telaio/internal/i18n"
	"telaio/internal/publication"
	"telaio/internal/web/shell"
)

// publisher writes the forms for machines. They are the same whatever language
// the reader came in.
func publisher(v *shell.Visit) publication.Publisher {
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

func serveJSON(w http.ResponseWriter, r *http.Request, v *shell.Visit, page publication.Page) error {
	body, err := publisher(v).JSON(page)
	if err != nil {
		return err
	}
	serveBytes(w, r, "application/json", body, page.LastChange())
	return nil
}

func serveJSONLD(w http.ResponseWriter, r *http.Request, v *shell.Visit, page publication.Page) error {
	body, err := publisher(v).JSONLD(page)
	if err != nil {
		return err
	}
	serveBytes(w, r, "application/ld+json", append(body, '\n'), page.LastChange())
	return nil
}

// serveBytes answers with open data: any site may read it, and a reader that
// has it already is told so.
func serveBytes(w http.ResponseWriter, r *http.Request, mediaType string, body []byte, changed time.Time) {
	sum := sha256.Sum256(body)
	header := w.Header()
	header.Set("Content-Type", mediaType)
	header.Set("ETag", `"`+hex.EncodeToString(sum[:12])+`"`)
	header.Set("Link", `<`+publication.Licence+`>; rel="license"`)
	openToAll(header)
	http.ServeContent(w, r, "", changed, bytes.NewReader(body))
}

func openToAll(header http.Header) {
	header.Set("Access-Control-Allow-Origin", "*")
	header.Set("Cross-Origin-Resource-Policy", "cross-origin")
}
