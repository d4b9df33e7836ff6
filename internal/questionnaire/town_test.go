package questionnaire_test

import (
	"strings"
	"testing"

	"telaio/internal/i18n"
	"telaio/internal/questionnaire"
)

// beginnings is a gazetteer that finds towns by the beginning of their names.
type beginnings []questionnaire.Town

func (b beginnings) Towns(typed string) []questionnaire.Town {
	var found []questionnaire.Town
	for _, t := range b {
		if strings.HasPrefix(strings.ToLower(t.Label), strings.ToLower(typed)) {
			found = append(found, t)
		}
	}
	return found
}

func (b beginnings) In(i18n.Language) questionnaire.Gazetteer { return b }

func (b beginnings) Town(code string) (questionnaire.Town, bool) {
	for _, t := range b {
		if t.Code == code {
			return t, true
		}
	}
	return questionnaire.Town{}, false
}

// A reader who typed the beginning of a name chooses among the towns offered;
// a choice left over from a name typed before does not count.
func TestCheck_takesATownChosenAmongThoseOffered(t *testing.T) {
	d := everyType(t)
	towns := beginnings{{Code: "080063", Label: "Reggio Calabria (RC)"}, {Code: "035033", Label: "Reggio nell'Emilia (RE)"}, {Code: "058091", Label: "Roma (RM)"}}
	for _, c := range []struct {
		typed  string
		chosen []string
		want   string
	}{
		{"Reggio", nil, "question.town_choose"},
		{"Reggio", []string{"080063"}, ""},
		{"Reggio", []string{"058091"}, "question.town_choose"},
		{"Roma", []string{"080063"}, ""},
		{"Atlantide", []string{"080063"}, "question.town_unknown"},
	} {
		all := questionnaire.Answers{
			"name": {Text: "A"},
			"places": {Items: []questionnaire.Answers{{
				"online": {Text: "no"}, "town": {Text: c.typed, Codes: c.chosen},
			}}},
		}
		questions := d.Pages[1].Questions
		got := d.Check(questions, all, towns)["places.0.town"].Key
		if got != c.want {
			t.Errorf("typed %q, chosen %v: problem %q; want %q", c.typed, c.chosen, got, c.want)
		}
		if c.want == "" && c.typed == "Roma" {
			if code := d.Resolve(questions, all, towns)["places"].Items[0]["town"].Codes[0]; code != "058091" {
				t.Errorf("Roma resolved to %s", code)
			}
		}
	}
}

// Of two towns of one name the only one at home is meant; the other one is
// there for who says which country.
func TestResolve_meansTheTownAtHome(t *testing.T) {
	d := everyType(t)
	questions := d.Pages[1].Questions
	towns := beginnings{
		{Code: "se-roma", Label: "Roma (Gotland, SE)"},
		{Code: "it-058091", Label: "Roma (RM)", Home: true},
		{Code: "it-1", Label: "Castro (BG)", Home: true},
		{Code: "it-2", Label: "Castro (LE)", Home: true},
	}
	for typed, want := range map[string]string{"Roma": "it-058091", "Roma (Gotland, SE)": "se-roma", "Castro": "", "castro (le)": "it-2"} {
		all := questionnaire.Answers{"places": {Items: []questionnaire.Answers{{"online": {Text: "no"}, "town": {Text: typed}}}}}

		codes := d.Resolve(questions, all, towns)["places"].Items[0]["town"].Codes

		if got := strings.Join(codes, ""); got != want {
			t.Errorf("typed %q stands for %q; want %q", typed, got, want)
		}
	}
}
