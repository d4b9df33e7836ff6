package search

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// apart is the distance between two words, worked out letter by letter without
// a table.
func apart(a, b []rune) int {
	switch {
	case len(a) == 0 || len(b) == 0:
		return len(a) + len(b)
	case a[0] == b[0]:
		return apart(a[1:], b[1:])
	}
	least := min(apart(a[1:], b), apart(a, b[1:]), apart(a[1:], b[1:]))
	if len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] {
		least = min(least, apart(a[2:], b[2:]))
	}
	return 1 + least
}

func TestNear_findsWhatComparingEveryWordFinds(t *testing.T) {
	letters := rapid.StringOfN(rapid.SampledFrom([]rune("abcèł")), 1, 9, -1)
	rapid.Check(t, func(r *rapid.T) {
		words := newWordList(map[string]bool{})
		words = append(words, rapid.SliceOfDistinct(letters, rapid.ID[string]).Draw(r, "words")...)
		slices.Sort(words)
		typed := letters.Draw(r, "typed")
		got := map[string]int{}
		near(typed, words, func(n uint32, distance int) { got[words.word(n)] = distance })
		want := map[string]int{}
		for _, w := range words {
			if d := apart([]rune(typed), []rune(w)); mistakes(typed) > 0 && d <= mistakes(typed) {
				want[w] = d
			}
		}
		if !maps.Equal(got, want) {
			r.Fatalf("near %q among %q: %v; want %v", typed, words, got, want)
		}
	})
}

func BenchmarkNear(b *testing.B) {
	var words wordList
	for _, begin := range []string{"lavor", "solid", "coop", "ass", "form", "rete", "mutu", "art", "pro", "con", "inter", "ri", "s", "t", "m"} {
		for _, middle := range []string{"a", "e", "i", "o", "u", "azion", "ament", "er", "ar", "iv", "ic", "end", "ost", "ul", "ibil", "ett"} {
			for _, end := range []string{"a", "e", "i", "o", "are", "ere", "ire", "ato", "ata", "ati", "ate", "ista", "isti", "ale", "ali", "oso", "osa", "mente", "tore", "trice"} {
				words = append(words, begin+middle+end)
			}
		}
	}
	slices.Sort(words)
	words = slices.Compact(words)
	b.ReportMetric(float64(len(words)), "words")
	for b.Loop() {
		near("solidarieta", words, func(uint32, int) {})
	}
}
