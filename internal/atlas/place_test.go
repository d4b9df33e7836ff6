package atlas_test

import (
	"log/slog"
	"testing"

	"telaio/internal/atlas"
	"telaio/internal/clock"
	"telaio/internal/gazetteer"
	"telaio/internal/organisation"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

// TestFind_aPlaceIsNoFormOfAnotherWord is about towns whose names look like other
// words: who is there is found and, where nobody is, the nearest are offered.
func TestFind_aPlaceIsNoFormOfAnotherWord(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		towns, err := gazetteer.Capitals()
		must(t, err)
		x := atlas.NewIndex(s, taxonomies(t), testkit.Library(t).Words.WithPlaces(towns.WellKnown()), &clock.Fixed{T: noon()}, slog.New(slog.DiscardHandler))
		x.Gazetteer = towns
		milan := card("Ferrari e fili", "Un corso di tornitura, e un capitolo di storie romane.")
		milan.Places = []organisation.Place{{Kind: "seat", Publicity: organisation.PublicityMunicipality, Municipality: towns.Named("Milano")[0]}}
		rome := card("Bottega", "Un corso di cucito.")
		rome.Places = []organisation.Place{{Kind: "seat", Publicity: organisation.PublicityMunicipality, Municipality: towns.Named("Roma")[0]}}
		publish(t, s, "milan", 1, milan)
		publish(t, s, "rome", 1, rome)
		must(t, x.Build(t.Context()), x.IndexWords(t.Context()))
		for text, want := range map[string]string{"roma": "rome", "Rome": "rome", "corsi roma": "rome", "romane": "milan", "ferrari": "milan", "Ferrara": "", "corso ferrara": ""} {
			r, err := x.Find(t.Context(), atlas.Query{Text: text})
			must(t, err)
			got := ""
			for _, e := range r.Entries {
				got += e.ID
			}
			if got != want {
				t.Errorf("%s finds %q; want %q", text, got, want)
			}
			if near := r.TownHint != nil && r.TownHint.Count == 2 && r.TownHint.Town.Name == "Ferrara"; near != (want == "") {
				t.Errorf("%s: the hint is %+v", text, r.TownHint)
			}
		}
	})
}
