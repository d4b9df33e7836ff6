package intake_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/consent"
	"telaio/internal/intake"
	"telaio/internal/organisation"
	"telaio/internal/questionnaire"
	"telaio/internal/testkit"
)

// towns is a gazetteer of two municipalities.
type towns map[string]organisation.Municipality

func (t towns) ByCode(code string) (organisation.Municipality, bool) {
	m, ok := t[code]
	return m, ok
}

var gazetteer = towns{
	"058091": {Code: "058091", Name: "Roma", Province: "RM", Region: "lazio", Country: "IT", Lat: 41.8933, Lon: 12.4829},
	"077014": {Code: "077014", Name: "Matera", Province: "MT", Region: "basilicata", Country: "IT", Lat: 40.6664, Lon: 16.6043},
}

func text(s string) questionnaire.Value                   { return questionnaire.Value{Text: s} }
func codes(c ...string) questionnaire.Value               { return questionnaire.Value{Codes: c} }
func list(i ...questionnaire.Answers) questionnaire.Value { return questionnaire.Value{Items: i} }

// officineZero is the reference organisation as its people would type it.
func officineZero() questionnaire.Answers {
	return questionnaire.Answers{
		"name":                 text("Officine Zero"),
		"other_names":          text("  OZ – Officine Zero \n\nOZ\nOZ\n"),
		"types":                codes("association", "cooperative"),
		"legal_status":         text("formal"),
		"year":                 text("2013"),
		"target":               text("lavoratrici e lavoratori autonomi dell'artigianato, della comunicazione, del design e dell'informatica"),
		"target_groups":        codes("self_employed", "craft", "digital"),
		"people":               {Missing: questionnaire.DontKnow},
		"solidarity":           codes("empowerment", "network"),
		"practice_empowerment": text("Formazione pratica, fuori dalla scuola."),
		"practice_advocacy":    text("scritto prima di togliere la scelta"),
		"places": list(
			questionnaire.Answers{
				"_id": text("seat1"), "place_kind": text("seat"), "place_name": text("Officina"),
				"place_municipality": {Text: "Roma (RM)", Codes: []string{"058091"}},
				"place_address":      text("via Monte Patulo 20"), "place_publicity": text("exact"), "place_point": text("41,9387 12,5312"),
			},
			questionnaire.Answers{
				"_id": text("secret1"), "place_kind": text("meeting_point"), "place_name": text("Casa di una socia"),
				"place_municipality": {Text: "Matera", Codes: []string{"077014"}},
				"place_address":      text("vico Riservato 3"), "place_publicity": text("withheld"),
			},
		),
		"website":           text("https://ozofficinezero.org"),
		"links":             text("https://social.example/oz"),
		"short_description": text("Una multifactory autogestita."),
		"story":             text("Comincia in un'officina di treni.\n\nPoi cambia casa."),
		"initiatives": list(questionnaire.Answers{
			"_id": text("cnc1"), "initiative_title": text("Aggiornamento sulle macchine CNC"),
			"initiative_forms": codes("empowerment"), "initiative_since": text("2021"),
		}),
		"relations": list(questionnaire.Answers{
			"_id": text("rel1"), "relation_kind": text("member_of"), "relation_name": text("Una rete di multifactory"),
		}),
		"source":                text("OZ – Officine Zero"),
		"contact_name":          text("Persona di Prova"),
		"contact_email":         text("prova@esempio.it"),
		"consent_publish_page":  text("yes"),
		"consent_use_research":  text("yes"),
		"consent_open_data":     text("no"),
		"consent_contact_again": {},
	}
}

func TestRead_makesTheWholeSubmission(t *testing.T) {
	got, err := json.MarshalIndent(intake.Read(officineZero(), gazetteer), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	testkit.Golden(t, "officine_zero.json", string(got)+"\n")
}

func TestRead_keepsAWithheldPlaceOutOfTheCard(t *testing.T) {
	card, err := json.Marshal(intake.Read(officineZero(), gazetteer).Card)
	if err != nil {
		t.Fatal(err)
	}
	for _, private := range []string{"secret1", "Casa di una socia", "vico Riservato", "Matera", "withheld"} {
		if strings.Contains(string(card), private) {
			t.Errorf("the card tells %q, which is withheld:\n%s", private, card)
		}
	}
}

func TestRead_showsTheMunicipalityOnlyUnlessSomeoneChose(t *testing.T) {
	for chosen, want := range map[string]organisation.Publicity{
		"":             organisation.PublicityMunicipality,
		"municipality": organisation.PublicityMunicipality,
		"exact":        organisation.PublicityExact,
		"country":      organisation.PublicityCountry,
		"withheld":     organisation.PublicityWithheld,
		"everyone":     organisation.PublicityWithheld,
	} {
		answers := questionnaire.Answers{"places": list(questionnaire.Answers{"place_kind": text("seat"), "place_publicity": text(chosen)})}
		places := intake.Read(answers, gazetteer).Places
		if len(places) != 1 || places[0].Publicity != want {
			t.Errorf("chosen %q: places = %+v; want publicity %q", chosen, places, want)
		}
	}
}

func TestRead_givesAnItemAnIDOnlyIfItHasNone(t *testing.T) {
	answers := questionnaire.Answers{"initiatives": list(
		questionnaire.Answers{"_id": text("kept"), "initiative_title": text("A")},
		questionnaire.Answers{"_id": text("kept"), "initiative_title": text("B")},
		questionnaire.Answers{"_id": text("Not An Id!"), "initiative_title": text("C")},
		questionnaire.Answers{"initiative_title": text("D")},
	)}
	seen := map[string]bool{}
	for i, initiative := range intake.Read(answers, nil).Card.Initiatives {
		if (initiative.ID == "kept") != (i == 0) {
			t.Errorf("initiative %d has the id %q", i, initiative.ID)
		}
		if initiative.ID == "" || seen[initiative.ID] {
			t.Errorf("initiative %d has no id of its own: %q", i, initiative.ID)
		}
		seen[initiative.ID] = true
	}
}

func TestRead_leavesOutItemsThatSayNothing(t *testing.T) {
	answers := questionnaire.Answers{
		"places":      list(intake.NewItem("places")),
		"initiatives": list(intake.NewItem("initiatives")),
		"relations":   list(intake.NewItem("relations")),
	}
	if diff := cmp.Diff(organisation.Card{}, intake.Read(answers, nil).Card); diff != "" {
		t.Errorf("three blank items left something (-want +got):\n%s", diff)
	}
}

func TestRead_ignoresWhatWasNotAsked(t *testing.T) {
	answers := questionnaire.Answers{
		"name":                 text("A"),
		"story":                {Text: "typed before", Missing: questionnaire.NotAsked},
		"types":                {Codes: []string{"association"}, Other: "typed before"},
		"practice_empowerment": text("typed before"),
	}
	want := organisation.Card{Name: "A", Types: []string{"association"}}
	if diff := cmp.Diff(want, intake.Read(answers, nil).Card); diff != "" {
		t.Errorf("Read (-want +got):\n%s", diff)
	}
}

func TestRead_takesASuggestionToo(t *testing.T) {
	answers := questionnaire.Answers{
		"name":                  text("Ciclofficina di quartiere"),
		"trace":                 text("https://www.esempio.it/articolo"),
		"municipality":          {Text: "Matera (MT)", Codes: []string{"077014"}},
		"short_description":     text("Ripara biciclette di chi consegna."),
		"solidarity":            codes("empowerment"),
		"why":                   text("Aiutano i rider della mia zona."),
		"contact_name":          text("Persona di Prova"),
		"contact_email":         text("prova@esempio.it"),
		"consent_contact_again": text("no"),
	}
	got := intake.Read(answers, gazetteer)
	want := intake.Submission{
		Card: organisation.Card{
			Name:             "Ciclofficina di quartiere",
			Solidarity:       []organisation.Solidarity{{Form: "empowerment"}},
			ShortDescription: "Ripara biciclette di chi consegna.",
			Contacts:         organisation.Contacts{Website: "https://www.esempio.it/articolo"},
			Source:           "https://www.esempio.it/articolo",
		},
		Sender:   organisation.Sender{Name: "Persona di Prova", Email: "prova@esempio.it"},
		Consents: map[consent.Purpose]bool{consent.ContactMe: false},
		Note:     "Aiutano i rider della mia zona.",
		Places: []organisation.ExactPlace{{
			Kind: "seat", Publicity: organisation.PublicityMunicipality, Municipality: gazetteer["077014"],
		}},
	}
	want.Places[0].ID = got.Places[0].ID
	want.Card.Places = organisation.PublicPlaces(want.Places)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Read (-want +got):\n%s", diff)
	}
}

func TestQuestions_areAskedByTheQuestionnaire(t *testing.T) {
	definition := participation(t)
	for _, f := range organisation.Fields() {
		for _, id := range intake.Questions(f) {
			if _, ok := definition.Question(id); !ok {
				t.Errorf("field %s comes from question %q, which the questionnaire does not ask", f, id)
			}
		}
	}
}

func TestCheck_asksForPointsAndLinksThatCanBeUsed(t *testing.T) {
	for _, c := range []struct {
		point, links string
		want         []string
	}{
		{"", "", nil},
		{"41.9387, 12.5312", "https://a.example/x\nhttp://b.example", nil},
		{"41,9387 12,5312", "", nil},
		{"41,9387; 12,5312", "", nil},
		{"Montesacro", "", []string{"places.0.place_point"}},
		{"141.9, 12.5", "", []string{"places.0.place_point"}},
		{"41.9", "", []string{"places.0.place_point"}},
		{"NaN, NaN", "", []string{"places.0.place_point"}},
		{"", "https://a.example\n@profilo", []string{"links"}},
		{"", "javascript:alert(1)", []string{"links"}},
	} {
		answers := questionnaire.Answers{
			"links":  text(c.links),
			"places": list(questionnaire.Answers{"place_kind": text("seat"), "place_point": text(c.point)}),
		}
		var got []string
		for name := range intake.Check(answers) {
			got = append(got, name)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("Check(point %q, links %q) (-want +got):\n%s", c.point, c.links, diff)
		}
	}
}

func participation(t testing.TB) *questionnaire.Definition {
	t.Helper()
	lib := testkit.Library(t)
	versions := lib.Questionnaires[intake.QuestionnaireID]
	return versions[len(versions)-1]
}

// Whatever is typed as a point, what is stored lies on the earth, and what
// Check lets pass is what Read takes.
func FuzzRead_keepsPointsOnTheEarth(f *testing.F) {
	for _, seed := range []string{"41.9387, 12.5312", "41,9387 12,5312", "-90;180", "Inf, 1", "1e309, 2", ", ,", "1,2,3", "٤١, ١٢"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		answers := questionnaire.Answers{"places": list(questionnaire.Answers{"place_kind": text("seat"), "place_point": text(typed)})}
		p := intake.Read(answers, nil).Places[0]
		if !(p.Lat >= -90 && p.Lat <= 90 && p.Lon >= -180 && p.Lon <= 180) {
			t.Fatalf("%q became %v, %v", typed, p.Lat, p.Lon)
		}
		if (p.Lat != 0 || p.Lon != 0) && len(intake.Check(answers)) > 0 {
			t.Fatalf("%q was taken and refused at once", typed)
		}
	})
}
