package i18n_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"telaio/internal/i18n"
)

const (
	italian = `
list: {and: e}
days:
  one: Un giorno
  many: "{{.Count}} di giorni"
  other: "{{.Count}} giorni"
reason:
  title: "Motivo: {{.Name}}"
  other: Altro
`
	english = `
list: {and: and}
days:
  one: One day
  other: "{{.Count}} days"
reason:
  title: "Reason: {{.Name}}"
  other: Other
`
)

func load(t *testing.T, it, en string) (*i18n.Catalogue, error) {
	t.Helper()
	return i18n.Load(fstest.MapFS{"locale/it/a.yaml": {Data: []byte(it)}, "locale/en/a.yaml": {Data: []byte(en)}}, "locale")
}

func TestPrinter_speaksItsLanguage(t *testing.T) {
	c, err := load(t, italian, english)
	if err != nil {
		t.Fatal(err)
	}
	it, en := c.Printer(i18n.Italian), c.Printer(i18n.English)
	day := time.Date(2026, 11, 12, 17, 42, 0, 0, time.UTC)
	for _, test := range []struct{ got, want string }{
		{it.N("days", 1), "Un giorno"},
		{it.N("days", 1234), "1.234 giorni"},
		{it.N("days", 1_000_000), "1.000.000 di giorni"},
		{en.N("days", 1), "One day"},
		{en.N("days", 1234), "1,234 days"},
		{it.T("reason.title", i18n.Args{"Name": "x"}), "Motivo: x"},
		{it.T("reason.other"), "Altro"},
		{en.T("reason.other"), "Other"},
		{it.T("nowhere"), "[nowhere]"},
		{it.Date(day), "12 novembre 2026"},
		{it.Time(day), "18.42"},
		{en.Time(day), "18:42"},
		{it.Decimal(2.25, 1), "2,3"},
		{it.Decimal(-0.04, 1), "0,0"},
		{en.Decimal(1234.5, 1), "1,234.5"},
		{it.Quantity(41), "41"},
		{it.Quantity(36.5), "36,5"},
		{it.Quantity(0.125), "0,13"},
		{it.Quantity(-1280.10), "-1.280,1"},
		{en.Quantity(2.001), "2"},
		{it.List([]string{"a", "b", "c"}), "a, b e c"},
		{c.Printer("fr").T("reason.other"), "Altro"},
	} {
		if test.got != test.want {
			t.Errorf("%q; want %q", test.got, test.want)
		}
	}
}

func TestLoad_everyLanguageHasTheSameKeys(t *testing.T) {
	_, err := load(t, italian, english+"extra: More\n")
	if err == nil || !strings.Contains(err.Error(), `it has no message "extra"`) {
		t.Errorf("Load = %v; want it to name the message", err)
	}
}
