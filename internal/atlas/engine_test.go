package atlas_test

import (
	"log/slog"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/atlas"
	"telaio/internal/clock"
	"telaio/internal/organisation"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

// readSearchContract takes the organisations and the searches out of the contract of
// internal/search: what they are called and what they say, without labels and
// places, which a card has by their codes.
func readSearchContract(t *testing.T) (cards map[string]organisation.Card, typed []string) {
	t.Helper()
	raw, err := os.ReadFile("../search/testdata/contract.txt")
	must(t, err)
	cards = map[string]organisation.Card{}
	for line := range strings.Lines(string(raw)) {
		kind, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		id, own := strings.CutSuffix(kind, ":")
		switch {
		case kind == "?":
			typed = append(typed, rest)
		case own:
			columns := strings.Split(rest, "|")
			called := strings.Split(columns[0], ";")
			cards[id] = organisation.Card{
				Name: strings.TrimSpace(called[0]), OtherNames: called[1:],
				ShortDescription: strings.TrimSpace(columns[3]), Story: strings.Join(columns[4:], "|"),
			}
		}
	}
	return cards, typed
}

// TestFind_answersTheContractAlikeOnBothEngines searches what was read out of each
// database: texts in every script come back as they were written.
func TestFind_answersTheContractAlikeOnBothEngines(t *testing.T) {
	cards, typed := readSearchContract(t)
	found := map[string]map[string]string{}
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		x := atlas.NewIndex(s, testkit.Library(t).Taxonomies, testkit.Library(t).Words, &clock.Fixed{T: noon()}, slog.New(slog.DiscardHandler))
		for id, card := range cards {
			publish(t, s, id, 1, card)
		}
		must(t, x.Build(t.Context()), x.IndexWords(t.Context()))
		answers := map[string]string{}
		for _, text := range typed {
			answers[text] = names(t, x, text)
		}
		if answers["αλληλεγγυη"] == "" || answers["caffè"] == "" {
			t.Errorf("nothing is found by αλληλεγγυη (%q) or caffè (%q)", answers["αλληλεγγυη"], answers["caffè"])
		}
		_, engine, _ := strings.Cut(t.Name(), "/")
		found[engine] = answers
	})
	if len(found) < 2 {
		t.Skip("there is one engine only")
	}
	if diff := cmp.Diff(found["sqlite"], found["postgres"]); diff != "" {
		t.Errorf("SQLite and PostgreSQL differ:\n%s", diff)
	}
}
