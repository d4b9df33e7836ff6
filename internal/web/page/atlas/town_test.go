package atlas_test

import (
	"strings"
	"testing"

	"telaio/internal/organisation"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestAtlas_callsTownsAsTheReaderDoes(t *testing.T) {
	site := newSite(t, few(t))
	for path, want := range map[string][]string{
		"/atlante":                        {">Roma</text>", `aria-label="Roma, 2 organizzazioni"`, ", Roma.</strong>"},
		"/en/atlas":                       {">Rome</text>", `aria-label="Rome, 2 organisations"`, "Collective or informal group, Rome.</strong>"},
		"/en/atlas?comune=it-058091":      {"<title>Rome · ", `class="tag" href="/en/atlas">Rome`, `first · Rome" href="/en/atlas.atom`},
		"/en/atlas?vicino=Roma":           {`value="Rome (RM)"`, ">Near Rome <"},
		"/en/atlas?q=filo+a+roma":         {"Rome (RM)"},
		"/en/atlas.atom?comune=it-058091": {"· Rome</title>"},
	} {
		page := get(t, site, path)
		for _, text := range want {
			if !strings.Contains(page, text) {
				t.Errorf("%s has no %s", path, text)
			}
		}
	}
}

func TestAtlas_keepsOneNameOfATownForPrograms(t *testing.T) {
	site := newSite(t, few(t))
	for _, form := range []string{"csv", "geojson", "jsonld"} {
		if it, en := get(t, site, "/atlante."+form), get(t, site, "/en/atlas."+form); !strings.Contains(en, "Roma") || strings.Contains(en, "Rome") || strings.Contains(it, "Rome") {
			t.Errorf("atlas.%s has the name that readers of English know", form)
		}
	}
}

func TestMap_callsTownsAsTheReaderDoes(t *testing.T) {
	site := newSite(t, few(t))
	if state := get(t, site, "/en/atlas/map.json"); !strings.Contains(state, `"towns":{"0":"Rome"}`) {
		t.Errorf("the map is told %s", state)
	}
	if state := get(t, site, "/atlante/mappa.json"); strings.Contains(state, `"towns"`) {
		t.Errorf("the Italian map is told %s", state)
	}
	if counts := get(t, site, "/atlante/griglia.json?lingua=en&ingrandimento=12"); !strings.Contains(counts, `"Rome"`) {
		t.Errorf("the counts have %s", counts)
	}
}

// TestAtlas_saysWhichPlaceIsNear is about organisations whose row names one town
// while another of theirs is the nearest.
func TestAtlas_saysWhichPlaceIsNear(t *testing.T) {
	site := newSite(t, func(s *store.Store) {
		testkit.Publish(t, s, organisation.Organisation{ID: "o", Slug: "o"}, card("Filo", "network", "association", place(t, "Torino"), place(t, "Napoli")))
		testkit.Publish(t, s, organisation.Organisation{ID: "p", Slug: "p"}, card("Spola", "network", "association", place(t, "Napoli")))
	})
	for path, want := range map[string][]string{
		"/atlante?vicino=Caserta":     {"km (Napoli).</span> <strong>Associazione, Torino.", "km.</span> <strong>Associazione, Napoli."},
		"/en/atlas?vicino=Caserta":    {"km away (Naples).</span> <strong>Association, Turin."},
		"/en/atlas?vicino=it-063049":  {"Less than 1 km away (Naples).</span>", "Less than 1 km away.</span>"},
		"/en/atlas?vicino=Turin%2CTO": {"Less than 1 km away.</span> <strong>Association, Turin."},
	} {
		page := get(t, site, path)
		for _, text := range want {
			if !strings.Contains(page, text) {
				t.Errorf("%s has no %s", path, text)
			}
		}
	}
}
