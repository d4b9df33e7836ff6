package intake_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"telaio/internal/intake"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
)

// Whatever an organisation said comes back unchanged from the form that a later
// change begins with, also after the questionnaire has completed the answers.
func TestRead_isTheInverseOfAnswers(t *testing.T) {
	definition := participation(t)
	rapid.Check(t, func(t *rapid.T) {
		card, places := drawCard(t)
		answers := intake.Answers(card, places)

		for name, a := range map[string]questionnaire.Answers{"as made": answers, "completed": definition.Complete(answers)} {
			got := intake.Read(a, gazetteer)
			if diff := cmp.Diff(card, got.Card); diff != "" {
				t.Fatalf("%s: card (-want +got):\n%s", name, diff)
			}
			if diff := cmp.Diff(places, got.Places); diff != "" {
				t.Fatalf("%s: places (-want +got):\n%s", name, diff)
			}
		}
	})
}

// What a place keeps private is in no byte of the card.
func TestRead_tellsNothingThatAPlaceKeepsPrivate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		publicity := rapid.SampledFrom([]string{"municipality", "country", "withheld", "", "unknown"}).Draw(t, "publicity")
		answers := questionnaire.Answers{"name": text("A"), "places": list(questionnaire.Answers{
			"_id": text("thatplace"), "place_kind": text("meeting_point"), "place_name": text("NOME RISERVATO"),
			"place_address": text("VIA RISERVATA"), "place_publicity": text(publicity), "place_point": text("12.345678, 9.876543"),
			"place_municipality": {Text: "Roma", Codes: []string{"058091"}},
		})}
		card, err := json.Marshal(intake.Read(answers, gazetteer).Card)
		if err != nil {
			t.Fatal(err)
		}
		private := []string{"RISERVAT", "12.345678", "9.876543"}
		switch publicity {
		case "country":
			private = append(private, "Roma", "lazio", "41.8933")
		case "withheld", "unknown":
			private = append(private, "Roma", "thatplace", "meeting_point")
		}
		for _, p := range private {
			if strings.Contains(string(card), p) {
				t.Fatalf("publicity %q: the card tells %q: %s", publicity, p, card)
			}
		}
	})
}

func drawCard(t *rapid.T) (organisation.Card, []organisation.ExactPlace) {
	places := drawSlice(t, "places", 3, drawPlace)
	card := organisation.Card{
		Name:             drawText(t, "name"),
		OtherNames:       drawLines(t, "other names"),
		Types:            drawCodes(t, "types", "association", "aps", "cooperative", "union", "other"),
		LegalStatus:      drawCode(t, "legal status", "formal", "informal"),
		Year:             drawYear(t),
		Target:           drawOptional(t, "target"),
		TargetGroups:     drawCodes(t, "target groups", "freelance", "craft", "women", "all"),
		People:           drawCode(t, "people", "p1_9", "p1000"),
		Reach:            drawCode(t, "reach", "province", "online"),
		Services:         drawCodes(t, "services", "training", "coworking", "other"),
		Governance:       drawCodes(t, "governance", "assembly", "founders"),
		Funding:          drawCodes(t, "funding", "sales", "donations"),
		Places:           organisation.PublicPlaces(places),
		ShortDescription: drawOptional(t, "short description"),
		Story:            drawOptional(t, "story"),
		Initiatives:      drawSlice(t, "initiatives", 3, drawInitiative),
		Relations:        drawSlice(t, "relations", 3, drawRelation),
		Logo:             drawOptional(t, "logo"),
		Source:           drawOptional(t, "source"),
		Language:         drawCode(t, "language", "it", "en", "de"),
		Contacts: organisation.Contacts{
			Email: drawOptional(t, "email"), Phone: drawOptional(t, "phone"),
			Website: drawOptional(t, "website"), Links: drawLines(t, "links"),
		},
	}
	if slices.Contains(card.Types, "other") {
		card.TypeOther = drawOptional(t, "other type")
	}
	for _, form := range drawCodes(t, "forms", "empowerment", "advocacy", "network") {
		card.Solidarity = append(card.Solidarity, organisation.Solidarity{Form: form, Practice: drawOptional(t, "practice")})
	}
	return card, places
}

func drawPlace(t *rapid.T, n int) organisation.ExactPlace {
	p := organisation.ExactPlace{
		ID:   fmt.Sprintf("place%d", n),
		Kind: rapid.SampledFrom([]string{"seat", "branch", "online", "area"}).Draw(t, "kind"),
		Name: drawOptional(t, "place name"),
		Publicity: rapid.SampledFrom([]organisation.Publicity{
			organisation.PublicityExact, organisation.PublicityMunicipality, organisation.PublicityCountry, organisation.PublicityWithheld,
		}).Draw(t, "publicity"),
	}
	if p.Kind != "online" {
		p.Municipality = gazetteer[rapid.SampledFrom([]string{"058091", "077014"}).Draw(t, "town")]
		p.Address = drawOptional(t, "address")
	}
	if p.Publicity == organisation.PublicityExact && rapid.Bool().Draw(t, "has a point") {
		p.Lat = float64(rapid.IntRange(-90_0000, 90_0000).Draw(t, "lat")) / 1e4
		p.Lon = float64(rapid.IntRange(1, 180_0000).Draw(t, "lon")) / 1e4
	}
	return p
}

func drawInitiative(t *rapid.T, n int) organisation.Initiative {
	return organisation.Initiative{
		ID: fmt.Sprintf("initiative%d", n), Title: drawText(t, "title"), Description: drawOptional(t, "description"),
		Forms: drawCodes(t, "initiative forms", "empowerment", "network"), Since: drawYear(t),
	}
}

func drawRelation(t *rapid.T, n int) organisation.Relation {
	return organisation.Relation{
		ID: fmt.Sprintf("relation%d", n), Kind: drawCode(t, "relation", "partner", "hosts"), Name: drawText(t, "other"),
		OrganisationID: drawCode(t, "organisation", "abcdefghij0123456789"), Note: drawOptional(t, "note"),
	}
}

func drawText(t *rapid.T, name string) string {
	return rapid.StringMatching(`[A-ZÀÈa-zàò0-9]([A-Za-zàèìòù0-9'’«».,;:<>&"* -]{0,30}[a-zé0-9.])?`).Filter(func(s string) bool {
		return s == strings.Join(strings.Fields(s), " ")
	}).Draw(t, name)
}

func drawOptional(t *rapid.T, name string) string {
	if rapid.Bool().Draw(t, "has "+name) {
		return drawText(t, name)
	}
	return ""
}

func drawLines(t *rapid.T, name string) []string {
	var lines []string
	for range rapid.IntRange(0, 3).Draw(t, "how many "+name) {
		if line := drawText(t, name); !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return lines
}

func drawYear(t *rapid.T) int {
	if rapid.Bool().Draw(t, "has a year") {
		return rapid.IntRange(1800, 2100).Draw(t, "year")
	}
	return 0
}

func drawCode(t *rapid.T, name string, among ...string) string {
	return rapid.SampledFrom(append(among, "")).Draw(t, name)
}

func drawCodes(t *rapid.T, name string, among ...string) []string {
	var chosen []string
	for _, code := range among {
		if rapid.Bool().Draw(t, name+" "+code) {
			chosen = append(chosen, code)
		}
	}
	return chosen
}

func drawSlice[T any](t *rapid.T, name string, most int, draw func(*rapid.T, int) T) []T {
	var values []T
	for n := range rapid.IntRange(0, most).Draw(t, "how many "+name) {
		values = append(values, draw(t, n))
	}
	return values
}
