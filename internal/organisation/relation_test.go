package organisation_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"telaio/internal/organisation"
)

// inverse knows belonging; every other kind is its own inverse.
func inverse(kind string) string {
	switch kind {
	case "member_of":
		return "has_member"
	case "has_member":
		return "member_of"
	default:
		return kind
	}
}

func telling(otherID, kind string) organisation.Card {
	return organisation.Card{Name: "Card", Relations: []organisation.Relation{{Kind: kind, Name: "Other", OrganisationID: otherID}}}
}

func TestStandingOf_dependsOnTheOthersCardAndAnswer(t *testing.T) {
	answer := func(s organisation.Standing, kind string) []organisation.RelationAnswer {
		return []organisation.RelationAnswer{{TellerID: "a", OtherID: "b", Kind: kind, Standing: s}}
	}
	for name, c := range map[string]struct {
		other   organisation.Card
		answers []organisation.RelationAnswer
		want    organisation.Standing
	}{
		"nothing is said":                   {want: organisation.Told},
		"the question was only asked":       {answers: answer(organisation.Told, "member_of"), want: organisation.Told},
		"its card tells the same":           {other: telling("a", "has_member"), want: organisation.Confirmed},
		"its card tells something else":     {other: telling("a", "partner"), want: organisation.Told},
		"it confirms":                       {answers: answer(organisation.Confirmed, "member_of"), want: organisation.Confirmed},
		"it confirms another kind":          {answers: answer(organisation.Confirmed, "partner"), want: organisation.Told},
		"it denies, whatever its card says": {other: telling("a", "has_member"), answers: answer(organisation.Denied, "member_of"), want: organisation.Denied},
	} {
		t.Run(name, func(t *testing.T) {
			r := organisation.Relation{Kind: "member_of", OrganisationID: "b"}
			if got := organisation.StandingOf("a", r, c.other, c.answers, inverse); got != c.want {
				t.Errorf("standing %q, want %q", got, c.want)
			}
		})
	}
}

func TestTies_hidesWhatIsDeniedAndAddsWhatWasConfirmed(t *testing.T) {
	network := organisation.Organisation{ID: "n", Card: organisation.Card{Name: "Rete"}}
	member := organisation.Organisation{ID: "m", Card: telling("n", "member_of")}
	related := map[string]organisation.Organisation{"n": network, "m": member}
	said := func(s organisation.Standing) []organisation.RelationAnswer {
		return []organisation.RelationAnswer{{TellerID: "m", OtherID: "n", Kind: "member_of", Standing: s}}
	}

	if ties := organisation.Ties(member, related, said(organisation.Denied), inverse); len(ties) > 0 {
		t.Errorf("a denied relation is shown: %v", ties)
	}
	if ties := organisation.Ties(network, related, said(organisation.Told), inverse); len(ties) > 0 {
		t.Errorf("a relation that the network has not confirmed is on its page: %v", ties)
	}
	want := []organisation.Tie{{
		Relation: organisation.Relation{Kind: "has_member", Name: "Card", OrganisationID: "m"}, Standing: organisation.Confirmed, Theirs: true,
	}}
	if diff := cmp.Diff(want, organisation.Ties(network, related, said(organisation.Confirmed), inverse)); diff != "" {
		t.Errorf("the confirmed relation on the other page (-want +got):\n%s", diff)
	}
}

func TestLinks_joinsWhatTwoTellOfOneRelation(t *testing.T) {
	told := []organisation.Link{
		{From: "n", To: "m", Kind: "has_member", Since: 2019},
		{From: "m", To: "n", Kind: "member_of", Until: 2024},
		{From: "m", To: "x", Kind: "partner"},
		{From: "y", To: "m", Kind: "partner"},
	}
	answers := []organisation.RelationAnswer{{TellerID: "y", OtherID: "m", Kind: "partner", Standing: organisation.Denied}}
	want := []organisation.Link{
		{From: "m", To: "n", Kind: "member_of", Since: 2019, Until: 2024, Standing: organisation.Confirmed},
		{From: "m", To: "x", Kind: "partner", Standing: organisation.Told},
	}
	if diff := cmp.Diff(want, organisation.Links(told, answers, inverse)); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
}

func TestLinks_doNotDependOnTheOrderOfWhatIsTold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		link := rapid.Custom(func(t *rapid.T) organisation.Link {
			return organisation.Link{
				From: rapid.StringMatching("[a-e]").Draw(t, "from"), To: rapid.StringMatching("[a-e]").Draw(t, "to"),
				Kind:  rapid.SampledFrom([]string{"partner", "member_of", "has_member"}).Draw(t, "kind"),
				Since: rapid.IntRange(0, 2).Draw(t, "since"),
			}
		})
		told := rapid.SliceOfN(link, 0, 12).Draw(t, "told")
		other := rapid.Permutation(told).Draw(t, "other")
		if diff := cmp.Diff(organisation.Links(told, nil, inverse), organisation.Links(other, nil, inverse)); diff != "" {
			t.Errorf("another order, other links:\n%s", diff)
		}
	})
}
