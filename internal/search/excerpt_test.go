package search

import (
	"testing"

	"pgregory.net/rapid"
)

// An excerpt is cut between characters, and has as many in every script.
func TestAhead_countsCharactersNotBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := []rune(rapid.StringOf(rapid.SampledFrom([]rune("ab àèñ λж漢字🧵"))).Draw(t, "text"))
		n := rapid.IntRange(0, 20).Draw(t, "n")
		want := string(text[:min(n, len(text))])
		if got := string(text)[:ahead(string(text), n)]; got != want {
			t.Fatalf("the first %d characters of %q are %q, not %q", n, string(text), got, want)
		}
	})
}
