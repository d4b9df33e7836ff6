package text

import (
	"testing"

	"github.com/yuin/goldmark/ast"
)

// Anchors keep accented letters readable, start with a letter and never repeat.
func TestAnchors_nameHeadingsSoThatLinksLast(t *testing.T) {
	names := anchors{}
	for _, c := range []struct{ heading, want string }{
		{"È una classifica?", "e-una-classifica"},
		{"Perché partecipare", "perche-partecipare"},
		{"È una classifica?", "e-una-classifica-2"},
		{"10 giorni", "n-10-giorni"},
		{"?", "n"},
	} {
		if got := string(names.Generate([]byte(c.heading), ast.KindHeading)); got != c.want {
			t.Errorf("%q is named %q; want %q", c.heading, got, c.want)
		}
	}
}
