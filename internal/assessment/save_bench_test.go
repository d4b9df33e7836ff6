package assessment_test

import (
	"path/filepath"
	"testing"

	"telaio/internal/assessment"
	"telaio/internal/kit"
)

// BenchmarkSave saves answers one after the other, each item in its turn, as
// somebody does who answers with short notes.
func BenchmarkSave(b *testing.B) {
	for _, mode := range []assessment.Mode{assessment.Named, assessment.Confidential} {
		b.Run(string(mode), func(b *testing.B) {
			h := newHouse(b, open(b, filepath.Join(b.TempDir(), "telaio.db")))
			_, people := h.start(b, mode, 1)
			items := people[0].Items
			b.ReportAllocs()
			b.ResetTimer()
			for n := range b.N {
				round := n / len(items)
				a := assessment.Answer{
					Item: items[n%len(items)].ID, Number: round, Code: kit.LevelCode(round % (kit.MaxLevel + 1)),
					Note: "Ci siamo arrivati piano piano, discutendone in assemblea.",
				}
				if _, err := h.Save(b.Context(), people[0], a); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
