package atlas

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"iter"
	"net/http"
	"strconv"
	"strings"
	"time"

	"telaio/internal/atlas"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/web/shell"
)

// pagesOfMap is how many pages one site map lists, each in every language: what is
// allowed (50,000 addresses) would take more memory than one answer should.
const pagesOfMap = 5000

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

// siteMaps is the file that lists site maps, where one would be too long.
type siteMaps struct {
	XMLName xml.Name  `xml:"sitemapindex"`
	XMLNS   string    `xml:"xmlns,attr"`
	Maps    []address `xml:"sitemap"`
}

const siteMapNames = "http://www.sitemaps.org/schemas/sitemap/0.9"

// mapped is the public pages, in the order of the site maps.
type mapped struct {
	first   []listed // those that are no organisation's
	entries []atlas.Entry
}

// listed is a page as site maps list it.
type listed struct {
	changed time.Time // zero = nobody knows
	route   string
	pairs   []string
}

// mapped lists what the site has.
func (p Pages) mapped(ctx context.Context, v *shell.Visit) (mapped, error) {
	snapshot, err := p.Index.Snapshot(ctx)
	if err != nil {
		return mapped{}, err
	}
	m := mapped{entries: snapshot.All()}
	for _, page := range []string{
		"home", "atlas", "network", "practices", "kit", "kit-questions", "kit-method", "quick-check", "participate",
		"research", "data", "open-data", "dumps", "api", "widget-code", "questions", "privacy", "accessibility", "credits",
	} {
		if v.Site.Paths.Has(page) {
			m.first = append(m.first, listed{route: page})
		}
	}
	if p.Practices == nil {
		return m, nil
	}
	practices, err := p.Practices(ctx)
	for _, one := range practices {
		m.first = append(m.first, listed{one.UpdatedAt, "practice", []string{"slug", one.Slug}})
	}
	return m, err
}

// maps is how many site maps the pages take.
func (m mapped) maps() int { return (len(m.first) + len(m.entries) + pagesOfMap - 1) / pagesOfMap }

// part yields the pages of the nth site map, from 1.
func (m mapped) part(n int) iter.Seq[listed] {
	return func(yield func(listed) bool) {
		for i := (n - 1) * pagesOfMap; i < min(n*pagesOfMap, len(m.first)+len(m.entries)); i++ {
			var page listed
			if i < len(m.first) {
				page = m.first[i]
			} else {
				e := &m.entries[i-len(m.first)]
				page = listed{e.UpdatedAt, "organisation", []string{"slug", e.Slug}}
			}
			if !yield(page) {
				return
			}
		}
	}
}

// sitemap answers with the site map, or with the list of those that there are.
func (p Pages) sitemap(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	m, err := p.mapped(r.Context(), v)
	if err != nil {
		return err
	}
	if m.maps() < 2 {
		return sendXML(w, m.siteMap(v, 1))
	}
	index := siteMaps{XMLNS: siteMapNames}
	for n := range m.maps() {
		var last time.Time
		for page := range m.part(n + 1) {
			last = later(last, page.changed)
		}
		index.Maps = append(index.Maps, address{Location: v.Absolute(v.Path("sitemap-part", "part", strconv.Itoa(n+1)+".xml")), Changed: day(last)})
	}
	return sendXML(w, index)
}

// sitemapPart answers with one of several site maps.
func (p Pages) sitemapPart(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	name, ok := strings.CutSuffix(r.PathValue("part"), ".xml")
	n, err := strconv.Atoi(name)
	if !ok || err != nil || strconv.Itoa(n) != name {
		return fault.New(fault.NotFound, "error.not_found")
	}
	m, err := p.mapped(r.Context(), v)
	if err != nil {
		return err
	}
	if n < 1 || n > m.maps() {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return sendXML(w, m.siteMap(v, n))
}

func sendXML(w http.ResponseWriter, value any) error {
	var body bytes.Buffer
	body.WriteString(xml.Header)
	if err := xml.NewEncoder(&body).Encode(value); err != nil {
		return fmt.Errorf("write a site map: %w", err)
	}
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	_, _ = body.WriteTo(w) // when it fails the reader has gone: nobody is left to tell
	return nil
}

// siteMap is the nth, with each page in every language.
func (m mapped) siteMap(v *shell.Visit, n int) siteMap {
	s := siteMap{XMLNS: siteMapNames, XHTML: "http://www.w3.org/1999/xhtml"}
	for page := range m.part(n) {
		var others []translation
		for _, lang := range i18n.Languages() {
			others = append(others, translation{"alternate", string(lang), v.Absolute(v.Site.Paths.In(lang, page.route, page.pairs...))})
		}
		for _, other := range others {
			s.Pages = append(s.Pages, address{Location: other.Address, Changed: day(page.changed), Others: others})
		}
	}
	return s
}

// day is a time as site maps have it, "" for the zero time.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
