package atlas

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"telaio/internal/clock"
	"telaio/internal/organisation"
	"telaio/internal/search"
)

// walked is an index in memory whose organisations have a few words each.
type walked struct {
	*Index
	all []organisation.Organisation
}

func (w *walked) publish(r *rapid.T, prefix string) {
	word := rapid.SampledFrom([]string{"sartoria", "corso", "corsi", "mutuo", "soccorso", "filo"})
	for i := range rapid.IntRange(1, 25).Draw(r, "organisations") {
		o := named(fmt.Sprintf("%s%02d", prefix, i), strings.Join(rapid.SliceOfN(word, 0, 2).Draw(r, "name"), " "))
		o.Card.ShortDescription = strings.Join(rapid.SliceOfN(word, 0, 4).Draw(r, "description"), " ")
		o.Card.Story = strings.Join(rapid.SliceOfN(word, 0, 6).Draw(r, "story"), " ")
		w.all = append(w.all, o)
	}
	s, words := snapshotOf(w.all), search.NewBuilder()
	for _, o := range w.all {
		words.Add(w.documentOf(o))
	}
	s.setWords(words.Index())
	w.current.Store(s)
}

// TestWalk_byRelevanceMeetsEachOnce walks through what one or several words find, a
// few at a time, while more is published or nothing is.
func TestWalk_byRelevanceMeetsEachOnce(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := walked{Index: NewIndex(nil, vocabulary(), search.NewLanguage([][]string{{"mutuo", "soccorso"}}, nil), &clock.Fixed{}, slog.New(slog.DiscardHandler))}
		w.publish(r, "o")
		q := Query{Text: rapid.SampledFrom([]string{"sartoria", "corso filo", "mutuo sartoria corso", "corso mutu", `"corso" filo soccorso`}).Draw(r, "text")}
		before, err := w.Entries(context.Background(), q)
		if err != nil {
			r.Fatal(err)
		}
		limit, grows := rapid.IntRange(1, 7).Draw(r, "limit"), rapid.Bool().Draw(r, "grows")
		met, from := map[string]int{}, Mark{}
		for step := 0; ; step++ {
			part, err := w.Walk(context.Background(), Walk{Query: q, Order: ByRelevance}, from, limit)
			if err != nil {
				r.Fatal(err)
			}
			for _, e := range part.Entries {
				met[e.ID]++
			}
			if !part.More {
				break
			}
			if from = part.Last; grows && step < 4 {
				w.publish(r, fmt.Sprint("n", step))
			}
		}
		for _, e := range before {
			if met[e.ID] != 1 {
				r.Fatalf("%s of %d was met %d times", e.ID, len(before), met[e.ID])
			}
		}
		for id, n := range met {
			if n != 1 {
				r.Fatalf("%s was met %d times", id, n)
			}
		}
	})
}
