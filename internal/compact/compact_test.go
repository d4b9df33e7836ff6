package compact

import (
	"strings"
	"testing"
	"unsafe"

	"pgregory.net/rapid"
)

func TestTogether_keepsEachWordAndJoinsThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(rapid.String(), 0, 5).Draw(t, "words")
		words := make([]*string, len(want))
		for i, word := range want {
			own := strings.Clone(word)
			words[i] = &own
		}
		if all := Together(words...); all != strings.Join(want, "\x00") {
			t.Fatalf("%q together are %q", want, all)
		}
		for i, word := range words {
			if *word != want[i] {
				t.Fatalf("%q has become %q", want[i], *word)
			}
		}
	})
}

func TestOnce_makesEqualWordsOnePiece(t *testing.T) {
	a, b := strings.Clone("it-058091"), strings.Clone("it-058091")
	Once(&a, &b)
	if a != "it-058091" || unsafe.StringData(a) != unsafe.StringData(b) {
		t.Errorf("%q and %q lie in two places", a, b)
	}
}
