package organisation_test

import (
	"strings"
	"testing"

	domain "telaio/internal/organisation"
	"telaio/internal/testkit"
)

func TestHistory_saysWhatChangedInWhatCapacityAndWhy(t *testing.T) {
	s := newSite(t)
	card := testkit.OfficineZero()
	o := testkit.Publish(t, s.store, domain.Organisation{ID: "oz", Slug: "officine-zero"}, card)
	proposal := domain.Proposal{
		ID: "p1", OrganisationID: "oz", BaseRevision: 1, Origin: domain.ChangeOfCard, State: domain.Accepted, Name: card.Name, Language: "it",
		Sender: domain.Sender{Name: "Ada Segreta", Email: "ada@segreta.example"}, SentAt: testkit.Day(), UpdatedAt: testkit.Day(),
	}
	if err := s.store.AddProposal(t.Context(), proposal); err != nil {
		t.Fatal(err)
	}
	card.ShortDescription = "Un luogo di lavoro autogestito, dove i mestieri condividono tutto."
	card.Places = nil
	testkit.Revise(t, s.store, o, card, domain.Revision{
		ProposalID: "p1", Author: "Ada Segreta", Reviewer: "Bruno Redattore", Reason: "Lo chiede ada@segreta.example",
	})
	page := s.get(t, "/organizzazioni/officine-zero/versioni").Body.String()
	got := words(page)
	inOrder(t, "history", got, []string{
		"Versione 2 13 marzo 2026", "un'editrice o un editore dell'organizzazione", "Campi: sedi e descrizione breve", "Perché: Lo chiede …",
		"Che cosa è cambiato in: Descrizione breve", "Versione 1 12 marzo 2026", "Prima pubblicazione", "il gruppo di ricerca",
	})
	if !strings.Contains(page, "<del>") || !strings.Contains(page, "<ins>tutto</ins>") {
		t.Errorf("the words that changed are not marked:\n%s", page)
	}
	for _, private := range []string{"Segreta", "segreta", "Bruno", "Lazio", "41.89"} {
		if strings.Contains(page, private) {
			t.Errorf("the history says %q", private)
		}
	}
}

func TestHistory_isInEnglishToo(t *testing.T) {
	s := newSite(t)
	s.publishSamples(t)
	got := words(s.get(t, "/en/organisations/telaio-comune/versions").Body.String())
	inOrder(t, "history", got, []string{"The versions of the page of Telaio Comune", "Version 1", "First publication"})
}
