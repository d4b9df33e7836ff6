package organisation_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/organisation"
)

// became is two merges one after the other: a into b, and b into c.
var became = organisation.Survivors{"a": "b", "b": "c"}

func TestSurvivors_areFollowedToTheLast(t *testing.T) {
	for id, want := range map[string]string{"a": "c", "b": "c", "c": "c", "x": "x", "": ""} {
		if got := became.Of(id); got != want {
			t.Errorf("%q has become %q, want %q", id, got, want)
		}
	}
	if diff := cmp.Diff([]string{"c", "a", "b"}, became.Whole("c")); diff != "" {
		t.Errorf("what c is made of (-want +got):\n%s", diff)
	}
	if got := (organisation.Survivors{"a": "b", "b": "a"}).Of("a"); got != "a" && got != "b" {
		t.Errorf("a circle leads to %q", got)
	}
}

func TestSurvivorsRelations_followWhatACardNames(t *testing.T) {
	told := []organisation.Relation{
		{ID: "1", Kind: "partner", Name: "A", OrganisationID: "a"},
		{ID: "2", Kind: "member_of", Name: "A", OrganisationID: "a"},
		{ID: "3", Kind: "member_of", Name: "C", OrganisationID: "c", Until: 2015},
		{ID: "4", Kind: "member_of", Name: "C", OrganisationID: "c", Since: 2018},
		{ID: "5", Kind: "partner", Name: "B", OrganisationID: "b"},
		{ID: "6", Kind: "partner", Name: "A choir"},
		{ID: "7", Kind: "partner", Name: "A band"},
	}
	want := []organisation.Relation{
		{ID: "1", Kind: "partner", Name: "A", OrganisationID: "c"}, told[2], told[3], told[5], told[6],
	}
	if diff := cmp.Diff(want, became.Relations("x", told)); diff != "" {
		t.Errorf("relations (-want +got):\n%s", diff)
	}
	if got := became.Relations("c", told[:2]); len(got) != 0 {
		t.Errorf("c is related to itself: %+v", got)
	}
	if told[0].OrganisationID != "a" {
		t.Error("the card itself was rewritten")
	}
}

func TestSurvivorsAnswers_keepTheNewerOfTwo(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 3, n, 0, 0, 0, 0, time.UTC) }
	answer := func(other string, s organisation.Standing, person string, d int) organisation.RelationAnswer {
		return organisation.RelationAnswer{TellerID: "x", OtherID: other, Kind: "partner", Standing: s, PersonID: person, At: day(d)}
	}
	for name, c := range map[string]struct {
		said []organisation.RelationAnswer
		want organisation.RelationAnswer
	}{
		"one of those that went was answered": {
			[]organisation.RelationAnswer{answer("a", organisation.Confirmed, "ada", 1)}, answer("c", organisation.Confirmed, "ada", 1),
		},
		"the newer answer": {
			[]organisation.RelationAnswer{answer("a", organisation.Confirmed, "ada", 1), answer("c", organisation.Denied, "bea", 2)},
			answer("c", organisation.Denied, "bea", 2),
		},
		"an answer, whenever the question was asked again": {
			[]organisation.RelationAnswer{answer("a", organisation.Denied, "", 1), answer("c", organisation.Told, "", 2)},
			answer("c", organisation.Denied, "", 1),
		},
		"an answer that was taken back": {
			[]organisation.RelationAnswer{answer("a", organisation.Denied, "ada", 1), answer("c", organisation.Told, "ada", 2)},
			answer("c", organisation.Told, "ada", 2),
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff([]organisation.RelationAnswer{c.want}, became.Answers(c.said)); diff != "" {
				t.Errorf("answers (-want +got):\n%s", diff)
			}
		})
	}
	between := []organisation.RelationAnswer{{TellerID: "a", OtherID: "c", Kind: "partner", Standing: organisation.Confirmed}}
	if got := became.Answers(between); len(got) != 0 {
		t.Errorf("what one half said of the other is still there: %+v", got)
	}
}
