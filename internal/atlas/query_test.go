package atlas

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func parse(t testing.TB, raw string) Query {
	t.Helper()
	values, _ := url.ParseQuery(raw)
	return Parse(values, vocabulary())
}

func TestParse_writesEqualQueriesTheSame(t *testing.T) {
	for raw, want := range map[string]string{
		"":                                "",
		"q=++caff%C3%A8++bar%20":          "q=caff%C3%A8+bar",
		"forma=network&forma=empowerment": "forma=empowerment&forma=network",
		"forma=network&forma=network":     "forma=network",
		"forma=boh&tipo=union&utm=1":      "tipo=union",
		"regione=lazio&tipo=union&q=a":    "q=a&tipo=union&regione=lazio",
		"pagina=1":                        "",
		"pagina=2":                        "pagina=2",
		"pagina=-1":                       "",
		"pagina=9e9":                      "",
		"comune=it-058091&comune=<b>":     "comune=it-058091",
		"q=" + strings.Repeat("è", 300):   "q=" + strings.Repeat("%C3%A8", 100),
		"q=%ff":                           "",
		"q=a%00b%E2%80%AEc":               "q=a+bc",
	} {
		if got := parse(t, raw).Encode(); got != want {
			t.Errorf("%.40s is written %q; want %q", raw, got, want)
		}
	}
}

func TestWithout_goesBackToTheFirstPage(t *testing.T) {
	q := parse(t, "q=a&forma=network&forma=advocacy&pagina=3")
	if got := q.Without(Forms, "network").Encode(); got != "q=a&forma=advocacy" {
		t.Errorf("Without = %q", got)
	}
	if got := q.WithoutText().Encode(); got != "forma=advocacy&forma=network" {
		t.Errorf("WithoutText = %q", got)
	}
	if got := q.Only(Towns, "it-058091").Encode(); got != "q=a&forma=advocacy&forma=network&comune=it-058091" {
		t.Errorf("Only = %q", got)
	}
	if got := q.Active(); got != 3 {
		t.Errorf("Active = %d; want 3", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"q=a&forma=network&pagina=2", "comune=it-058091&comune=x", "zona=41.7,12.3,42.1,12.8&vicino=Roma&ordine=nome", "zona=1e2,0x1p-2,inf,nan", "vicino=%00%ff", "q=%00%ff&tipo", "&&&=", "q=" + strings.Repeat("🙂", 4000)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		values, _ := url.ParseQuery(raw)
		q := Parse(values, vocabulary())
		if len(q.Text) > maxText || !utf8.ValidString(q.Text) || len(q.Near) > maxNear || len(q.Chosen[Towns]) > maxTowns {
			t.Errorf("%q is read as %+v", raw, q)
		}
		again, err := url.ParseQuery(q.Encode())
		if err != nil {
			t.Fatalf("%q is written %q: %v", raw, q.Encode(), err)
		}
		if diff := cmp.Diff(q, Parse(again, vocabulary())); diff != "" {
			t.Errorf("%q is read again as (-first +again):\n%s", raw, diff)
		}
	})
}
