package main

import (
	"encoding/xml"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// TestSiteMap_listsPagesThatSearchEnginesMayShow asks for each page that the site
// map lists, and looks for those that nobody would find without it.
func TestSiteMap_listsPagesThatSearchEnginesMayShow(t *testing.T) {
	_, handler := openCage(t, io.Discard)
	var m struct {
		Pages []struct {
			Location string `xml:"loc"`
		} `xml:"url"`
	}
	must(t, xml.Unmarshal(ask(t, handler, "/sitemap.xml").Body.Bytes(), &m))
	var paths []string
	for _, page := range m.Pages {
		path := strings.TrimPrefix(page.Location, "http://127.0.0.1:8080")
		answer := ask(t, handler, path)
		if answer.Code != http.StatusOK || strings.Contains(answer.Body.String(), `<meta name="robots" content="noindex">`) {
			t.Errorf("%s = %d, or is kept from search engines", path, answer.Code)
		}
		paths = append(paths, path)
	}
	for _, want := range []string{"/", "/en/atlas", "/dati-aperti", "/en/open-data/api", "/la-ricerca", "/organizzazioni/gabbia"} {
		if !slices.Contains(paths, want) {
			t.Errorf("the site map does not list %s", want)
		}
	}
}
