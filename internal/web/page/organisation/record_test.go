package organisation_test

import (
	"strings"
	"testing"

	"telaio/internal/gazetteer"
	domain "telaio/internal/organisation"
	"telaio/internal/testkit"
)

func TestPage_callsTheTownAsTheReaderDoes(t *testing.T) {
	s := newSite(t)
	towns, err := gazetteer.Capitals()
	if err != nil {
		t.Fatal(err)
	}
	c := testkit.FullCard()
	for i := range c.Places {
		c.Places[i].Municipality = towns.Named("Napoli")[0]
	}
	testkit.Publish(t, s.store, domain.Organisation{ID: "n", Slug: "n"}, c)
	for path, want := range map[string]string{"/organizzazioni/n": "Napoli (NA), Campania", "/en/organisations/n": "Naples (NA), Campania", "/en/organisations/n.json": `"name":"Napoli"`} {
		page := s.get(t, path).Body.String()
		if strings.HasSuffix(path, "/n") {
			page = words(page)
		}
		if !strings.Contains(strings.ReplaceAll(page, `": `, `":`), want) {
			t.Errorf("%s has no %s", path, want)
		}
	}
}

// TestPage_leadsToTheOthersThatShareSomething is about what a directory's page is
// expected to be a way into: crawlers have no filters to tick.
func TestPage_leadsToTheOthersThatShareSomething(t *testing.T) {
	s := newSite(t)
	towns, err := gazetteer.Capitals()
	if err != nil {
		t.Fatal(err)
	}
	c := testkit.FullCard()
	c.Types, c.TypeOther = []string{"cooperative", "other"}, "Banca del tempo"
	for i := range c.Places {
		c.Places[i].Municipality = towns.Named("Napoli")[0]
	}
	testkit.Publish(t, s.store, domain.Organisation{ID: "n", Slug: "n"}, c)
	page := s.get(t, "/en/organisations/n").Body.String()
	for what, link := range map[string]string{
		"type":   `<a href="/en/atlas?tipo=cooperative" aria-label="Cooperative: see in the atlas">Cooperative</a> and Banca del tempo</dd>`,
		"target": `<a href="/en/atlas?target=craft" aria-label="Craft workers: see in the atlas">Craft workers</a>`,
		"form":   `href="/en/atlas?forma=empowerment" aria-label="Empowerment: see in the atlas"><svg`,
		"town":   `<a href="/en/atlas?comune=it-063049" aria-label="Naples (NA): see in the atlas">Naples (NA)</a>, `,
		"region": `<a href="/en/atlas?regione=campania" aria-label="Campania: see in the atlas">Campania</a>`,
	} {
		if !strings.Contains(page, link) {
			t.Errorf("the %s leads nowhere: %s", what, link)
		}
	}
	for _, initiative := range strings.Split(page, `<ol class="initiatives`)[1:] {
		if !strings.Contains(initiative, `href="/en/atlas?forma=network"`) {
			t.Error("the forms of an initiative lead nowhere")
		}
	}
}

func TestPage_breaksNoTelephoneNumber(t *testing.T) {
	s := newSite(t)
	c := testkit.FullCard()
	c.Contacts.Phone = "+39 06 5550-1234"
	testkit.Publish(t, s.store, domain.Organisation{ID: "n", Slug: "n"}, c)
	want := "<a href=\"tel:+390655501234\">+39\u00a006\u00a05550\u20111234</a>"
	if page := s.get(t, "/organizzazioni/n").Body.String(); !strings.Contains(page, want) {
		t.Error("the telephone number may be parted by the end of a line")
	}
}
