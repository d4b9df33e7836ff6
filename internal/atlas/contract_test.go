package atlas_test

import (
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"testing"

	"telaio/internal/atlas"
	"telaio/internal/clock"
	"telaio/internal/gazetteer"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/store"
	"telaio/internal/taxonomy"
	"telaio/internal/testkit"
)

// placeContract is testdata/place.txt.
type placeContract struct {
	cards    map[string]organisation.Card
	searches []placeSearch
}

type placeSearch struct {
	line  int
	typed string
	want  []string // the lines that follow
}

func readPlaceContract(t *testing.T, towns *gazetteer.Gazetteer) placeContract {
	t.Helper()
	raw, err := os.ReadFile("testdata/place.txt")
	must(t, err)
	c := placeContract{cards: map[string]organisation.Card{}}
	for n, line := range strings.Split(string(raw), "\n") {
		kind, rest, _ := strings.Cut(line, " ")
		switch kind {
		case "", "#":
		case "?":
			c.searches = append(c.searches, placeSearch{line: n + 1, typed: rest})
		case "=", ">", "+", "≈":
			last := &c.searches[len(c.searches)-1]
			last.want = append(last.want, line)
		default:
			id, rest, _ := strings.Cut(line, ": ")
			fields := strings.Split(rest, "|")
			made := card(strings.TrimSpace(fields[0]), strings.TrimSpace(fields[2]))
			for town := range strings.SplitSeq(fields[1], ";") {
				if strings.TrimSpace(town) == "online" {
					made.Places = append(made.Places, organisation.Place{Kind: "online", Publicity: organisation.PublicityExact})
					continue
				}
				for _, m := range towns.Named(strings.TrimSpace(town))[:min(1, len(strings.TrimSpace(town)))] {
					made.Places = append(made.Places, organisation.Place{Kind: "seat", Publicity: organisation.PublicityMunicipality, Municipality: m, Country: m.Country})
				}
			}
			c.cards[id] = made
		}
	}
	return c
}

// TestFind_keepsTheContractOfPlaces is about the ways in which people name places.
func TestFind_keepsTheContractOfPlaces(t *testing.T) {
	towns := testkit.Towns(t)
	if len(towns.Named("Paris")) == 0 {
		t.Skip("built without the towns of Europe")
	}
	c := readPlaceContract(t, towns)
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		words := testkit.Library(t).Words.WithPlaces(slices.Concat(towns.WellKnown(), regionNames(t))).WithProvinces(gazetteer.Provinces())
		x := atlas.NewIndex(s, testkit.Library(t).Taxonomies, words, &clock.Fixed{T: noon()}, slog.New(slog.DiscardHandler))
		x.Gazetteer = towns
		for id, made := range c.cards {
			publish(t, s, id, 1, made)
		}
		must(t, x.Build(t.Context()), x.IndexWords(t.Context()))
		for _, search := range c.searches {
			r, err := x.Find(t.Context(), atlas.Query{Text: search.typed})
			must(t, err)
			if got := toldOf(r); !slices.Equal(got, search.want) {
				t.Errorf("line %d: %s\n got %q\nwant %q", search.line, search.typed, got, search.want)
			}
			if h := r.TownHint; h != nil {
				near, err := x.Find(t.Context(), h.Query)
				must(t, err)
				if near.Near.Town == nil || near.Near.Town.Code != h.Town.Code || near.Total < max(h.Count, r.Total) {
					t.Errorf("line %d: the way near %s leads to %d entries near %+v", search.line, h.Town.Name, near.Total, near.Near.Town)
				}
			}
		}
	})
}

func regionNames(t *testing.T) []string {
	t.Helper()
	var names []string
	vocabulary := testkit.Library(t).Taxonomies
	for _, region := range vocabulary[taxonomy.Region].Terms {
		for _, language := range i18n.Languages() {
			names = append(names, vocabulary.Label(taxonomy.Region, region.Code, string(language)))
		}
	}
	return names
}

// toldOf writes a result as the contract does.
func toldOf(r atlas.Result) []string {
	line := "="
	for _, e := range r.Entries {
		line += " " + e.ID
	}
	lines := []string{line}
	for _, m := range r.Meant {
		lines = append(lines, "≈ "+m.Typed+" → "+m.Word)
	}
	if h := r.TownHint; h != nil {
		line := "> " + gazetteer.Label(h.Town)
		if h.Query.Text != "" {
			line += " “" + h.Query.Text + "”"
		}
		if h.Count > 0 {
			line += fmt.Sprintf(": %d", h.Count)
		}
		lines = append(lines, line)
	}
	for _, h := range r.Hints {
		lines = append(lines, fmt.Sprintf("+ %s: %d", h.Text, h.Count))
	}
	return lines
}
