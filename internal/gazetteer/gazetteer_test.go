package gazetteer_test

import (
	"strings"
	"testing"

	"telaio/internal/gazetteer"
	"telaio/internal/questionnaire"
)

var _ questionnaire.Gazetteer = (*gazetteer.Gazetteer)(nil)

func capitals(t testing.TB) *gazetteer.Gazetteer {
	t.Helper()
	g, err := gazetteer.Capitals()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestTowns_findsWhatPeopleType(t *testing.T) {
	g := capitals(t)
	for typed, want := range map[string]string{
		"Roma":           "it-058091",
		"  ROMA ":        "it-058091",
		"roma (RM)":      "it-058091",
		"Rome":           "it-058091",
		"forli":          "it-040012",
		"Forlì":          "it-040012",
		"l'aquila":       "it-066049",
		"L’Aquila":       "it-066049",
		"reggio emilia":  "it-035033",
		"Reggio Cal":     "it-080063",
		"Reggio, RC":     "it-080063",
		"Reggio (RE)":    "it-035033",
		"bolz":           "it-021008",
		"Bozen":          "it-021008",
		"Milano (Duomo)": "it-015146",
	} {
		towns := g.Towns(typed)
		if len(towns) == 0 || towns[0].Code != want {
			t.Errorf("Towns(%q) = %v; want %s first", typed, towns, want)
		}
	}
}

func TestNames_areInEveryLanguage(t *testing.T) {
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(g.Names("it-058091"), ", "); got != "Roma, Rome" {
		t.Errorf("names of Rome = %s", got)
	}
	if got := g.Names("nowhere"); got != nil {
		t.Errorf("names of nowhere = %v", got)
	}
	if len(g.Named("Paris")) == 0 {
		t.Skip("built without the towns of Europe")
	}
	for typed, want := range map[string]string{
		"Parigi": "Paris (Île-de-France, FR)", "monaco di baviera": "Munich (Bavaria, DE)", "MÜNCHEN": "Munich (Bavaria, DE)", "Αθήνα": "Athens (Attica, GR)",
		"Barcellona": "Barcelona (Catalonia, ES)", "warszawa": "Warsaw (Mazovia, PL)",
	} {
		if found := g.Named(typed); len(found) == 0 || gazetteer.Label(found[0]) != want {
			t.Errorf("Named(%q) = %v; want %s first", typed, found, want)
		}
	}
}

func TestMeant_takesTheBeginningThenOneMistake(t *testing.T) {
	g := capitals(t)
	for typed, want := range map[string]string{
		"Firenz":    "Firenze (FI)",
		"Bolonga":   "Bologna (BO)",
		"Nappoli":   "Napoli (NA)",
		"Veneza":    "Venezia (VE)",
		"Reggio":    "Reggio di Calabria (RC), Reggio nell'Emilia (RE)",
		"Torimo":    "Torino (TO)",
		"Romaa":     "Roma (RM)",
		"boh":       "",
		"":          "",
		"\xffΑθήνα": "",
	} {
		var labels []string
		for _, m := range g.Meant(typed) {
			labels = append(labels, gazetteer.Label(m))
		}
		if got := strings.Join(labels, ", "); got != want {
			t.Errorf("Meant(%q) = %q; want %q", typed, got, want)
		}
	}
}

func TestTowns_putsTheExactNameFirstThenTheLarger(t *testing.T) {
	towns := capitals(t).Towns("re")
	var labels []string
	for _, town := range towns {
		labels = append(labels, town.Label)
	}
	got, want := strings.Join(labels, ", "), "Reggio di Calabria (RC), Reggio nell'Emilia (RE)"
	if got != want {
		t.Errorf("Towns(re) = %s; want %s", got, want)
	}
}

func TestTowns_saysNothingOfWhatIsNotAName(t *testing.T) {
	g := capitals(t)
	for _, typed := range []string{"", "   ", "🙂", "xyzzy", "(RM)", strings.Repeat("a", 10_000), "\xff\xfe"} {
		if towns := g.Towns(typed); len(towns) > 0 {
			t.Errorf("Towns(%.20q) = %v; want none", typed, towns)
		}
	}
}

func TestByCode_knowsWhereATownIs(t *testing.T) {
	m, ok := capitals(t).ByCode("it-058091")
	if !ok || m.Name != "Roma" || m.Province != "RM" || m.Region != "lazio" || m.Country != "IT" || m.Lat < 41 || m.Lon > 13 {
		t.Errorf("ByCode = %+v, %v", m, ok)
	}
	if _, ok := capitals(t).ByCode("it-roma"); ok {
		t.Error("ByCode(it-roma) found something")
	}
}

// TestBuilt_keepsTheCodes holds where the whole list has been built in: a
// capital's code must not depend on it.
func TestBuilt_keepsTheCodes(t *testing.T) {
	whole, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	few := capitals(t)
	for _, name := range []string{"Roma", "Matera", "Bolzano", "L'Aquila", "Carbonia", "Aosta", "Reggio Calabria"} {
		a, b := few.Towns(name), whole.Towns(name)
		if len(a) == 0 || len(b) == 0 || a[0] != b[0] {
			t.Errorf("%s: %v in the short list, %v in the whole one", name, a, b)
			continue
		}
		from, _ := few.ByCode(a[0].Code)
		to, _ := whole.ByCode(a[0].Code)
		if from.Name != to.Name || from.Region != to.Region || from.Province != to.Province {
			t.Errorf("%s: %+v in the short list, %+v in the whole one", name, from, to)
		}
	}
}

func TestBuilt_choosesByCountry(t *testing.T) {
	whole, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	if len(whole.Towns("Valencia, ES")) == 0 {
		t.Skip("the towns of Europe are not built in")
	}
	for typed, country := range map[string]string{
		"Paris, Francia": "FR", "Valencia (Spagna)": "ES", "valencia, spain": "ES", "San, Spagna": "ES", "Roma, Italia": "IT", "London, Regno Unito": "GB", "Bern, Schweiz": "CH",
	} {
		towns := whole.Towns(typed)
		for _, town := range towns {
			if m, _ := whole.ByCode(town.Code); m.Country != country {
				t.Errorf("Towns(%q) has %s; want towns of %s", typed, town.Label, country)
			}
		}
		if len(towns) == 0 {
			t.Errorf("Towns(%q) finds nothing", typed)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := gazetteer.Load(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTowns(b *testing.B) {
	g, err := gazetteer.Load()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		g.Towns("s")
		g.Towns("san giovanni")
	}
}

func TestCountry_knowsCodesAndNames(t *testing.T) {
	g := capitals(t)
	for text, want := range map[string]string{
		"IT": "IT", "it": "IT", "ITA": "IT", "Italia": "IT", "ITALY": "IT", "Italie": "IT",
		"Suisse": "CH", "Svizzera": "CH", "Schweiz": "CH", " germany ": "DE", "Deutschland": "DE", "Allemagne": "DE", "DEU": "DE",
		"France": "FR", "UK": "GB", "U.K.": "GB", "Regno Unito": "GB", "Scozia": "GB", "EL": "GR", "Ελλάδα": "GR", "GR": "GR",
		"Cechia": "CZ", "Repubblica Ceca": "CZ", "Czech Republic": "CZ", "Stati Uniti": "US", "Sénégal": "SN", "senegal": "SN", "Olanda": "NL", "XK": "XK",
		"": "", "Padania": "", "EU": "", "150": "", "Q1": "", "ZZ": "",
	} {
		if got, ok := g.Country(text); got != want || ok != (want != "") {
			t.Errorf("Country(%q) = %q, %v; want %q", text, got, ok, want)
		}
	}
}

func FuzzTyped(f *testing.F) {
	g := capitals(f)
	for _, seed := range []string{"Firenz", "S. Remo", "Reggio (RC", "\xff", "Αθήνα, GR", "🙂", ",", "()", strings.Repeat("a", 500)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		if n := len(g.Meant(typed)); n > 5 {
			t.Errorf("Meant(%q) has %d towns", typed, n)
		}
		for _, m := range g.Named(typed) {
			if known, ok := g.ByCode(m.Code); !ok || known != m {
				t.Errorf("Named(%q) has %v, which is not known by its code", typed, m)
			}
		}
		if n := len(g.Towns(typed)); n > 10 {
			t.Errorf("Towns(%q) has %d towns", typed, n)
		}
	})
}
