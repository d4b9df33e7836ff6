package testkit

import (
	"testing"
	"time"

	"telaio/internal/organisation"
	"telaio/internal/store"
)

// Day is the day on which the tests' organisations are published.
func Day() time.Time { return time.Date(2026, time.March, 12, 10, 30, 0, 0, time.UTC) }

// Rome is a municipality for tests.
func Rome() organisation.Municipality {
	return organisation.Municipality{Code: "IT-058091", Name: "Roma", Province: "RM", Region: "lazio", Country: "IT", Lat: 41.8933, Lon: 12.4829}
}

// OfficineZero is the card of the real organisation that every check uses, as
// far as public sources tell.
func OfficineZero() organisation.Card {
	return organisation.Card{
		Name: "Officine Zero", OtherNames: []string{"OZ – Officine Zero", "OZ"},
		Types: []string{"association", "cooperative"}, Year: 2013,
		Target:       "Lavoratrici e lavoratori autonomi dell'artigianato, della comunicazione, del design e dell'informatica",
		TargetGroups: []string{"self_employed", "craft"},
		Solidarity:   []organisation.Solidarity{{Form: "empowerment", Practice: "Trasmette saperi pratici in laboratorio."}, {Form: "advocacy"}, {Form: "network"}},
		Places: []organisation.Place{{
			ID: "oz-seat", Kind: "seat", Publicity: organisation.PublicityMunicipality, Municipality: Rome(),
			Country: "IT", Lat: Rome().Lat, Lon: Rome().Lon,
		}},
		Contacts:         organisation.Contacts{Website: "https://ozofficinezero.org"},
		ShortDescription: "Un luogo di lavoro autogestito, dove i mestieri condividono spazi, macchine e saperi.",
		Story:            "Officine Zero nasce a Roma nel **2013**.\n\n## I laboratori\n\n- legno\n- metallo\n- elettronica",
		Initiatives: []organisation.Initiative{
			{ID: "oz-one", Title: "Imparare con le mani", Description: "Formazione pratica, anche sulle macchine a controllo numerico (CNC).", Forms: []string{"empowerment"}, Since: 2021},
		},
		Source: "OZ – Officine Zero",
	}
}

// FullCard is the card of an invented organisation that leaves no field empty.
func FullCard() organisation.Card {
	return organisation.Card{
		Name: "Telaio Comune", OtherNames: []string{"TC", "Il Comune dei telai"}, Types: []string{"aps", "coworking", "other"},
		TypeOther: "Banca del tempo", LegalStatus: "formal", Year: 2009,
		Target: "Chi tesse e chi cuce per conto di altri", TargetGroups: []string{"craft", "migrant"}, People: "p10_49", Reach: "region",
		Solidarity: []organisation.Solidarity{{Form: "empowerment", Practice: "Insegna a fare un preventivo."}, {Form: "network", Practice: "Mette in comune i telai."}},
		Services:   []string{"training", "legal_advice"}, Governance: []string{"assembly"}, Funding: []string{"membership_fees"},
		Places: []organisation.Place{
			{ID: "full-1", Kind: "seat", Name: "La Filanda", Publicity: organisation.PublicityExact, Address: "via del Filo 7", Municipality: Rome(), Country: "IT", Lat: 41.9, Lon: 12.5},
			{ID: "full-2", Kind: "branch", Publicity: organisation.PublicityMunicipality, Municipality: organisation.Municipality{Code: "IT-100005", Name: "Prato", Province: "PO", Region: "toscana", Country: "IT", Lat: 43.88, Lon: 11.1}, Country: "IT", Lat: 43.88, Lon: 11.1},
			{ID: "full-3", Kind: "meeting_point", Publicity: organisation.PublicityCountry, Country: "IT"},
		},
		Contacts: organisation.Contacts{
			Email: "ciao@telaiocomune.example", Phone: "+39 06 5550 1234", Website: "https://www.telaiocomune.example/",
			Links: []string{"https://social.example/@telaiocomune", "https://video.example/telaiocomune"},
		},
		ShortDescription: "Un laboratorio tessile aperto a chi lavora in proprio.", Story: "Abbiamo cominciato con *tre telai*.\n\nOra siamo trenta.",
		Initiatives: []organisation.Initiative{
			{ID: "full-i1", Title: "Telai a ore", Description: "Si prenota un telaio per mezza giornata.", Forms: []string{"network", "empowerment"}, Since: 2015},
			{ID: "full-i2", Title: "Sportello tariffe"},
		},
		Relations: []organisation.Relation{
			{ID: "full-r1", Kind: "member_of", Name: "Rete dei Telai", Note: "Dal primo anno"},
			{ID: "full-r2", Kind: "exchanges", Name: "Officine Zero", OrganisationID: "oz", Note: "Stoffe e legni"},
			{ID: "full-r3", Kind: "partner", Name: "Bottega Diffusa"},
		},
		Logo: "1111111111111111111111111111111111111111111111111111111111111111", Source: "organisation", Language: "it",
	}
}

// Publish stores an organisation whose first revision is the card, on Day.
func Publish(t testing.TB, s *store.Store, o organisation.Organisation, card organisation.Card) organisation.Organisation {
	t.Helper()
	o.CreatedAt, o.UpdatedAt = Day(), Day()
	if err := s.CreateOrganisation(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	return Revise(t, s, o, card, organisation.Revision{Author: "Gruppo di ricerca"})
}

// Revise publishes the card as the organisation's next revision, with the
// author, reviewer, reason and proposal of by.
func Revise(t testing.TB, s *store.Store, o organisation.Organisation, card organisation.Card, by organisation.Revision) organisation.Organisation {
	t.Helper()
	o, r := organisation.Publish(o, card, Day().AddDate(0, 0, o.Revision))
	r.ProposalID, r.Author, r.Reviewer, r.Reason = by.ProposalID, by.Author, by.Reviewer, by.Reason
	if err := s.AddRevision(t.Context(), o, r); err != nil {
		t.Fatal(err)
	}
	return o
}
