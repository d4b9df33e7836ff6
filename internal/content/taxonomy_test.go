package content_test

import (
	"path"
	"strings"
	"testing"

	"telaio/internal/organisation"
	"telaio/internal/taxonomy"
	"telaio/internal/testkit"
)

func TestTaxonomies_everyTermHasALabelInBothLanguages(t *testing.T) {
	for id, tax := range loaded(t) {
		requireBoth(t, string(id), tax.Label)
		seen := map[string]bool{}
		for _, term := range tax.Terms {
			where := path.Join(string(id), term.Code)
			if seen[term.Code] {
				t.Errorf("%s: the code is there twice", where)
			}
			seen[term.Code] = true
			requireBoth(t, where, term.Label)
			for _, text := range []map[string]string{term.Gloss, term.Plural} {
				if len(text) > 0 {
					requireBoth(t, where, text)
				}
			}
		}
	}
}

func TestTaxonomies_everyOneThatTheProgramNamesIsThere(t *testing.T) {
	set := loaded(t)
	for _, id := range []taxonomy.ID{
		taxonomy.OrganisationType, taxonomy.LegalStatus, taxonomy.TargetGroup, taxonomy.PeopleBand, taxonomy.Reach,
		taxonomy.SolidarityForm, taxonomy.Service, taxonomy.Governance, taxonomy.Funding, taxonomy.PlaceKind,
		taxonomy.Publicity, taxonomy.RelationKind, taxonomy.Region, taxonomy.Source,
	} {
		if len(set[id].Terms) == 0 {
			t.Errorf("content/taxonomy/%s.yaml is missing or empty", id)
		}
	}
}

func TestTaxonomies_publicityIsWhatThePlacesKnow(t *testing.T) {
	set := loaded(t)
	for _, p := range []organisation.Publicity{
		organisation.PublicityExact, organisation.PublicityMunicipality, organisation.PublicityCountry, organisation.PublicityWithheld,
	} {
		if !set[taxonomy.Publicity].Has(string(p)) {
			t.Errorf("publicity has no term %q", p)
		}
	}
	if got := len(set[taxonomy.Publicity].Terms); got != 4 {
		t.Errorf("publicity has %d terms; want the 4 that places know", got)
	}
}

func TestTaxonomies_relationsHaveAnInverse(t *testing.T) {
	kinds := loaded(t)[taxonomy.RelationKind]
	for _, term := range kinds.Terms {
		inverse, ok := kinds.Term(term.Facts["inverse"])
		if !ok || inverse.Facts["inverse"] != term.Code {
			t.Errorf("%s: its inverse %q does not lead back", term.Code, term.Facts["inverse"])
		}
	}
}

func loaded(t *testing.T) taxonomy.Set {
	t.Helper()
	return testkit.Library(t).Taxonomies
}

func requireBoth(t *testing.T, where string, text map[string]string) {
	t.Helper()
	for _, language := range []string{"it", "en"} {
		if strings.TrimSpace(text[language]) == "" {
			t.Errorf("%s: no text in %q", where, language)
		}
	}
}
