package markdown

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What is taken for prose comes out as the converter would write it.
func TestProse_isWhatMarkdownMakesOfIt(t *testing.T) {
	pieces := []string{
		"parola", "l'assemblea", "\"tra virgolette\"", "«così»", "’80", "è", "A", "z", "7", "1.", "1)", "-", "--", "—", "…", "·", "€", "%",
		" ", " ", " ", "  ", "\n", "\n\n", "\n\n\n", "\r\n", "\t", ".", ",", ";", ":", "!", "?", "(", ")", "'", "\"", "http:", "https://esempio.it",
		"www.esempio.it", "http:esempio.it", "info@esempio.it", "mailto:a", "esempio.it", "*", "_", "`", "#", ">", "<", "&", "&amp;", "+", "=", "===", "---", "[", "]", "\\", "/", "|", "~",
		"\u00a0", "\u0301", "\u2028", "\u200b", "字", "ﬁ",
	}
	rapid.Check(t, func(t *rapid.T) {
		source := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 14).Draw(t, "pieces"), "")
		if fast, ok := prose(source); ok && fast != convert(source) {
			t.Fatalf("prose %q, Markdown %q", fast, convert(source))
		}
	})
}

func TestProse_takesAnOrdinaryStory(t *testing.T) {
	story := "L'associazione è nata nel 2013, \"dal basso\": così dicono.\nOggi (lo sappiamo) è qui.\n\nOgni anno, 40 persone!"

	got, ok := prose(story)

	want := "<p>L&#39;associazione è nata nel 2013, &#34;dal basso&#34;: così dicono.\nOggi (lo sappiamo) è qui.</p>\n<p>Ogni anno, 40 persone!</p>"
	if !ok || got != want {
		t.Errorf("%q, %v; want %q", got, ok, want)
	}
}

func TestProse_leavesMarksToMarkdown(t *testing.T) {
	for _, source := range []string{"", "- voce", "1. voce", "# titolo", "un *po'*", "a  \nb", "visita www.esempio.it", "Riga\n\n\nRiga", " rientro", "finisce "} {
		if text, ok := prose(source); ok {
			t.Errorf("%q was taken for prose: %q", source, text)
		}
	}
}
