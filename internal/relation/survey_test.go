package relation_test

import (
	"fmt"
	"log/slog"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/atlas"
	"telaio/internal/clock"
	"telaio/internal/organisation"
	"telaio/internal/relation"
	"telaio/internal/testkit"
)

// surveyed is a chain of four, the first in Rome, and two who exchange.
func surveyed(t *testing.T) relation.UseCases {
	t.Helper()
	library, s := testkit.Library(t), testkit.SQLite(t)
	rome := []organisation.Place{{ID: "p", Kind: "seat", Publicity: organisation.PublicityMunicipality, Municipality: testkit.Rome()}}
	for _, o := range []struct {
		id, kind, other string
		places          []organisation.Place
	}{
		{"alfa", "member_of", "beta", rome},
		{"beta", "partner", "città", nil},
		{"città", "partner", "delta", nil},
		{"delta", "", "", nil},
		{"elle", "exchanges", "filo", nil},
		{"filo", "exchanges", "elle", nil},
	} {
		card := organisation.Card{Name: o.id, Places: o.places}
		if o.kind != "" {
			card.Relations = []organisation.Relation{{ID: "r", Kind: o.kind, Name: o.other, OrganisationID: o.other}}
		}
		testkit.Publish(t, s, organisation.Organisation{ID: o.id, Slug: o.id}, card)
	}
	index := atlas.NewIndex(s, library.Taxonomies, nil, &clock.Fixed{T: testkit.Day()}, slog.New(slog.DiscardHandler))
	if err := index.Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	return relation.UseCases{Records: s, Index: index, Inverse: library.Taxonomies.Inverse}
}

// words is a survey in short: each group with its middle, then what the choices
// would leave.
func words(s relation.Survey) string {
	text := ""
	for _, g := range s.Groups {
		text += fmt.Sprintf("%s %d/%d; ", g.Middle.Name, g.Size(), len(g.Ties))
	}
	return text + fmt.Sprint(s.Kinds, s.Regions, s.Confirmed, s.Reach)
}

func TestSurvey_saysWhatEachChoiceWouldLeave(t *testing.T) {
	u := surveyed(t)
	for _, c := range []struct {
		filter relation.Filter
		want   string
	}{
		{relation.Filter{}, "beta 4/3; elle 2/1; map[exchanges:1 has_member:1 member_of:1 partner:2] map[lazio:1] 1 []"},
		{relation.Filter{Kind: "partner"}, "città 3/2; map[exchanges:1 has_member:1 member_of:1 partner:2] map[lazio:0] 0 []"},
		{relation.Filter{Confirmed: true}, "elle 2/1; map[exchanges:1 has_member:0 member_of:0 partner:0] map[lazio:0] 1 []"},
		{relation.Filter{Around: "alfa", Steps: 1}, "alfa 2/1; map[exchanges:0 has_member:1 member_of:1 partner:0] map[lazio:1] 0 [{1 2} {2 3} {0 4}]"},
		{relation.Filter{Around: "alfa", Steps: 2}, "beta 3/2; map[exchanges:0 has_member:1 member_of:1 partner:0] map[lazio:1] 0 [{1 2} {2 3} {0 4}]"},
		{relation.Filter{Around: "città"}, "beta 4/3; map[exchanges:0 has_member:0 member_of:0 partner:2] map[lazio:0] 0 [{1 3} {2 4} {0 4}]"},
		{relation.Filter{Around: "nobody"}, "map[exchanges:0 has_member:0 member_of:0 partner:0] map[lazio:0] 0 [{1 0} {2 0} {0 0}]"},
	} {
		s, err := u.Survey(t.Context(), c.filter)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, words(s)); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", c.filter, diff)
		}
		for kind, ties := range s.Kinds {
			chosen := c.filter
			chosen.Kind = kind
			if n, err := u.Network(t.Context(), chosen); err != nil || len(n.Ties) != ties {
				t.Errorf("%+v: %d ties, %v; the survey says %d", chosen, len(n.Ties), err, ties)
			}
		}
	}
}

func TestNamed_findsWhomSomebodyMeans(t *testing.T) {
	u := surveyed(t)
	for text, want := range map[string][]string{"citta": {"città"}, "BETA": {"beta"}, "l": {"alfa", "delta", "elle", "filo"}, "nessuna": nil, " ": nil} {
		found, err := u.Named(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, e := range found {
			names = append(names, e.Name)
		}
		if diff := cmp.Diff(want, names); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}
