package markdown_test

import (
	"testing"

	"telaio/internal/markdown"
)

func TestPlain(t *testing.T) {
	for source, want := range map[string]string{
		"":                                     "",
		"Una **cooperativa** di\nsarte.":       "Una cooperativa di sarte.",
		"## Chi siamo\n\n- uno\n- due":         "Chi siamo uno due",
		"[qui](https://a.example) e <b>là</b>": "qui e là",
		"a &amp; b \\* c":                      "a & b * c",
	} {
		if got := markdown.Plain(source); got != want {
			t.Errorf("Plain(%q) = %q; want %q", source, got, want)
		}
	}
}
