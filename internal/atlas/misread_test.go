package atlas_test

import (
	"net/url"
	"testing"

	"telaio/internal/atlas"
	"telaio/internal/testkit"
)

func TestMisread_findsWhatParseLeavesOut(t *testing.T) {
	vocabulary := testkit.Library(t).Taxonomies
	for _, c := range []struct{ address, name, value string }{
		{"", "", ""},
		{"q=corso+cnc&forma=empowerment&forma=network&comune=it-roma&ordine=nome&pagina=2", "", ""},
		{"forma=&regione=", "", ""},
		{"regoine=lazio", "regoine", ""},
		{"forma=empowerment&forma=boh", "forma", "boh"},
		{"online=no", "online", "no"},
		{"comune=x", "comune", "x"},
		{"zona=qui", "zona", "qui"},
		{"ordine=caso", "ordine", "caso"},
	} {
		values, err := url.ParseQuery(c.address)
		if err != nil {
			t.Fatal(err)
		}
		name, value, ok := atlas.Misread(values, vocabulary)
		if name != c.name || value != c.value || ok != (c.name != "") {
			t.Errorf("Misread(%s) = %q, %q, %v; want %q, %q", c.address, name, value, ok, c.name, c.value)
		}
	}
}
