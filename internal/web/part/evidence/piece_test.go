package evidence_test

import (
	"strings"
	"testing"

	"telaio/internal/assessment"
	"telaio/internal/web/part/evidence"
)

func TestPiece_leadsOnlyToWhatCanBeHad(t *testing.T) {
	for _, c := range []struct {
		given assessment.Evidence
		file  string
		want  string
	}{
		{assessment.Evidence{Title: "Statuto", Link: "https://ilfilo.example/statuto"}, "", `<a href="https://ilfilo.example/statuto" rel="noopener noreferrer nofollow">Statuto</a>`},
		{assessment.Evidence{Link: "javascript:alert(1)"}, "", `<a href="about:invalid#TemplFailedSanitizationURL" rel="noopener noreferrer nofollow">javascript:alert(1)</a>`},
		{assessment.Evidence{FileName: "verbale.pdf", File: "f1"}, "/prove/f1", `<a href="/prove/f1" download>verbale.pdf</a>`},
		{assessment.Evidence{FileName: "verbale.pdf", File: "f1"}, "", `verbale.pdf`},
		{assessment.Evidence{Title: "Racconto <breve>"}, "/prove/", `Racconto &lt;breve&gt;`},
	} {
		var got strings.Builder
		if err := evidence.Piece(c.given, c.file).Render(t.Context(), &got); err != nil {
			t.Fatal(err)
		}
		if strings.TrimSpace(got.String()) != c.want {
			t.Errorf("%+v: %s; want %s", c.given, got.String(), c.want)
		}
	}
}
