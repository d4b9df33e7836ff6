package form_test

import (
	"strings"
	"testing"

	"telaio/internal/i18n"
	"telaio/internal/questionnaire"
	"telaio/internal/testkit"
	"telaio/internal/web/part/form"
)

func TestSummary_listsEveryAnswerInWords(t *testing.T) {
	d := everyType(t)
	change := func(page, question string) string { return "/partecipa/" + page + "#" + question }
	got := render(t, form.Summary(visit(t, i18n.Italian), d, answered(), form.Links{Change: change, Picture: func(id string) string { return "/immagini/" + id }}))
	golden(t, "summary.html", strings.ReplaceAll(got, "/partecipa/", "https://telaio.example/"))
}

func TestSummary_hasNoLinksWhereNothingCanChange(t *testing.T) {
	d := everyType(t)
	got := render(t, form.Summary(visit(t, i18n.Italian), d, answered(), form.Links{}))
	if strings.Contains(got, "<a ") {
		t.Errorf("the summary has a link:\n%s", got)
	}
}

func TestAnswer_saysWhyThereIsNone(t *testing.T) {
	d := everyType(t)
	q, _ := d.Question("people")
	v := visit(t, i18n.Italian)
	for want, value := range map[string]questionnaire.Value{
		"Non so":                    {Missing: questionnaire.DontKnow},
		"Preferisco non rispondere": {Missing: questionnaire.Refused},
		"Non indicato":              {},
	} {
		if got := render(t, form.Answer(v, d, q, value)); !strings.Contains(got, want) {
			t.Errorf("Answer(%+v) = %s; want %q", value, got, want)
		}
	}
}

func TestAnswer_ofTheRealQuestionnaire(t *testing.T) {
	lib := loaded(t)
	d := lib.Questionnaires["participation"][0]
	answers := questionnaire.Answers{
		"types":      {Codes: []string{"association", "other"}, Other: "Consorzio di botteghe"},
		"solidarity": {Codes: []string{"empowerment", "network"}},
		"places": {Items: []questionnaire.Answers{
			{"_id": {Text: "a"}, "place_kind": {Text: "seat"}, "place_municipality": {Text: "Roma (RM)"}, "place_publicity": {Text: "withheld"}},
		}},
		"relations": {Items: []questionnaire.Answers{
			{"_id": {Text: "b"}, "relation_kind": {Text: "member_of"}, "relation_name": {Text: "Una rete"}, "relation_organisation": {Text: "abcdefghij0123456789"}},
		}},
		"consent_publish_page": {Text: "yes"},
		"consent_open_data":    {Text: "no"},
	}
	got := render(t, form.Summary(visit(t, i18n.Italian), d, answers, form.Links{}))
	golden(t, "participation_summary.html", got)
	if strings.Contains(got, "abcdefghij0123456789") {
		t.Error("the summary shows an id that only goes along")
	}
	if problems := testkit.HTMLProblems(got); len(problems) > 0 {
		t.Error(problems)
	}
}
