package gazetteer_test

import (
	"testing"

	"telaio/internal/gazetteer"
	"telaio/internal/i18n"
)

// whole is the list of all municipalities; the test is left out where it was not built.
func whole(t *testing.T) *gazetteer.Gazetteer {
	t.Helper()
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	if len(g.Named("Paris")) == 0 {
		t.Skip("built without the towns of Europe")
	}
	return g
}

func TestIn_offersTownsInTheWordsOfTheReader(t *testing.T) {
	g := whole(t)
	for typed, want := range map[string][2]string{
		"Roma":        {"Roma (RM)", "Rome (RM)"},
		"rome":        {"Roma (RM)", "Rome (RM)"},
		"Napoli":      {"Napoli (NA)", "Naples (NA)"},
		"Brixen":      {"Bressanone (BZ)", "Bressanone (BZ)"},
		"Meran":       {"Merano (BZ)", "Merano (BZ)"},
		"München":     {"Monaco di Baviera (Baviera, Germania)", "Munich (Bavaria, Germany)"},
		"Wien":        {"Vienna (Austria)", "Vienna (Austria)"},
		"Berlin":      {"Berlino (Germania)", "Berlin (Germany)"},
		"Parigi":      {"Parigi (Île-de-France, Francia)", "Paris (Île-de-France, France)"},
		"Cordova, ES": {"Cordova (Andalusia, Spagna)", "Córdoba (Andalusia, Spain)"},
		"Zürich":      {"Zurigo (Svizzera)", "Zurich (Switzerland)"},
		"Koper":       {"Capodistria (Urban Municipality of Koper, Slovenia)", "Koper (Urban Municipality of Koper, Slovenia)"},
	} {
		for i, language := range []i18n.Language{i18n.Italian, i18n.English} {
			towns := g.In(language).Towns(typed)
			if len(towns) == 0 || towns[0].Label != want[i] || !towns[0].Named {
				t.Errorf("%s for readers of %s: %+v; want %s first, by its whole name", typed, language, towns, want[i])
			}
		}
	}
}

// Who leaves a suggestion as it is, or goes on in the other language, means that town.
func TestIn_whatIsOfferedIsUnderstoodAgain(t *testing.T) {
	g := whole(t)
	for _, typed := range []string{"Roma", "München", "Londra", "Reggio Calabria", "Barcellona", "Donostia", "Napoli", "Brixen", "Castro (BG)", "Zagabria", "Den Haag", "Plzeň", "Łódź", "Odessa", "Atene", "Monaco, MC"} {
		first := g.Towns(typed)[0]
		for _, language := range []i18n.Language{"", i18n.Italian, i18n.English} {
			offered, ok := g.In(language).Town(first.Code)
			if !ok || offered.Code != first.Code {
				t.Fatalf("%s is %+v", first.Code, offered)
			}
			if again := g.Towns(offered.Label); len(again) == 0 || again[0].Code != first.Code || !again[0].Named {
				t.Errorf("%s, offered as %s, is understood as %+v", first.Label, offered.Label, again)
			}
			if near := g.Named(offered.Label); len(near) == 0 || near[0].Code != first.Code {
				t.Errorf("near %s is near %+v", offered.Label, near)
			}
		}
	}
}

func TestTowns_takesProvincesAndRegionsAsPeopleWriteThem(t *testing.T) {
	g := whole(t)
	for typed, want := range map[string]string{
		"Castro, provincia di Bergamo": "Castro (BG)",
		"Castro (prov. LE)":            "Castro (LE)",
		"Castro (Puglia)":              "Castro (LE)",
		"Castro, Lombardia":            "Castro (BG)",
		"Samone (Trentino-Alto Adige)": "Samone (TN)",
		"Frankfurt, Hessen":            "Francoforte (Assia, Germania)",
		"Halle (Saale), Germania":      "Halle (Saale) (Sassonia-Anhalt, Germania)",
	} {
		if towns := g.In(i18n.Italian).Towns(typed); len(towns) == 0 || towns[0].Label != want {
			t.Errorf("%s is %+v; want %s first", typed, towns, want)
		}
	}
}
