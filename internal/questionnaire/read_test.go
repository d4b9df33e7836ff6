package questionnaire_test

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/questionnaire"
)

func TestRead_takesAMissingReasonAmongTheAnswers(t *testing.T) {
	d := everyType(t)
	for posted, want := range map[string]questionnaire.Value{
		"yes": {Text: "yes"},
		"-98": {Missing: questionnaire.DontKnow},
		"-99": {Missing: questionnaire.Refused},
		"-97": {Text: "-97"}, // only the engine says that a question was not asked
	} {
		got := d.Read(d.Pages[0].Questions, url.Values{"formal": {posted}})["formal"]
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("posted %q (-want +got):\n%s", posted, diff)
		}
	}
	if got := d.Read(d.Pages[1].Questions, url.Values{"reach": {"-98"}})["reach"]; got.Missing != questionnaire.Answered {
		t.Errorf("a reason that the question does not offer was taken: %+v", got)
	}
}
