package atlas_test

import (
	"strings"
	"testing"
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
