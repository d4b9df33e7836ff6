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
		if page := s.get(t, path).Body.String(); !strings.Contains(strings.ReplaceAll(page, `": `, `":`), want) {
			t.Errorf("%s has no %s", path, want)
		}
	}
}
