package twin_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/organisation"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/twin"
)

func TestMain(m *testing.M) { testkit.Main(m) }

func TestTies_findTheOnlyPublishedPageOfThatName(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		in := func(town organisation.Municipality, name string, others ...string) organisation.Card {
			place := organisation.Place{ID: "p", Kind: "seat", Publicity: organisation.PublicityMunicipality, Municipality: town}
			return organisation.Card{Name: name, OtherNames: others, Places: []organisation.Place{place}}
		}
		milan := organisation.Municipality{Code: "it-015146", Name: "Milano", Country: "IT"}
		publish := func(id string, card organisation.Card) organisation.Organisation {
			return testkit.Publish(t, s, organisation.Organisation{ID: id, Slug: id}, card)
		}
		publish("tessere", in(testkit.Rome(), "Associazione Tessère", "Telai riuniti"))
		publish("aurora-roma", in(testkit.Rome(), "Aurora"))
		publish("aurora-milano", in(milan, "Aurora"))
		publish("filo", in(milan, "Il Filo"))
		gone := publish("chiusa", in(milan, "Bottega chiusa"))
		gone.State = organisation.Archived
		if err := s.UpdateOrganisation(t.Context(), gone); err != nil {
			t.Fatal(err)
		}
		directory := twin.NewDirectory(s)

		for text, want := range map[string]string{
			"tessere": "tessere", "TELAI RIUNITI": "tessere", "Tessere, Roma": "tessere", "Tessere Milano": "", "Tesser": "",
			"Aurora": "", "Filo (Milano)": "filo", "Bottega chiusa": "", "Io stessa": "", "": "", "…": "",
		} {
			ties, err := directory.Ties(t.Context(), "me", []organisation.Relation{{ID: "r", Name: text}})
			if err != nil || ties["r"].OrganisationID != want || ties["r"].Linked {
				t.Errorf("%q is %+v, %v; want %q", text, ties["r"], err, want)
			}
		}
		linked := []organisation.Relation{{ID: "1", Name: "X", OrganisationID: "aurora-roma"}, {ID: "2", Name: "Y", OrganisationID: "chiusa"}, {Name: "Tessere"}}
		ties, err := directory.Ties(t.Context(), "filo", linked)
		if err != nil || len(ties) != 1 || !ties["1"].Linked {
			t.Errorf("ties = %+v, %v; want the linked one that is published", ties, err)
		}
		own, err := directory.Ties(t.Context(), "filo", []organisation.Relation{{ID: "r", Name: "Filo"}})
		if diff := cmp.Diff(0, len(own)); diff != "" || err != nil {
			t.Errorf("an organisation is offered itself: %+v, %v", own, err)
		}
	})
}
