package home

import (
	"testing"

	"telaio/internal/i18n"
	"telaio/internal/testkit"
	"telaio/internal/web/shell"
)

func TestFinding_namesThePracticesThatLead(t *testing.T) {
	library := testkit.Library(t)
	for _, c := range []struct {
		name             string
		emp, adv, net    int
		italian, english string
	}{
		{"one leads", 96, 71, 104, "Fare rete è la pratica più diffusa", "Building networks is the most widespread practice"},
		{"two share the lead", 5, 2, 5, "Dare forza e fare rete sono le pratiche più diffuse", "Giving strength and building networks are the most widespread practices"},
		{"all are equal", 3, 3, 3, "Tutte le forme di solidarietà sono diffuse allo stesso modo", "All forms of solidarity are equally widespread"},
	} {
		figures := Figures{Organisations: 200, ByForm: map[string]int{"empowerment": c.emp, "advocacy": c.adv, "network": c.net}}
		for lang, want := range map[i18n.Language]string{i18n.Italian: c.italian, i18n.English: c.english} {
			v := &shell.Visit{Printer: library.Messages.Printer(lang), Site: &shell.Site{Taxonomies: library.Taxonomies}}
			if got := finding(v, figures); got != want {
				t.Errorf("%s, %s: %q; want %q", c.name, lang, got, want)
			}
		}
	}
}

func TestBars_putTheCommonestFormFirst(t *testing.T) {
	library := testkit.Library(t)
	v := &shell.Visit{Printer: library.Messages.Printer(i18n.Italian), Site: &shell.Site{Taxonomies: library.Taxonomies}}
	b := bars(v, Figures{Organisations: 10, ByForm: map[string]int{"empowerment": 4, "advocacy": 9, "network": 4}})
	var got []string
	for _, bar := range b.Bars {
		got = append(got, bar.Label)
	}
	if len(got) != 3 || got[0] != "Advocacy" || got[1] != "Empowerment" || got[2] != "Network" {
		t.Errorf("bars %v; want Advocacy first and equal ones in the taxonomy's order", got)
	}
}
