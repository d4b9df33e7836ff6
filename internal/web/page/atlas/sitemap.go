package atlas

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/http"
	"time"

	"telaio/internal/i18n"
	"telaio/internal/web/shell"
)

// mostAddresses is how many addresses one site map may have.
const mostAddresses = 50_000

// siteMap is the file that lists the public pages for search engines.
type siteMap struct {
	XMLName xml.Name  `xml:"urlset"`
	XMLNS   string    `xml:"xmlns,attr"`
	XHTML   string    `xml:"xmlns:xhtml,attr"`
	Pages   []address `xml:"url"`
}

type address struct {
	Location string        `xml:"loc"`
	Changed  string        `xml:"lastmod,omitempty"`
	Others   []translation `xml:"xhtml:link"`
}

type translation struct {
	Relation string `xml:"rel,attr"`
	Language string `xml:"hreflang,attr"`
	Address  string `xml:"href,attr"`
}

func (p Pages) sitemap(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	snapshot, err := p.Index.Snapshot(r.Context())
	if err != nil {
		return err
	}
	m := siteMap{XMLNS: "http://www.sitemaps.org/schemas/sitemap/0.9", XHTML: "http://www.w3.org/1999/xhtml"}
	for _, page := range []string{"home", "atlas", "practices", "kit", "kit-questions", "kit-method", "quick-check", "participate"} {
		m.add(v, time.Time{}, page)
	}
	if p.Practices != nil {
		practices, err := p.Practices(r.Context())
		if err != nil {
			return err
		}
		for _, one := range practices {
			m.add(v, one.UpdatedAt, "practice", "slug", one.Slug)
		}
	}
	for _, e := range snapshot.All() {
		m.add(v, e.UpdatedAt, "organisation", "slug", e.Slug)
	}
	var body bytes.Buffer
	body.WriteString(xml.Header)
	if err := xml.NewEncoder(&body).Encode(m); err != nil {
		return fmt.Errorf("write the site map: %w", err)
	}
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	_, err = body.WriteTo(w)
	if err != nil {
		return nil //nolint:nilerr // the reader has gone: nobody is left to tell
	}
	return nil
}

// add lists a page in each language, if the site has it.
func (m *siteMap) add(v *shell.Visit, changed time.Time, route string, pairs ...string) {
	if !v.Site.Paths.Has(route) || len(m.Pages)+len(i18n.Languages()) > mostAddresses {
		return
	}
	var others []translation
	for _, lang := range i18n.Languages() {
		others = append(others, translation{"alternate", string(lang), v.Absolute(v.Site.Paths.In(lang, route, pairs...))})
	}
	day := ""
	if !changed.IsZero() {
		day = changed.UTC().Format(time.DateOnly)
	}
	for _, other := range others {
		m.Pages = append(m.Pages, address{Location: other.Address, Changed: day, Others: others})
	}
}
