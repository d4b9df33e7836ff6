package form

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/questionnaire"
	"telaio/internal/testkit"
)

func TestReadCondition_readsWhatAScriptCanFollow(t *testing.T) {
	for when, want := range map[string]*condition{
		`'empowerment' in solidarity`:   {question: "solidarity", code: "empowerment"},
		`has(solidarity, "network")`:    {question: "solidarity", code: "network"},
		`place_publicity == 'exact'`:    {question: "place_publicity", code: "exact"},
		`place_kind != "online"`:        {question: "place_kind", code: "online", negated: true},
		`count(kinds) > 1`:              nil,
		`a == "x" and b == "y"`:         nil,
		`not ('empowerment' in target)`: nil,
		``:                              nil,
	} {
		got, ok := readCondition(when)
		if ok != (want != nil) {
			t.Errorf("readCondition(%s) = %v, %v", when, got, ok)
			continue
		}
		if want != nil {
			if diff := cmp.Diff(*want, got, cmp.AllowUnexported(condition{})); diff != "" {
				t.Errorf("readCondition(%s) (-want +got):\n%s", when, diff)
			}
		}
	}
}

// What a script shows is what the engine asks: for every condition of the real
// questionnaires and every answer to the question that decides it.
func TestConditions_ofTheRealQuestionnairesMeanTheSameToScriptAndEngine(t *testing.T) {
	lib := testkit.Library(t)
	for _, versions := range lib.Questionnaires {
		for _, d := range versions {
			for _, q := range conditional(d) {
				c, ok := readCondition(q.When)
				if !ok {
					t.Errorf("%s: no script can follow the condition of %s: %s", d.ID, q.ID, q.When)
					continue
				}
				decider, _ := d.Question(c.question)
				for _, o := range d.Options(decider) {
					v := questionnaire.Value{Text: o.Code}
					if decider.Type == questionnaire.MultiChoice {
						v = questionnaire.Value{Codes: []string{o.Code}}
					}
					script := (o.Code == c.code) != c.negated
					if engine := d.Asked(q, questionnaire.Answers{c.question: v}); engine != script {
						t.Errorf("%s: %s with %s chosen: engine %v, script %v", d.ID, q.ID, o.Code, engine, script)
					}
				}
			}
		}
	}
}

func conditional(d *questionnaire.Definition) []questionnaire.Question {
	var all []questionnaire.Question
	for _, p := range d.Pages {
		for _, q := range p.Questions {
			all = append(append(all, q), q.Questions...)
		}
	}
	return slices.DeleteFunc(all, func(q questionnaire.Question) bool { return q.When == "" })
}
