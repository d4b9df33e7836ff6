package mailbox

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPieces_linksAddressesOfThisSiteOnly(t *testing.T) {
	const site = "https://telaio.example"
	for text, want := range map[string][]piece{
		"ciao": {{Text: "ciao"}},
		"Apri https://telaio.example/entra/abc e poi https://example.org/x": {
			{Text: "Apri "}, {Text: "https://telaio.example/entra/abc", Link: true}, {Text: " e poi https://example.org/x"},
		},
		"https://telaio.example/a\nhttps://telaio.example/b": {
			{}, {Text: "https://telaio.example/a", Link: true}, {Text: "\n"}, {Text: "https://telaio.example/b", Link: true}, {},
		},
		"https://telaio.example.org/": {{Text: "https://telaio.example.org/"}},
	} {
		if diff := cmp.Diff(want, pieces(text, site)); diff != "" {
			t.Errorf("pieces(%q) (-want +got):\n%s", text, diff)
		}
	}
}

func FuzzPieces(f *testing.F) {
	f.Add("a https://telaio.example/b c")
	f.Fuzz(func(t *testing.T, text string) {
		var all strings.Builder
		for _, p := range pieces(text, "https://telaio.example") {
			all.WriteString(p.Text)
		}
		if all.String() != text {
			t.Errorf("pieces lose something: %q became %q", text, all.String())
		}
	})
}
