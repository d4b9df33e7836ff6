package organisation_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"telaio/internal/organisation"
)

func TestDiff_listsChangedFieldsInPageOrder(t *testing.T) {
	base := organisation.Card{Name: "OZ", Year: 2013, Types: []string{"association"}}
	proposed := organisation.Card{Name: "Officine Zero", Types: []string{"association", "cooperative"}}

	var got []string
	for _, c := range organisation.Diff(base, proposed) {
		got = append(got, string(c.Field)+": "+string(c.Before)+" → "+string(c.After))
	}

	want := []string{`name: "OZ" → "Officine Zero"`, `types: ["association"] → ["association","cooperative"]`, `year: 2013 → null`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

func TestApply_refusesUnknownFieldsAndWrongShapes(t *testing.T) {
	base := organisation.Card{Name: "OZ"}
	for field, value := range map[organisation.Field]string{"nome": `"x"`, "year": `"duemila"`, "types": `{"a":1}`} {
		got, err := organisation.Apply(base, map[organisation.Field]json.RawMessage{field: json.RawMessage(value)})
		if err == nil || got.Name != "OZ" {
			t.Errorf("Apply(%s = %s) = %+v, %v; want an error and the base", field, value, got, err)
		}
	}
}

func cards(t *rapid.T, label string) organisation.Card {
	text := rapid.SampledFrom([]string{"", "Roma", "àè <b>", "x\ny"})
	codes := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b"}), 0, 2)
	return organisation.Card{
		Name: text.Draw(t, label+"name"), Types: codes.Draw(t, label+"types"), Year: rapid.IntRange(0, 2026).Draw(t, label+"year"),
		Story: text.Draw(t, label+"story"), Contacts: organisation.Contacts{Email: text.Draw(t, label+"email")},
		Solidarity: []organisation.Solidarity{{Form: "network", Practice: text.Draw(t, label+"practice")}},
	}
}

// Accepting every change of a proposal gives what was proposed.
func TestApply_undoesDiff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, proposed := cards(t, "base "), cards(t, "proposed ")
		values := map[organisation.Field]json.RawMessage{}
		for _, c := range organisation.Diff(base, proposed) {
			values[c.Field] = c.After
		}

		got, err := organisation.Apply(base, values)

		if err != nil || len(organisation.Diff(got, proposed)) != 0 {
			t.Errorf("Apply(Diff) = %+v, %v; want %+v", got, err, proposed)
		}
	})
}

func TestFields_areExactlyTheKeysOfACard(t *testing.T) {
	full := organisation.Card{
		Name: "x", OtherNames: []string{"x"}, Types: []string{"x"}, TypeOther: "x", LegalStatus: "x", Year: 1, Target: "x",
		TargetGroups: []string{"x"}, People: "x", Reach: "x", Solidarity: []organisation.Solidarity{{}}, Services: []string{"x"},
		Governance: []string{"x"}, Funding: []string{"x"}, Places: []organisation.Place{{}}, Contacts: organisation.Contacts{Email: "x"},
		ShortDescription: "x", Story: "x", Initiatives: []organisation.Initiative{{}}, Relations: []organisation.Relation{{}},
		Logo: "x", Source: "x", Language: "it",
	}
	raw, _ := json.Marshal(full)
	var keys map[organisation.Field]json.RawMessage
	if err := json.Unmarshal(raw, &keys); err != nil {
		t.Fatal(err)
	}
	for _, f := range organisation.Fields() {
		if _, ok := keys[f]; !ok {
			t.Errorf("the card has no field %q", f)
		}
		delete(keys, f)
	}
	for f := range keys {
		t.Errorf("Fields lacks %q", f)
	}
}
