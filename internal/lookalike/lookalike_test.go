package lookalike_test

import (
	"testing"
	"unicode/utf8"

	"telaio/internal/lookalike"
)

func TestSkeleton_isTheSameForNamesThatLookTheSame(t *testing.T) {
	tests := []struct{ name, a, b string }{
		{"case and accents", "Città Futura", "citta futura"},
		{"spaces", " Officine  Zero", "Officine Zero "},
		{"a Cyrillic o", "Оfficine Zerо", "Officine Zero"},
		{"a Greek omicron", "Officine Zerο", "Officine Zero"},
		{"a digit for a letter", "0fficine Zer0", "Officine Zero"},
		{"a sign of no width", "Offi\u200bcine Zero", "Officine Zero"},
		{"full-width letters", "Ｏｆｆｉｃｉｎｅ Zero", "Officine Zero"},
		{"a typographic apostrophe", "L’Officina", "L'officina"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if a, b := lookalike.Skeleton(tt.a), lookalike.Skeleton(tt.b); a != b {
				t.Errorf("Skeleton(%q) = %q, Skeleton(%q) = %q; want the same", tt.a, a, tt.b, b)
			}
		})
	}
}

func TestSkeleton_keepsDifferentNamesApart(t *testing.T) {
	if a, b := lookalike.Skeleton("Officine Zero"), lookalike.Skeleton("Officine Nove"); a == b {
		t.Errorf("both are %q", a)
	}
}

func TestMixedScript(t *testing.T) {
	for name, want := range map[string]bool{
		"Officine Zero":  false,
		"Оfficine Zero":  true, // Cyrillic О
		"Αθήνα e Roma":   false,
		"東京カフェ":          false,
		"Città d’Arte 2": false,
		"Roмa":           true,
	} {
		if got := lookalike.MixedScript(name); got != want {
			t.Errorf("MixedScript(%q) = %v; want %v", name, got, want)
		}
	}
}

func TestForeign(t *testing.T) {
	for name, want := range map[string]bool{
		"ОРА":    true,  // Cyrillic
		"ORA":    false, // Latin
		"Москва": true,  // could pass for "mockba": a person decides
		"Дом":    false,
		"Ørsted": false,
	} {
		if got := lookalike.Foreign(name); got != want {
			t.Errorf("Foreign(%q) = %v; want %v", name, got, want)
		}
	}
}

func TestHidden(t *testing.T) {
	for text, want := range map[string]bool{"Officine Zero": false, "abc\u202edcba": true, "a\u200bb": true, "a\u2066b\u2069": true} {
		if got := lookalike.Hidden(text); got != want {
			t.Errorf("Hidden(%q) = %v; want %v", text, got, want)
		}
	}
}

func FuzzSkeleton(f *testing.F) {
	f.Add("Officine Zero")
	f.Add("\u202eorez")
	f.Fuzz(func(t *testing.T, name string) {
		once := lookalike.Skeleton(name)
		if !utf8.ValidString(once) {
			t.Errorf("Skeleton(%q) = %q is no text", name, once)
		}
		if lookalike.Hidden(once) {
			t.Errorf("Skeleton(%q) = %q keeps a hidden sign", name, once)
		}
	})
}
