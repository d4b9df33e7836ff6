package atlas_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"telaio/internal/atlas"
	"telaio/internal/clock"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

// TestWalk_byRelevanceMeetsEachOnceWhileOthersArePublished walks through what a
// word finds, while what is published makes the word common.
func TestWalk_byRelevanceMeetsEachOnceWhileOthersArePublished(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		for i := range 40 {
			publish(t, s, fmt.Sprintf("o%02d", i), 1, card(fmt.Sprintf("Numero %d", i), strings.Repeat("sartoria ", 1+i%7)+strings.Repeat("altro ", i)))
		}
		x := atlas.NewIndex(s, taxonomies(t), testkit.Library(t).Words, &clock.Fixed{T: noon()}, slog.New(slog.DiscardHandler))
		must(t, x.Build(t.Context()), x.IndexWords(t.Context()))
		met, from := map[string]int{}, atlas.Mark{}
		for step := 0; ; step++ {
			part, err := x.Walk(t.Context(), atlas.Walk{Query: atlas.Query{Text: "sartoria"}, Order: atlas.ByRelevance}, from, 6)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range part.Entries {
				met[e.ID]++
			}
			if !part.More {
				break
			}
			from = part.Last
			for i := range 20 {
				if step < 4 {
					publish(t, s, fmt.Sprintf("n%d-%d", step, i), 1, card("Nuova", "sartoria"))
				}
			}
			must(t, x.Refresh(t.Context()))
		}
		for i := range 40 {
			if id := fmt.Sprintf("o%02d", i); met[id] != 1 {
				t.Errorf("%s was met %d times", id, met[id])
			}
		}
	})
}
