package monogram

import "testing"

func TestInitials_areTheFirstLettersOfTheTellingWords(t *testing.T) {
	for name, want := range map[string]string{
		"Officine Zero":                "OZ",
		"Ruote":                        "RU",
		"Rete di mutuo soccorso":       "RM",
		"Casa della Rete":              "CD",
		"“Filo Comune”":                "FC",
		"L'Officina":                   "LO",
		"èquo":                         "ÈQ",
		"3D Lab":                       "3L",
		"di a":                         "DA",
		"A":                            "A",
		"…":                            "?",
		"":                             "?",
		"ACTA in rete, sezione Milano": "AR",
	} {
		if got := Initials(name); got != want {
			t.Errorf("Initials(%q) = %q; want %q", name, got, want)
		}
	}
}
