package questionnaire_test

import (
	"net/url"
	"os"
	"testing"

	"telaio/internal/questionnaire"
	"telaio/internal/taxonomy"
)

// everyType is a definition with a question of every type.
func everyType(t testing.TB) *questionnaire.Definition {
	t.Helper()
	raw, err := os.ReadFile("testdata/every_type.yaml")
	if err != nil {
		t.Fatal(err)
	}
	d, problems := questionnaire.Parse("every_type.yaml", raw, taxonomy.Set{})
	for _, p := range problems {
		t.Error(p)
	}
	if d == nil {
		t.FailNow()
	}
	return d
}

func TestParse_acceptsEveryType(t *testing.T) { everyType(t) }

func TestNew_checksWhatWasPutTogether(t *testing.T) {
	label := questionnaire.Text{"it": "Spesa", "en": "Cost"}
	question := questionnaire.Question{ID: "cost", Variable: "cost", Type: questionnaire.Number, Label: label, Class: questionnaire.Public, Max: 100}
	page := questionnaire.Page{ID: "c", Title: label, Questions: []questionnaire.Question{question}}
	d, err := questionnaire.New(questionnaire.Definition{ID: "sheet", Version: 1, Title: label, Pages: []questionnaire.Page{page}}, taxonomy.Set{})
	if err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string]string{"12,50": "", "centouno": "question.number_decimal", "101": "question.number_max", "-1": "question.number_min"} {
		answers := d.Read(page.Questions, url.Values{"cost": {typed}})
		if got := d.Check(page.Questions, answers, nil)["cost"].Key; got != want {
			t.Errorf("%q: %q; want %q", typed, got, want)
		}
	}
	question.Type = "money"
	page.Questions = []questionnaire.Question{question}
	if _, err := questionnaire.New(questionnaire.Definition{ID: "sheet", Version: 1, Title: label, Pages: []questionnaire.Page{page}}, taxonomy.Set{}); err == nil {
		t.Error("an unknown type was taken")
	}
}
