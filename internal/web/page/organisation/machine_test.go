package organisation_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	domain "telaio/internal/organisation"
	"telaio/internal/testkit"
)

func TestJSON_isStable(t *testing.T) {
	s := newSite(t)
	s.publishSamples(t)
	for _, slug := range []string{"officine-zero", "telaio-comune"} {
		answer := s.get(t, "/organizzazioni/"+slug+".json")
		if got := answer.Header().Get("Content-Type"); got != "application/json" {
			t.Errorf("%s.json is %q", slug, got)
		}
		testkit.Golden(t, slug+".json", answer.Body.String())
	}
}

func TestJSONLD_isStable(t *testing.T) {
	s := newSite(t)
	s.publishSamples(t)
	for _, slug := range []string{"officine-zero", "telaio-comune"} {
		answer := s.get(t, "/organizzazioni/"+slug+".jsonld")
		if got := answer.Header().Get("Content-Type"); got != "application/ld+json" {
			t.Errorf("%s.jsonld is %q", slug, got)
		}
		var readable bytes.Buffer
		if err := json.Indent(&readable, answer.Body.Bytes(), "", "  "); err != nil {
			t.Fatal(err)
		}
		testkit.Golden(t, slug+".jsonld", readable.String())
	}
}

func TestJSONLD_stateOfNonprofitOnlyWhereTheTypeSaysSo(t *testing.T) {
	s := newSite(t)
	s.publishSamples(t)
	if doc := jsonld(t, s, "officine-zero"); doc["@type"] != "NGO" || doc["nonprofitStatus"] != nil {
		t.Errorf("Officine Zero is %v with status %v; want NGO without one", doc["@type"], doc["nonprofitStatus"])
	}
	if doc := jsonld(t, s, "telaio-comune"); doc["nonprofitStatus"] != "https://schema.org/ITSocialPromotionCharity" {
		t.Errorf("an APS has the status %v", doc["nonprofitStatus"])
	}
	testkit.Publish(t, s.store, domain.Organisation{ID: "coop", Slug: "coop"}, domain.Card{Name: "Coop", Types: []string{"cooperative"}})
	if doc := jsonld(t, s, "coop"); doc["@type"] != "Organization" {
		t.Errorf("a cooperative is %v; want Organization", doc["@type"])
	}
}

func TestJSONLD_hasTheShapeThatValidatorsExpect(t *testing.T) {
	s := newSite(t)
	s.publishSamples(t)
	for _, slug := range []string{"officine-zero", "telaio-comune"} {
		checkOrganisation(t, slug, jsonld(t, s, slug))
	}
}

func TestJSONLD_onThePageIsThatOfItsFile(t *testing.T) {
	s := newSite(t)
	s.publishSamples(t)
	for _, path := range []string{"/organizzazioni/officine-zero", "/en/organisations/officine-zero"} {
		file := strings.TrimSpace(s.get(t, path+".jsonld").Body.String())
		if page := s.get(t, path).Body.String(); !strings.Contains(page, `<script type="application/ld+json">`+file+`</script>`) {
			t.Errorf("%s holds other JSON-LD than its file", path)
		}
	}
}

func jsonld(t *testing.T, s site, slug string) map[string]any {
	t.Helper()
	var doc map[string]any
	if err := json.Unmarshal(s.get(t, "/organizzazioni/"+slug+".jsonld").Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// shape says which properties schema.org knows of a type, as far as we use
// them, and what their values are: text, url, date, number or the type of a
// nested thing. A list holds values of the same kind.
func shape() map[string]map[string]string {
	organisation := map[string]string{
		"name": "text", "alternateName": "text", "description": "text", "url": "url", "mainEntityOfPage": "url", "logo": "url",
		"sameAs": "url", "email": "text", "telephone": "text", "foundingDate": "date", "knowsLanguage": "text",
		"identifier": "text", "knowsAbout": "text", "memberOf": "Organization NGO", "member": "Organization NGO",
		"nonprofitStatus": "url", "address": "PostalAddress", "location": "Place", "areaServed": "AdministrativeArea City Country",
	}
	return map[string]map[string]string{
		"NGO": organisation, "Organization": organisation,
		"Place":              {"name": "text", "address": "PostalAddress", "geo": "GeoCoordinates"},
		"PostalAddress":      {"streetAddress": "text", "addressLocality": "text", "addressRegion": "text", "addressCountry": "text"},
		"GeoCoordinates":     {"latitude": "number", "longitude": "number"},
		"AdministrativeArea": {"name": "text"}, "City": {"name": "text"}, "Country": {"name": "text"},
	}
}

func checkOrganisation(t *testing.T, slug string, doc map[string]any) {
	t.Helper()
	if doc["@context"] != "https://schema.org" {
		t.Errorf("%s: @context is %v", slug, doc["@context"])
	}
	for _, required := range []string{"@type", "@id", "name", "url"} {
		if doc[required] == nil || doc[required] == "" {
			t.Errorf("%s: %s is missing", slug, required)
		}
	}
	delete(doc, "@context")
	delete(doc, "@id")
	checkThing(t, slug, doc)
}

func checkThing(t *testing.T, path string, thing map[string]any) {
	t.Helper()
	kind, _ := thing["@type"].(string)
	known, ok := shape()[kind]
	if !ok {
		t.Errorf("%s: unexpected type %q", path, kind)
		return
	}
	for property, value := range thing {
		if property == "@type" || property == "@id" {
			continue
		}
		want, ok := known[property]
		if !ok {
			t.Errorf("%s: %s has no property %q", path, kind, property)
			continue
		}
		values, isList := value.([]any)
		if !isList {
			values = []any{value}
		}
		for _, v := range values {
			checkValue(t, path+"."+property, want, v)
		}
	}
}

var yearOrDate = regexp.MustCompile(`^\d{4}(-\d\d(-\d\d)?)?$`)

func checkValue(t *testing.T, path, want string, value any) {
	t.Helper()
	if thing, ok := value.(map[string]any); ok {
		if kind, _ := thing["@type"].(string); !slices.Contains(strings.Fields(want), kind) {
			t.Errorf("%s is a %s; want %s", path, kind, want)
		}
		checkThing(t, path, thing)
		return
	}
	text, isText := value.(string)
	_, isNumber := value.(float64)
	u, err := url.Parse(text)
	good := map[string]bool{
		"text": isText && text != "", "number": isNumber, "date": yearOrDate.MatchString(text),
		"url": isText && err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "",
	}
	if !good[want] {
		t.Errorf("%s = %v; want %s", path, value, want)
	}
}

func TestJSON_isNotSentAgainToThoseWhoHaveIt(t *testing.T) {
	s := newSite(t)
	s.publishSamples(t)
	for _, path := range []string{"/organizzazioni/officine-zero.json", "/organizzazioni/officine-zero.jsonld"} {
		first := s.get(t, path)
		tag, changed := first.Header().Get("ETag"), first.Header().Get("Last-Modified")
		if tag == "" || changed != "Thu, 12 Mar 2026 10:30:00 GMT" {
			t.Errorf("GET %s: ETag %q, Last-Modified %q", path, tag, changed)
		}
		if got := s.get(t, path, "If-None-Match", tag).Code; got != http.StatusNotModified {
			t.Errorf("GET %s with its ETag = %d; want 304", path, got)
		}
		if got := s.get(t, path, "If-Modified-Since", changed).Code; got != http.StatusNotModified {
			t.Errorf("GET %s since its last change = %d; want 304", path, got)
		}
		if got := first.Header().Get("Access-Control-Allow-Origin"); got != "*" {
			t.Errorf("GET %s is open to %q; want every site", path, got)
		}
	}
}

func TestLogo_isServedWhileAPublishedPageShowsIt(t *testing.T) {
	s := newSite(t)
	s.publishSamples(t)
	id := testkit.FullCard().Logo
	for size, want := range map[string]string{"512.png": "large", "128.png": "small"} {
		answer := s.get(t, "/logo/"+id+"/"+size)
		if answer.Code != http.StatusOK || answer.Body.String() != want || answer.Header().Get("Content-Type") != "image/png" {
			t.Errorf("logo %s = %d %q (%s)", size, answer.Code, answer.Body, answer.Header().Get("Content-Type"))
		}
		if got := answer.Header().Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
			t.Errorf("logo %s has Cache-Control %q", size, got)
		}
	}
	for _, path := range []string{"/logo/" + id + "/64.png", "/logo/" + id + "/512.jpg", "/logo/" + strings.Repeat("2", 64) + "/512.png"} {
		if got := s.get(t, path).Code; got != http.StatusNotFound {
			t.Errorf("GET %s = %d; want 404", path, got)
		}
	}
	o, err := s.store.Organisation(t.Context(), "full")
	if err != nil {
		t.Fatal(err)
	}
	card := o.Card
	card.Logo = ""
	testkit.Revise(t, s.store, o, card, domain.Revision{})
	if got := s.get(t, "/logo/"+id+"/512.png").Code; got != http.StatusNotFound {
		t.Errorf("the logo of an earlier revision = %d; want 404", got)
	}
}
