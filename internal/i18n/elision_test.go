package i18n_test

import (
	"testing"

	"telaio/internal/i18n"
)

func TestElide_saysDatesAsPeopleDo(t *testing.T) {
	for text, want := range map[string]string{
		"Confermata il 8 novembre 2026":     "Confermata l'8 novembre 2026",
		"Il 11 mar 2026 lascia l'atlante":   "L'11 mar 2026 lascia l'atlante",
		"dal **8 gennaio 2027** non c'è":    "dall'**8 gennaio 2027** non c'è",
		"dal 1 maggio al 11 ottobre":        "dal 1 maggio all'11 ottobre",
		"il 18 novembre e il 9 dicembre":    "il 18 novembre e il 9 dicembre",
		"il 8 per cento, aprile 8 novembre": "il 8 per cento, aprile 8 novembre",
	} {
		if got := i18n.Elide(i18n.Italian, text); got != want {
			t.Errorf("Elide(%q) = %q; want %q", text, got, want)
		}
	}
	if text := "del 8 novembre"; i18n.Elide(i18n.English, text) != text {
		t.Error("English has no such articles")
	}
}
