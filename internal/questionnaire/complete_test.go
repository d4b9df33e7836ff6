package questionnaire_test

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/questionnaire"
)

func TestComplete_marksWhatWasNotAskedAndCalculates(t *testing.T) {
	d := everyType(t)
	answers := d.Read(everyQuestion(d), url.Values{
		"name": {"Officine"}, "kinds": {"union"}, "kinds.other": {"left over"},
		"formal": {"no"}, "since": {"1999"}, "people": {"60"},
		"places.0._id": {"blank"},
		"places.1._id": {"full"}, "places.1.online": {"yes"}, "places.1.town": {"Roma"},
	})

	got := d.Complete(answers)

	want := questionnaire.Answers{
		"name":      {Text: "Officine"},
		"kinds":     {Codes: []string{"union"}},
		"formal":    {Text: "no"},
		"since":     {Missing: questionnaire.NotAsked},
		"people":    {Text: "60"},
		"main_kind": {Missing: questionnaire.NotAsked},
		"places": {Items: []questionnaire.Answers{{
			"_id": {Text: "full"}, "online": {Text: "yes"}, "town": {Missing: questionnaire.NotAsked},
		}}},
		"size": {Text: "large"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Complete (-want +got):\n%s", diff)
	}
}

func TestAsked_followsTheOtherAnswers(t *testing.T) {
	d := everyType(t)
	since, _ := d.Question("since")
	town, _ := d.Question("town")
	all := questionnaire.Answers{"name": {Text: "Officine"}, "formal": {Text: "yes"}}
	if !d.Asked(since, all) || d.Asked(since, questionnaire.Answers{"formal": {Missing: questionnaire.Refused}}) {
		t.Error("the year is asked of those who are formally set up, and of nobody else")
	}
	if !d.Asked(town, questionnaire.Within(all, questionnaire.Answers{"online": {Text: "no"}})) || d.Asked(town, all) {
		t.Error("the town is asked for places that are not online only")
	}
}
