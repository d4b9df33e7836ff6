package gazetteer_test

import (
	"testing"

	"telaio/internal/gazetteer"
	"telaio/internal/i18n"
)

func TestCalled_isTheNameThatReadersOfALanguageKnow(t *testing.T) {
	g := capitals(t)
	for town, want := range map[string][2]string{
		"Roma": {"Roma", "Rome"}, "Napoli": {"Napoli", "Naples"}, "Bologna": {"Bologna", "Bologna"}, "Bolzano": {"Bolzano", "Bolzano"},
	} {
		m := g.Named(town)[0]
		if got := [2]string{g.Called(&m, i18n.Italian), g.Called(&m, i18n.English)}; got != want {
			t.Errorf("%s is called %q; want %q", town, got, want)
		}
		if m.Name != town {
			t.Errorf("the one name of %s is %s", town, m.Name)
		}
	}
}

func TestCalled_knowsTheItalianNamesOfForeignTowns(t *testing.T) {
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	if len(g.Named("Paris")) == 0 {
		t.Skip("built without the towns of Europe")
	}
	for town, want := range map[string][3]string{
		"München": {"Munich", "Monaco di Baviera", "Munich"}, "Parigi": {"Paris", "Parigi", "Paris"}, "Zürich": {"Zürich", "Zurigo", "Zurich"},
		"Brugge": {"Brugge", "Bruges", "Bruges"}, "Torquay": {"Torquay", "Torquay", "Torquay"},
	} {
		m := g.Named(town)[0]
		if got := [3]string{m.Name, g.Called(&m, i18n.Italian), g.Called(&m, i18n.English)}; got != want {
			t.Errorf("%s is called %q; want %q", town, got, want)
		}
	}
}
