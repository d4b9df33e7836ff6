package questionnaire_test

import (
	"net/url"
	"strings"
	"testing"

	embedded "telaio/content"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/questionnaire"
)

func catalogue(t *testing.T) *i18n.Catalogue {
	t.Helper()
	c, err := i18n.Load(embedded.Files, "locale")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSentence_speaksTheReadersLanguage(t *testing.T) {
	c := catalogue(t)
	tests := []struct {
		message     fault.Message
		it, english string
	}{
		{
			fault.Message{Key: "question.required_own", Args: map[string]any{"Text": questionnaire.Text{"it": "Scrivi il nome", "en": "Write the name"}}},
			"Scrivi il nome", "Write the name",
		},
		{
			fault.Message{Key: "question.too_long", Args: map[string]any{"Count": 1, "Max": 6000}},
			"Togli un carattere. Al massimo sono 6.000", "Remove one character. The most is 6,000",
		},
		{
			fault.Message{Key: "question.too_long", Args: map[string]any{"Count": 1200, "Max": 6000}},
			"Togli 1.200 caratteri. Al massimo sono 6.000", "Remove 1,200 characters. The most is 6,000",
		},
		{
			fault.Message{Key: "question.year_range", Args: map[string]any{"Min": "1850", "Max": "2026"}},
			"Scrivi un anno fra il 1850 e il 2026", "Write a year between 1850 and 2026",
		},
	}
	for _, test := range tests {
		if got := questionnaire.Sentence(c.Printer(i18n.Italian), test.message); got != test.it {
			t.Errorf("in Italian: %q; want %q", got, test.it)
		}
		if got := questionnaire.Sentence(c.Printer(i18n.English), test.message); got != test.english {
			t.Errorf("in English: %q; want %q", got, test.english)
		}
	}
}

func TestSentence_everyMessageOfCheckIsWritten(t *testing.T) {
	c := catalogue(t)
	d := everyType(t)
	questions := everyQuestion(d)
	for _, form := range []url.Values{
		{},
		{"name": {strings.Repeat("x", 200)}, "kinds": {"x"}, "formal": {"x"}, "people": {"x"}, "founded": {"x"}, "logo": {"?"}, "website": {"x"}, "email": {"x"}, "phone": {"x"}, "forms.voice": {"x"}},
		{"name": {"\xff"}, "kinds": {"other"}, "formal": {"yes"}, "since": {"x"}, "people": {"0"}, "website": {strings.Repeat("x", 2001)}, "places.0.online": {"no"}, "places.0.town": {"x"}},
		{"kinds.other": {"x"}, "formal": {"yes"}, "since": {"1000"}, "people": {"1000000"}, "places.0.online": {"no"}, "places.0.town": {"Castro"}},
		{"kinds": {"union", "association", "cooperative", "other"}, "kinds.other": {"x"}, "people": {"1"}, "people.missing": {"-98"}},
	} {
		for field, m := range d.Check(questions, d.Read(questions, form), fewTowns) {
			for _, language := range i18n.Languages() {
				s := questionnaire.Sentence(c.Printer(language), m)
				if s == "" || strings.ContainsAny(s, "[{<") || strings.Contains(s, "no value") {
					t.Errorf("%s: %s in %s: %q", field, m.Key, language, s)
				}
			}
		}
	}
}
