package web

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestPattern_givesBackWhatItFolded(t *testing.T) {
	piece := rapid.SampledFrom([]string{"<p>", "filo ", "trama e ordito", "è ", strings.Repeat("un filo dopo l'altro ", 400), "\x00"})
	page := rapid.Map(rapid.SliceOfN(piece, 0, 12), func(pieces []string) []byte { return []byte(strings.Join(pieces, "")) })
	rapid.Check(t, func(r *rapid.T) {
		by := newPattern(nil, page.Draw(r, "first page"))
		for range 3 {
			plain := page.Draw(r, "page")
			by.unfold(by.fold(plain), func(unfolded []byte) {
				if !bytes.Equal(unfolded, plain) {
					r.Fatalf("%d bytes became %d others", len(plain), len(unfolded))
				}
			})
		}
	})
}

func TestPattern_foldsAPageToWhatDiffers(t *testing.T) {
	frame := strings.Repeat("<nav>Atlante, Partecipa, Dati aperti</nav>", 1)
	for i := range 300 {
		frame += strings.Repeat(string(rune('a'+i%26)), i%7) + "<li>"
	}
	by := newPattern(nil, []byte(frame+"una storia"+frame))
	if folded := by.fold([]byte(frame + "un'altra, tutta diversa" + frame)); len(folded) > 100 {
		t.Errorf("%d bytes of %d are left", len(folded), 2*len(frame))
	}
}
