package kit_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/kit"
)

// TestScore_item goes through what may happen to one item. EMP2 may be N/A.
func TestScore_item(t *testing.T) {
	valued := func(level float64) kit.Value { return kit.Value{Standing: kit.Valued, Level: level} }
	missing, outside := kit.Value{Standing: kit.WithoutAnswer}, kit.Value{Standing: kit.DoesNotApply}
	tests := []struct {
		name         string
		answers      []kit.Code
		consensus    *kit.Consensus
		na, disagree bool
		official     kit.Value
	}{
		{"nobody answered", nil, nil, false, false, missing},
		{"nobody knows", codes(kit.DontKnow, kit.DontKnow), nil, false, false, missing},
		{"one level", codes(kit.L3), nil, false, false, valued(3)},
		{"an even number of levels", codes(kit.L2, kit.L3), nil, false, false, valued(2.5)},
		{"those who do not know count not among the levels", codes(kit.L4, kit.DontKnow, kit.DontKnow), nil, false, false, valued(4)},
		{"all say it does not apply", codes(kit.NotApplicable), nil, true, false, outside},
		{"more than half say so", codes(kit.NotApplicable, kit.NotApplicable, kit.L3), nil, true, false, outside},
		{"exactly half say so", codes(kit.NotApplicable, kit.L3), nil, false, true, valued(3)},
		{"fewer say so", codes(kit.NotApplicable, kit.L3, kit.L1), nil, false, true, valued(2)},
		{"those who do not know have no vote on that", codes(kit.NotApplicable, kit.DontKnow, kit.DontKnow), nil, true, false, outside},
		{"half say so, the others do not know", codes(kit.NotApplicable, kit.L0, kit.DontKnow), nil, false, true, valued(0)},
		{"the meeting agreed", codes(kit.L1, kit.L4), &kit.Consensus{Level: kit.L3}, false, false, valued(3)},
		{"the meeting agreed on what nobody answered", nil, &kit.Consensus{Level: kit.L2}, false, false, valued(2)},
		{"the meeting agreed on what most say does not apply", codes(kit.NotApplicable), &kit.Consensus{Level: kit.L0}, true, false, valued(0)},
		{"the meeting kept both readings", codes(kit.L1, kit.L4), &kit.Consensus{Reason: "we differ"}, false, false, valued(2.5)},
		{"both readings of what does not apply", codes(kit.NotApplicable), &kit.Consensus{}, true, false, outside},
	}
	k := theKit(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			in := kit.Input{Answers: map[string][]kit.Code{"EMP2": test.answers}}
			if test.consensus != nil {
				in.Consensus = map[string]kit.Consensus{"EMP2": *test.consensus}
			}
			got, ok := kit.Score(k, in).Item("EMP2")
			if !ok || got.NotApplicable != test.na || got.ApplicabilityDisagreement != test.disagree {
				t.Errorf("NA %v, disagreement %v; want %v, %v", got.NotApplicable, got.ApplicabilityDisagreement, test.na, test.disagree)
			}
			if diff := cmp.Diff(test.official, got.Official); diff != "" {
				t.Errorf("official (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.consensus, got.Consensus); diff != "" {
				t.Errorf("consensus (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTally_edgesOfAgreement(t *testing.T) {
	tests := []struct {
		name  string
		codes []kit.Code
		want  kit.Agreement
		split bool
	}{
		{"one person agrees with themselves", codes(kit.L4), kit.Close, false},
		{"half a level apart is still close", codes(kit.L2, kit.L3), kit.Close, false},
		{"four fifths of a level are still partly different", codes(kit.L0, kit.L1, kit.L2, kit.L2, kit.L3), kit.Partly, false},
		{"one level is a divergence", codes(kit.L1, kit.L3), kit.Divergence, false},
		{"two camps are split although the mean distance is small", codes(kit.L1, kit.L1, kit.L2, kit.L2, kit.L2, kit.L2, kit.L3, kit.L3), kit.Close, true},
		{"one at the top is no camp", codes(kit.L1, kit.L1, kit.L4), kit.Divergence, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, ok := kit.TallyOf(test.codes).Spread(kit.StandardRules())
			if !ok || got.Agreement != test.want || got.Split != test.split {
				t.Errorf("%s, split %v, AD %v; want %s, %v", got.Agreement, got.Split, got.AD, test.want, test.split)
			}
		})
	}
	if _, ok := kit.TallyOf(codes(kit.NotApplicable, kit.DontKnow, "L5", kit.Blank)).Spread(kit.StandardRules()); ok {
		t.Error("there is a spread without a level")
	}
	one, _ := kit.TallyOf(codes(kit.L3)).Spread(kit.StandardRules())
	if _, ok := one.RWG(); ok {
		t.Error("one person has an r_WG")
	}
	if _, ok := kit.RWGJ([]kit.Spread{one}); ok {
		t.Error("items of one person have an r_WG(J)")
	}
}

func TestEvaluate_needsThreeQuartersOfWhatApplies(t *testing.T) {
	r := kit.StandardRules()
	for applicable, needed := range map[int]int{3: 3, 4: 3, 5: 4, 6: 5, 7: 6, 8: 6} {
		for answered := range applicable + 1 {
			values := make([]kit.Value, applicable)
			for i := range values {
				values[i].Standing = kit.WithoutAnswer
				if i < answered {
					values[i] = kit.Value{Standing: kit.Valued, Level: 2}
				}
			}
			_, scored := kit.Evaluate(values, r).(kit.Scored)
			if scored != (answered >= needed) {
				t.Errorf("%d of %d answered: scored = %v", answered, applicable, scored)
			}
		}
	}
}

func TestEvaluate_weighsItems(t *testing.T) {
	got, ok := kit.Evaluate([]kit.Value{
		{Standing: kit.Valued, Level: 4, Weight: 2},
		{Standing: kit.Valued, Level: 1},
		{Standing: kit.Valued, Level: 0},
		{Standing: kit.DoesNotApply, Weight: 9},
		{Standing: kit.WithoutAnswer, Weight: 9},
	}, kit.StandardRules()).(kit.Scored)
	want := kit.Scored{Coverage: kit.Coverage{Applicable: 4, Answered: 3, Needed: 3}, Value: 2.25, Percent: 56.25, Band: 2}
	if diff := cmp.Diff(want, got); !ok || diff != "" {
		t.Errorf("outcome (-want +got):\n%s", diff)
	}
}

func TestScore_anUnscoredItemIsDescribedAndCountsNowhere(t *testing.T) {
	k := theKit(t, first, first+"        unscored: true\n")
	in := kit.Input{
		Answers:   map[string][]kit.Code{"EMP1": codes(kit.L0), "EMP2": codes(kit.L4), "EMP3": codes(kit.L4), "EMP4": codes(kit.L4), "EMP5": codes(kit.L4)},
		Consensus: map[string]kit.Consensus{"EMP1": {Level: kit.L1}},
	}
	result := kit.Score(k, in)
	item, _ := result.Item("EMP1")
	if item.Official.Level != 1 || item.Spread == nil {
		t.Errorf("item = %+v", item)
	}
	outcome, _ := result.Dimension("EMP")
	want := kit.Scored{Coverage: kit.Coverage{Applicable: 4, Answered: 4, Needed: 3}, Value: 4, Percent: 100, Band: 4}
	if diff := cmp.Diff(kit.Outcome(want), outcome); diff != "" {
		t.Errorf("dimension (-want +got):\n%s", diff)
	}
}

func TestScore_ofNobodyIsIncompleteEverywhere(t *testing.T) {
	k := theKit(t)
	for _, d := range kit.Score(k, kit.Input{}).Dimensions {
		if _, ok := d.Outcome.(kit.Incomplete); !ok {
			t.Errorf("%s is %T", d.ID, d.Outcome)
		}
	}
}

func TestChanges(t *testing.T) {
	full := func(level kit.Code) kit.Input {
		answers := map[string][]kit.Code{}
		for _, id := range []string{"EMP1", "EMP2", "EMP3", "EMP4", "EMP5"} {
			answers[id] = codes(level)
		}
		return kit.Input{Answers: answers}
	}
	newMeaning := func(ids ...string) *kit.Kit {
		var changes []string
		for _, id := range ids {
			changes = append(changes, "id: "+id+"\n        meaning_version: 1", "id: "+id+"\n        meaning_version: 2")
		}
		return theKit(t, changes...)
	}
	four := full(kit.L3)
	four.Answers["EMP1"] = codes(kit.L2)
	same := theKit(t)
	tests := []struct {
		name          string
		earlier, kit  *kit.Kit
		before, after kit.Input
		want          kit.Change
	}{
		{"one level is more than the error", same, same, full(kit.L1), full(kit.L2), kit.Change{ComparableShare: 1, Compared: true, Before: 1, After: 2, Diff: 1, Real: true}},
		{"a level less is a change too", same, same, full(kit.L2), full(kit.L1), kit.Change{ComparableShare: 1, Compared: true, Before: 2, After: 1, Diff: -1, Real: true}},
		{"four items of five up by one are not", same, same, full(kit.L2), four, kit.Change{ComparableShare: 1, Compared: true, Before: 2, After: 2.8, Diff: 0.8}},
		{"nothing to compare with", same, same, kit.Input{}, full(kit.L2), kit.Change{ComparableShare: 1}},
		{"one item has another meaning: the other four are compared", same, newMeaning("EMP1"), full(kit.L2), four, kit.Change{ComparableShare: 0.8, Compared: true, Before: 2, After: 3, Diff: 1, Real: true}},
		{"two items have: no line", same, newMeaning("EMP1", "EMP2"), full(kit.L1), full(kit.L4), kit.Change{ComparableShare: 0.6}},
		{"an item that did not count then", theKit(t, first, first+"        unscored: true\n"), same, full(kit.L2), full(kit.L3), kit.Change{ComparableShare: 0.8, Compared: true, Before: 2, After: 3, Diff: 1, Real: true}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			changes := kit.Changes(kit.Scoring{Kit: test.earlier, Result: kit.Score(test.earlier, test.before)}, kit.Scoring{Kit: test.kit, Result: kit.Score(test.kit, test.after)})
			test.want.Dimension, test.want.MDC, test.want.Provisional = "EMP", 0.8322, true
			if diff := cmp.Diff(test.want, changes[0], alike); diff != "" {
				t.Errorf("change (-want +got):\n%s", diff)
			}
		})
	}
}

func TestChanges_restOnTheRetestOnceThereIsOne(t *testing.T) {
	k := theKit(t, "  provisional_sem:", "  retest: {organisations: 20, sd_of_differences: 0.4, confidence: 0.9}\n  provisional_sem:")
	scoring := kit.Scoring{Kit: k, Result: kit.Score(k, kit.Input{})}
	got := kit.Changes(scoring, scoring)[0]
	// SEM = 0.4/√2, so that the MDC is 1.6449 · 0.4.
	if diff := cmp.Diff(kit.Change{Dimension: "EMP", ComparableShare: 1, MDC: 0.6579}, got, alike); diff != "" {
		t.Errorf("change (-want +got):\n%s", diff)
	}
}

func TestChanges_ofAnotherKitSayNothing(t *testing.T) {
	k, other := theKit(t), theKit(t, "id: kit-solidarieta", "id: kit-altro")
	got := kit.Changes(kit.Scoring{Kit: other, Result: kit.Score(other, kit.Input{})}, kit.Scoring{Kit: k, Result: kit.Score(k, kit.Input{})})
	if got[0].ComparableShare != 0 || got[0].Compared {
		t.Errorf("change = %+v", got[0])
	}
}

// alike takes figures for equal that differ by less than the goldens' tolerance.
var alike = cmp.Comparer(func(a, b float64) bool { return a-b < kit.Tolerance && b-a < kit.Tolerance })

func TestKit_findsItsParts(t *testing.T) {
	k := theKit(t)
	item, ok := k.Item("NET3")
	if d, _ := k.DimensionOf("NET3"); !ok || d.ID != "NET" || !strings.HasPrefix(item.Text.En, "What mutual help") {
		t.Errorf("NET3 = %v of %v", item.Text, d.ID)
	}
	if _, ok := k.Item("NET9"); ok {
		t.Error("there is a NET9")
	}
	if n := len(k.Items()); n != 34 {
		t.Errorf("%d items", n)
	}
	if n := len(k.QuickItems()); n != 10 {
		t.Errorf("%d quick items", n)
	}
	if !item.Allows(kit.NotApplicable) || !item.Allows(kit.DontKnow) || item.Allows("L5") || item.Allows(kit.Blank) {
		t.Error("NET3 takes a level, NA and DK")
	}
	if emp, _ := k.Item("EMP1"); emp.Allows(kit.NotApplicable) {
		t.Error("EMP1 takes no NA")
	}
	if got := len(item.Advice(1)); got != 2 {
		t.Errorf("%d recommendations at level 1", got)
	}
	if got := len(item.Advice(3)); got != 0 {
		t.Errorf("%d recommendations at level 3", got)
	}
}
