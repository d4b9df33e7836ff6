package form_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"

	library "telaio/internal/content"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/questionnaire"
	"telaio/internal/taxonomy"
	"telaio/internal/testkit"
	"telaio/internal/web/part/form"
	"telaio/internal/web/shell"
)

// towns is a gazetteer of names that several towns share.
type towns []questionnaire.Town

var fewTowns = towns{{Code: "016065", Label: "Castro (BG)"}, {Code: "075096", Label: "Castro (LE)"}, {Code: "058091", Label: "Roma (RM)"}}

func (g towns) Towns(typed string) []questionnaire.Town {
	var found []questionnaire.Town
	for _, t := range g {
		if strings.HasPrefix(strings.ToLower(t.Label), strings.ToLower(typed)) {
			found = append(found, t)
		}
	}
	return found
}

func (g towns) In(i18n.Language) questionnaire.Gazetteer { return g }

func (g towns) Town(code string) (questionnaire.Town, bool) {
	for _, t := range g {
		if t.Code == code {
			return t, true
		}
	}
	return questionnaire.Town{}, false
}

// everyType is the engine's definition with a question of every type.
func everyType(t testing.TB) *questionnaire.Definition {
	t.Helper()
	file := filepath.Join("..", "..", "..", "questionnaire", "testdata", "every_type.yaml")
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	d, problems := questionnaire.Parse(file, raw, taxonomy.Set{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return d
}

// answered are the answers of someone who made a mistake wherever one can.
func answered() questionnaire.Answers {
	return questionnaire.Answers{
		"name":      {Text: "Bottega <b>Diffusa</b>"},
		"story":     {Text: "\nPrima riga\n\nSeconda riga"},
		"kinds":     {Codes: []string{"association", "other"}},
		"formal":    {Missing: questionnaire.DontKnow},
		"people":    {Text: "molte"},
		"founded":   {Text: "2013-02-20"},
		"reach":     {Text: "local"},
		"main_kind": {Text: "other", Other: "Consorzio"},
		"forms":     {Rows: map[string]string{"voice": "often"}},
		"logo":      {Text: "abc123"},
		"email":     {Text: "marta@bottega"},
		"places": {Items: []questionnaire.Answers{
			{"_id": {Text: "one"}, "place_name": {Text: "Laboratorio"}, "online": {Text: "no"}, "town": {Text: "Castro"}},
			{"_id": {Text: "two"}, "online": {Text: "no"}, "town": {Text: "Roma", Codes: []string{"058091"}}},
		}},
	}
}

func fieldsOf(t testing.TB, page int, answers questionnaire.Answers) form.Fields {
	d := everyType(t)
	return form.Fields{
		Definition: d, Questions: d.Pages[page].Questions, Answers: answers, Towns: fewTowns,
		Picture: func(id string) string { return "/immagini/" + id },
	}
}

func TestQuestions_ofEveryType(t *testing.T) {
	for name, f := range map[string]form.Fields{
		"empty_1": fieldsOf(t, 0, nil),
		"empty_2": fieldsOf(t, 1, nil),
		"full_1":  fieldsOf(t, 0, answered()),
		"full_2":  fieldsOf(t, 1, answered()),
	} {
		golden(t, name+".html", render(t, form.Questions(visit(t, i18n.Italian), f)))
	}
}

func TestQuestions_withErrors(t *testing.T) {
	v := visit(t, i18n.Italian)
	for page, name := range []string{"errors_1", "errors_2"} {
		f := fieldsOf(t, page, answered())
		if page == 0 {
			f.Answers = questionnaire.Answers{"kinds": {Codes: []string{"other"}}, "story": {Text: strings.Repeat("a", 700)}}
		}
		f.Errors = f.Definition.Check(f.Questions, f.Answers, fewTowns)
		golden(t, name+".html", render(t, form.ErrorSummary(v, f))+render(t, form.Questions(v, f)))
	}
}

func TestQuestions_inEnglish(t *testing.T) {
	f := fieldsOf(t, 1, answered())
	f.Errors = f.Definition.Check(f.Questions, f.Answers, fewTowns)
	v := visit(t, i18n.English)
	golden(t, "english.html", render(t, form.ErrorSummary(v, f))+render(t, form.Questions(v, f)))
}

// Every error of the summary leads to a control that is there, in the words
// that stand next to it.
func TestErrorSummary_leadsToEachField(t *testing.T) {
	f := fieldsOf(t, 1, answered())
	f.Errors = f.Definition.Check(f.Questions, f.Answers, fewTowns)
	v := visit(t, i18n.Italian)
	summary := render(t, form.ErrorSummary(v, f))

	links := regexp.MustCompile(`<a href="#([^"]+)">`).FindAllStringSubmatch(summary, -1)
	if len(links) != len(f.Errors) || len(links) < 3 {
		t.Fatalf("%d links for %d errors:\n%s", len(links), len(f.Errors), summary)
	}
	questions := render(t, form.Questions(v, f))
	for _, link := range links {
		if !regexp.MustCompile(`<(input|textarea)[^>]* id="` + link[1] + `"`).MatchString(questions) {
			t.Errorf("the summary leads to %q, which is no control of the form", link[1])
		}
	}
}

func TestErrorSummary_keepsErrorsThatThePageDoesNotShow(t *testing.T) {
	f := fieldsOf(t, 0, nil)
	f.Errors = map[string]fault.Message{"elsewhere": {Key: "question.number"}}
	summary := render(t, form.ErrorSummary(visit(t, i18n.Italian), f))
	if !strings.Contains(summary, "Scrivi un numero intero") || strings.Contains(summary, "<a ") {
		t.Errorf("summary = %s", summary)
	}
}

func TestErrorSummary_isNothingWithoutErrors(t *testing.T) {
	if got := render(t, form.ErrorSummary(visit(t, i18n.Italian), fieldsOf(t, 0, nil))); got != "" {
		t.Errorf("summary = %q; want nothing", got)
	}
}

// The real questionnaires, empty and full of mistakes, in both languages.
func TestQuestions_ofTheRealQuestionnairesCanBeReadAloud(t *testing.T) {
	lib := loaded(t)
	for _, versions := range lib.Questionnaires {
		d := versions[len(versions)-1]
		for _, page := range d.Pages {
			for _, language := range i18n.Languages() {
				v := visit(t, language)
				f := form.Fields{Definition: d, Questions: page.Questions, Answers: withItems(page), Towns: fewTowns}
				f.Errors = d.Check(page.Questions, f.Answers, fewTowns)
				source := render(t, form.ErrorSummary(v, f)) + render(t, form.Questions(v, f))
				for _, p := range testkit.HTMLProblems(source) {
					t.Errorf("%s, page %s, %s: %s", d.ID, page.ID, language, p)
				}
				if found := regexp.MustCompile(`\[[a-z_]+\.[a-z_.]+\]`).FindString(source); found != "" {
					t.Errorf("%s, page %s, %s: no message for %s", d.ID, page.ID, language, found)
				}
			}
		}
	}
}

// withItems gives each repeat of the page two blank items.
func withItems(page questionnaire.Page) questionnaire.Answers {
	answers := questionnaire.Answers{}
	for _, q := range page.Questions {
		if q.Type == questionnaire.Repeat {
			answers[q.ID] = questionnaire.Value{Items: []questionnaire.Answers{
				{"_id": {Text: "a"}, q.Questions[0].ID: {Text: "x"}}, {"_id": {Text: "b"}, q.Questions[1].ID: {Text: "y"}},
			}}
		}
	}
	return answers
}

// What a page without scripts sends back is what it was made from.
func TestQuestions_sendBackWhatTheyShow(t *testing.T) {
	for page := range 2 {
		f := fieldsOf(t, page, answered())
		sent := testkit.FormValues(render(t, form.Questions(visit(t, i18n.Italian), f)))
		got := f.Definition.Read(f.Questions, sent)
		want := questionnaire.Answers{}
		for _, q := range f.Questions {
			if v, ok := f.Answers[q.ID]; ok {
				want[q.ID] = v
			}
		}
		if v, ok := want["story"]; ok {
			v.Text = strings.TrimSpace(v.Text)
			want["story"] = v
		}
		if len(want["places"].Items) > 0 {
			want["places"].Items[1]["town"] = questionnaire.Value{Text: "Roma (RM)", Codes: []string{"058091"}}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("page %d (-shown +sent):\n%s", page, diff)
		}
	}
}

func loaded(t testing.TB) *library.Library {
	t.Helper()
	return testkit.Library(t)
}

func visit(t testing.TB, language i18n.Language) *shell.Visit {
	t.Helper()
	lib := loaded(t)
	return &shell.Visit{
		Printer: lib.Messages.Printer(language),
		Site:    &shell.Site{Taxonomies: lib.Taxonomies, Paths: shell.Paths{"towns": shell.Both("/comuni", "/en/towns")}},
	}
}

func render(t testing.TB, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// golden compares the page with the file, one element per line, and with the
// rules that every page keeps.
func golden(t *testing.T, name, got string) {
	t.Helper()
	for _, p := range testkit.HTMLProblems(got) {
		t.Errorf("%s: %s", name, p)
	}
	got = regexp.MustCompile(`(</?(?:div|fieldset|section|label|p|ul|ol|li|table|tr|td|th|thead|tbody|input|button|textarea|h2|dl|dt|dd)\b)`).ReplaceAllString(got, "\n$1") + "\n"
	got = strings.TrimPrefix(got, "\n")
	testkit.Golden(t, name, got)
}
