package kit_test

import (
	"testing"

	"telaio/internal/kit"
)

// FuzzParse: a file is a kit whose cycles can be scored, or it has problems.
func FuzzParse(f *testing.F) {
	f.Add(shippedText(f))
	f.Add([]byte("id: a\nversion: 1.0.0\ndimensions: [{id: A, items: [{id: A1, levels: [{level: 0}]}]}]\n"))
	f.Add([]byte("dimensions: [null]\nquick_check: {items: [X]}\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		k, problems := kit.Parse("f", raw, forms)
		if (k == nil) != (len(problems) > 0) {
			t.Fatalf("kit %v, problems %v", k != nil, problems)
		}
		if k != nil {
			kit.Score(k, kit.Input{})
		}
	})
}
