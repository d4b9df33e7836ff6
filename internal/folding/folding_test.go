package folding_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"telaio/internal/folding"
)

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"L'Aquila, CAFFÈ":              "l aquila caffe",
		"Forlì–Cesena":                 "forli cesena",
		"  Reggio  nell’E. ":           "reggio nell e",
		"Łódź, Straße, Køge":           "lodz strasse koge",
		"Citta\u0300":                  "citta",
		"5G & CNC":                     "5g cnc",
		"🙂 \"':*()":                    "",
		"Ωmega":                        "ωmega",
		"ΑΘΗΝΑΣ, Αθήνας":               "αθηνασ αθηνασ",
		string([]byte{'a', 0xff, 'b'}): "a b",
	} {
		if got := folding.Fold(text); got != want {
			t.Errorf("Fold(%q) = %q; want %q", text, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, seed := range []string{"Città", "ﬁne", "\x00\xff", "İ", "أ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		folded := folding.Fold(s)
		if !utf8.ValidString(folded) || strings.Contains(folded, "  ") || strings.TrimSpace(folded) != folded {
			t.Errorf("Fold(%q) = %q", s, folded)
		}
		if strings.ContainsAny(folded, `'"*:()&|!<>-`) {
			t.Errorf("Fold(%q) = %q keeps an operator", s, folded)
		}
	})
}
