package worddiff_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"telaio/internal/worddiff"
)

func TestSides(t *testing.T) {
	tests := map[string]struct{ before, after, old, updated string }{
		"equal texts":           {"un filo", "un filo", "un filo", "un filo"},
		"a word is replaced":    {"un filo rosso", "un filo verde", "un filo -rosso-", "un filo +verde+"},
		"a word is added":       {"un filo", "un filo verde", "un filo", "un filo+ verde+"},
		"several words are one": {"laboratori messi insieme", "laboratori, uffici e competenze messi insieme", "laboratori messi insieme", "laboratori+, uffici e competenze+ messi insieme"},
		"from nothing":          {"", "tutto nuovo", "", "+tutto nuovo+"},
		"to nothing":            {"tutto via", "", "-tutto via-", ""},
		"accents are words":     {"la città è viva", "la citta è viva", "la -città- è viva", "la +citta+ è viva"},
		"an article with its apostrophe": {
			"dell'officina", "dell'atelier", "dell'-officina-", "dell'+atelier+",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			old, updated := worddiff.Sides(tt.before, tt.after)
			if diff := cmp.Diff(tt.old, marked(old)); diff != "" {
				t.Errorf("old side (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.updated, marked(updated)); diff != "" {
				t.Errorf("new side (-want +got):\n%s", diff)
			}
		})
	}
}

func marked(pieces []worddiff.Piece) string {
	sign := map[worddiff.Kind]string{worddiff.Same: "", worddiff.Deleted: "-", worddiff.Inserted: "+"}
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(sign[p.Kind] + p.Text + sign[p.Kind])
	}
	return b.String()
}

func joined(pieces []worddiff.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
	}
	return b.String()
}

func TestSides_losesNothing(t *testing.T) {
	words := rapid.SliceOfN(rapid.SampledFrom([]string{"filo", "trama", " ", " ", ",", "'", "è", "\n", "ordito"}), 0, 60)
	rapid.Check(t, func(t *rapid.T) {
		before := strings.Join(words.Draw(t, "before"), "")
		after := strings.Join(words.Draw(t, "after"), "")
		old, updated := worddiff.Sides(before, after)
		if joined(old) != before || joined(updated) != after {
			t.Fatalf("sides %q, %q; want %q, %q", joined(old), joined(updated), before, after)
		}
	})
}

func FuzzSides(f *testing.F) {
	f.Add("un filo", "due fili")
	f.Add("", "\u202e")
	f.Fuzz(func(t *testing.T, before, after string) {
		if !utf8.ValidString(before) || !utf8.ValidString(after) {
			t.Skip()
		}
		old, updated := worddiff.Sides(before, after)
		if joined(old) != before || joined(updated) != after {
			t.Errorf("sides %q, %q; want %q, %q", joined(old), joined(updated), before, after)
		}
	})
}
