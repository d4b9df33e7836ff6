package report_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"telaio/internal/assessment"
	"telaio/internal/initiative"
	"telaio/internal/kit"
	"telaio/internal/plan"
	"telaio/internal/report"
)

// TestMake_knowsNothingThatTheThresholdsHide lets too few people answer in two
// ways that have the same number and the same median: everything that the
// organisation can read of them must be the same.
func TestMake_knowsNothingThatTheThresholdsHide(t *testing.T) {
	k := newest(t)
	rapid.Check(t, func(r *rapid.T) {
		mode := rapid.SampledFrom([]assessment.Mode{assessment.Named, assessment.Confidential}).Draw(r, "mode")
		fewest := k.Rules.MinRespondentsDistribution
		if mode == assessment.Confidential {
			fewest = k.Rules.MinRespondentsAnonymous
		}
		one, other := closed(k, mode, 2026), closed(k, mode, 2026)
		for _, item := range k.Items() {
			levels := rapid.SliceOfN(rapid.IntRange(0, kit.MaxLevel), 1, fewest-1).Draw(r, item.ID)
			slices.Sort(levels)
			answer(one, item.ID, codes(levels)...)
			answer(other, item.ID, codes(pulledIn(levels))...)
			one.Notes[item.ID], other.Notes[item.ID] = []string{"a"}, []string{"b"}
			one.Evidence[item.ID] = []assessment.Evidence{{Strength: kit.Document, Title: "a"}}
			other.Evidence[item.ID] = []assessment.Evidence{{Strength: kit.Document, Title: "b"}}
		}
		if !reflect.DeepEqual(report.Make(report.Source{Material: one}), report.Make(report.Source{Material: other})) {
			r.Fatalf("the report tells %v from %v", one.Answers, other.Answers)
		}
		if diff := cmp.Diff(report.FileOf(one), report.FileOf(other)); diff != "" {
			r.Fatalf("the file tells them apart:\n%s", diff)
		}
		if offer := report.Make(report.Source{Material: one}).Offer(plan.Plan{}); len(offer.Items)+len(offer.Dimensions)+len(offer.Recommendations) > 0 {
			r.Fatalf("it is offered to the public: %+v", offer)
		}
	})
}

func codes(levels []int) []kit.Code {
	list := make([]kit.Code, len(levels))
	for i, l := range levels {
		list[i] = kit.LevelCode(l)
	}
	return list
}

// pulledIn are other levels with the same median: all of them in the middle.
func pulledIn(sorted []int) []int {
	n := len(sorted)
	low, high := sorted[(n-1)/2], sorted[n/2]
	list := make([]int, n)
	for i := range list {
		list[i] = low
		if i >= n/2 {
			list[i] = high
		}
	}
	return list
}

func TestMake_saysWhatIsStrongAndWhereToGrow(t *testing.T) {
	r := report.Make(report.Source{Material: typical(newest(t), 2026)})
	if r.Heading.Kind != report.Contrast || r.Heading.Strong.ID != "NET" || r.Heading.Weak.ID != "SUS" {
		t.Errorf("heading = %s %s %s; want NET against SUS", r.Heading.Kind, r.Heading.Strong.ID, r.Heading.Weak.ID)
	}
	names := func(points []report.Point) (list []string) {
		for _, p := range points {
			list = append(list, p.Item.ID)
		}
		return list
	}
	// NET1 comes before the other steady practices, because it has evidence.
	if diff := cmp.Diff([]string{"NET1", "IMP1"}, names(r.Strengths)); diff != "" {
		t.Errorf("strengths (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"SUS1", "EMP1", "DEM1"}, names(r.Growth)); diff != "" {
		t.Errorf("growth (-want +got):\n%s", diff)
	}
}

func TestMake_findsTheHeadingOfEachProfile(t *testing.T) {
	for name, test := range map[string]struct {
		levels map[string]int
		want   report.Kind
	}{
		"nothing":      {nil, report.Open},
		"all new":      {map[string]int{"EMP": 1, "NET": 0}, report.Beginning},
		"all steady":   {map[string]int{"EMP": 3, "NET": 4}, report.Steady},
		"all alike":    {map[string]int{"EMP": 2, "NET": 2}, report.Even},
		"one apart":    {map[string]int{"EMP": 1, "NET": 3}, report.Contrast},
		"both at rest": {map[string]int{"EMP": 3, "NET": 3}, report.Steady},
	} {
		m := closed(newest(t), assessment.Confidential, 2026)
		for dimension, level := range test.levels {
			answerAll(m, dimension, level)
		}
		if got := report.Make(report.Source{Material: m}).Heading.Kind; got != test.want {
			t.Errorf("%s: %s; want %s", name, got, test.want)
		}
	}
}

func TestMake_namesWhatIsNotKnown(t *testing.T) {
	r := report.Make(report.Source{Material: typical(newest(t), 2026)})
	for _, d := range r.Dimensions {
		_, out := d.Outcome.(kit.OutOfScope)
		if out != (d.ID == "ADV") {
			t.Errorf("%s: out of scope = %v", d.ID, out)
		}
	}
	undocumented := r.WithoutEvidence()
	if len(undocumented) != 5 || undocumented[0].ID != "NET2" { // NET2 to NET5, and IMP1
		t.Errorf("undocumented: %d, first %s; want NET2 to NET5 and IMP1", len(undocumented), undocumented[0].ID)
	}
	if both := r.BothReadings(); len(both) != 1 || both[0].ID != "IMP1" || both[0].Official != 3 || both[0].Agreed {
		t.Errorf("both readings = %+v; want IMP1 at its median", both)
	}
	if divergent := r.Divergent(); len(divergent) != 1 || divergent[0].ID != "IMP1" {
		t.Errorf("divergent = %d; want IMP1 and not EMP1, which three people answered", len(divergent))
	}
}

func TestMake_takesAnInitiativeForEvidence(t *testing.T) {
	m := typical(newest(t), 2026)
	cited := map[string][]initiative.Cited{
		"NET2": {{ID: "desk", From: "2026-02-01", Strength: kit.OwnAccount}},
		"NET3": {{ID: "fair", From: "2026-12-01", Strength: kit.Document}}, // after the answers
	}
	r := report.Make(report.Source{Material: m, Cited: cited})
	var undocumented []string
	for _, i := range r.WithoutEvidence() {
		undocumented = append(undocumented, i.ID)
	}
	if diff := cmp.Diff([]string{"NET3", "NET4", "NET5", "IMP1"}, undocumented); diff != "" {
		t.Errorf("undocumented (-want +got):\n%s", diff)
	}
}

// TestMake_countsAnInitiativeMeasuredSinceAsNewEvidence lets NET2 rise by a
// level while an initiative about it runs.
func TestMake_countsAnInitiativeMeasuredSinceAsNewEvidence(t *testing.T) {
	for measured, want := range map[initiative.Day]bool{"2026-03-01": true, "2025-03-01": false, "2026-12-24": false, "": false} {
		before, now := typical(newest(t), 2025), typical(newest(t), 2026)
		answer(before, "NET2", kit.L2, kit.L2, kit.L2, kit.L2, kit.L2)
		cited := map[string][]initiative.Cited{"NET2": {{ID: "desk", From: "2025-02-01", Strength: kit.Document, On: measured}}}
		moved := report.Make(report.Source{Material: now, Earlier: []assessment.Material{before}, Cited: cited}).Trend.Moved
		if len(moved) != 1 || moved[0].Documented != want {
			t.Errorf("measured on %q: %+v; want documented = %v", measured, moved, want)
		}
	}
}

// TestMake_showsWhatTheMeetingMayShow keeps one rule in one place: what people
// see of an item in the meeting is what the report shows, whatever else was
// answered besides levels.
func TestMake_showsWhatTheMeetingMayShow(t *testing.T) {
	k := newest(t)
	rapid.Check(t, func(r *rapid.T) {
		m := closed(k, rapid.SampledFrom(assessment.Modes()).Draw(r, "mode"), 2026)
		codes := rapid.SliceOfN(rapid.SampledFrom(kit.Codes()), 0, 12).Draw(r, "codes")
		answer(m, "EMP2", codes...)
		fewest := k.Rules.MinRespondentsDistribution
		if m.Cycle.Mode == assessment.Confidential {
			fewest = k.Rules.MinRespondentsAnonymous
		}
		levels := 0
		for _, c := range codes {
			if _, ok := c.Level(); ok {
				levels++
			}
		}
		want := levels >= fewest // those who say "does not apply" or "I don't know" don't hide anybody
		if m.Visible("EMP2") != want {
			r.Fatalf("the meeting shows %v: %v; want %v", codes, m.Visible("EMP2"), want)
		}
		for _, i := range report.Make(report.Source{Material: m}).Items() {
			if i.ID == "EMP2" && (i.Visible != want || i.Disagreement && !want) {
				r.Fatalf("the report shows %v: %v, who finds that it does not apply: %v; want %v", codes, i.Visible, i.Disagreement, want)
			}
		}
		for _, topic := range m.Topics() {
			if topic.Item.ID == "EMP2" && topic.Visible != want {
				r.Fatalf("the list shows %v: %v; want %v", codes, topic.Visible, want)
			}
		}
	})
}

func TestMake_advisesTheNextLevelOnly(t *testing.T) {
	k := newest(t)
	m := typical(k, 2026)
	r := report.Make(report.Source{Material: m, Importance: map[string]int{"SUS": 1, "IMP": 3}})
	if len(r.Advice) != kit.MaxPriorities {
		t.Fatalf("%d pieces of advice; want %d", len(r.Advice), kit.MaxPriorities)
	}
	before := 100.0
	for _, a := range r.Advice {
		for _, recommendation := range a.Recommendations {
			if !slices.Contains(recommendation.ForLevels, a.Item.Rung()) {
				t.Errorf("%s at level %d is given %s for %v", a.Item.ID, a.Item.Rung(), recommendation.ID, recommendation.ForLevels)
			}
		}
		if a.Priority > before {
			t.Errorf("%s with priority %v comes after %v", a.Item.ID, a.Priority, before)
		}
		before = a.Priority
	}
	var items []string
	for _, a := range r.Advice {
		items = append(items, a.Item.ID)
	}
	// EMP1 is at 0; IMP matters most, SUS least, though both are at 1.
	if diff := cmp.Diff([]string{"EMP1", "IMP2", "IMP3", "IMP4"}, items[:4]); diff != "" {
		t.Error(diff)
	}
}

// TestMake_ordersAdviceByTheFormula is golden P1: T 3, x 1, I 3, E 2.
func TestMake_ordersAdviceByTheFormula(t *testing.T) {
	if got := (kit.Candidate{Level: 1, Target: 3, Importance: 3, Effort: 2}).Priority(); got != 3 {
		t.Errorf("P = %v; want 3", got)
	}
	r := report.Make(report.Source{Material: typical(newest(t), 2026)})
	for _, a := range r.Advice {
		target := 3.0
		if a.Item.Official >= 3 {
			target = 4
		}
		want := (target - a.Item.Official) * 2 / float64(a.Recommendations[0].Effort.Points())
		if a.Priority != want {
			t.Errorf("%s: P = %v; want %v", a.Item.ID, a.Priority, want)
		}
	}
}

func TestMake_putsActionsBesideTheirItem(t *testing.T) {
	actions := []plan.Action{{ID: "a", Item: "SUS1", State: plan.UnderWay}, {ID: "b", Item: "SUS1", Removed: true}, {ID: "c"}}
	r := report.Make(report.Source{Material: typical(newest(t), 2026), Actions: actions})
	for _, i := range r.Items() {
		if want := i.ID == "SUS1"; (len(i.Actions) == 1) != want {
			t.Errorf("%s has %d actions", i.ID, len(i.Actions))
		}
	}
	for _, a := range r.Advice {
		if a.Planned != (a.Item.ID == "SUS1") {
			t.Errorf("%s: planned = %v", a.Item.ID, a.Planned)
		}
	}
}

func TestMake_tellsRealChangesFromUnclearOnes(t *testing.T) {
	k := newest(t)
	before, after := closed(k, assessment.Confidential, 2025), closed(k, assessment.Confidential, 2026)
	answerAll(before, "EMP", 1)
	answerAll(after, "EMP", 2) // + 1, more than 0.83
	answerAll(before, "NET", 2)
	answerAll(after, "NET", 2)
	answer(after, "NET1", slices.Repeat([]kit.Code{kit.L4}, 5)...) // + 0.4
	after.Evidence["NET1"] = []assessment.Evidence{{Strength: kit.Document, Title: "Nuovo", Date: "2026-10-01"}}
	before.Means["EMP"], after.Means["EMP"] = []float64{1.2, 1.4, 1.6, 1.8, 2.0}, []float64{1.8, 2.0, 2.2, 2.4, 2.6}
	r := report.Make(report.Source{Material: after, Earlier: []assessment.Material{before}})
	if !r.Trend.Shown() || !r.Trend.Provisional {
		t.Fatalf("trend = %+v; want one, provisional", r.Trend)
	}
	emp, net, adv := r.Trend.Rows[0], r.Trend.Rows[1], r.Trend.Rows[2]
	if !emp.Change.Real || emp.Change.Diff != 1 || !emp.HasPeople {
		t.Errorf("EMP = %+v; want a real change of 1 with the test of the means", emp.Change)
	}
	if net.Change.Real || !net.Change.Compared || net.HasPeople {
		t.Errorf("NET = %+v; want an unclear change", net.Change)
	}
	if adv.Change.Compared || adv.Values[1].Joins {
		t.Errorf("ADV = %+v; want nothing to compare", adv.Change)
	}
	for _, moved := range r.Trend.Moved {
		if moved.Documented != (moved.Item.ID == "NET1") {
			t.Errorf("%s from %v to %v: documented = %v", moved.Item.ID, moved.Before, moved.Item.Official, moved.Documented)
		}
	}
	if len(r.Trend.Moved) != 6 {
		t.Errorf("%d items moved; want the five of EMP and NET1", len(r.Trend.Moved))
	}
}

func TestMake_givesAQuickCheckNoValues(t *testing.T) {
	m := closed(newest(t), assessment.Confidential, 2026)
	m.Cycle.Extent = assessment.Quick
	for _, item := range m.Kit.QuickItems() {
		answer(m, item.ID, kit.L1, kit.L1, kit.L1, kit.L1, kit.L2)
	}
	r := report.Make(report.Source{Material: m, Earlier: []assessment.Material{typical(m.Kit, 2025)}})
	if r.Heading.Kind != report.QuickLook || r.Trend.Shown() || len(r.Items()) != len(m.Kit.QuickCheck.Items) {
		t.Errorf("heading %s, trend %v, %d items", r.Heading.Kind, r.Trend.Shown(), len(r.Items()))
	}
	for _, d := range r.Dimensions {
		if _, ok := d.Scored(); ok {
			t.Errorf("%s has a value", d.ID)
		}
	}
	if len(r.Growth) == 0 || len(r.Advice) == 0 {
		t.Error("there is nothing to begin with")
	}
}

// TestFileOf_isScoredToTheSameValues reads the file as the command line does.
func TestFileOf_isScoredToTheSameValues(t *testing.T) {
	k := newest(t)
	find := func(string) (*kit.Kit, error) { return k, nil }
	rapid.Check(t, func(r *rapid.T) {
		m := closed(k, rapid.SampledFrom([]assessment.Mode{assessment.Named, assessment.Confidential, assessment.Collective}).Draw(r, "mode"), 2026)
		for _, item := range k.Items() {
			offered := kit.Codes()
			if !item.NAAllowed {
				offered = slices.DeleteFunc(offered, func(c kit.Code) bool { return c == kit.NotApplicable })
			}
			answer(m, item.ID, rapid.SliceOfN(rapid.SampledFrom(offered), 0, 8).Draw(r, item.ID)...)
			switch rapid.IntRange(0, 5).Draw(r, "decision") {
			case 0:
				m.Decisions[item.ID] = assessment.Consensus{Code: kit.L2, Reason: "Insieme"}
			case 1:
				m.Decisions[item.ID] = assessment.Consensus{Both: true, Reason: "Due letture"}
			}
		}
		raw, err := json.Marshal(report.FileOf(m))
		if err != nil {
			r.Fatal(err)
		}
		recording, err := kit.ReadRecording(raw, find)
		if err != nil {
			r.Fatal(err)
		}
		if diff := cmp.Diff(m.Score().Dimensions, recording.Score().Result.Dimensions, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
			r.Fatalf("the dimensions differ:\n%s", diff)
		}
	})
}

func TestPublish_showsOnlyWhatIsChosenAndOnOffer(t *testing.T) {
	m := typical(newest(t), 2026)
	r := report.Make(report.Source{Material: m})
	actions := plan.Plan{Actions: []plan.Action{
		{ID: "kit", Kit: m.Kit.Reference(), Recommendation: "SUS1-R1", What: "Parole nostre su Carla", State: plan.UnderWay},
		{ID: "own", Kit: m.Kit.Reference(), What: "Parole nostre", State: plan.UnderWay},
	}}
	everything := report.Choice{Dimensions: []string{"EMP", "NET", "ADV"}, Items: []string{"NET1", "EMP1", "ADV1"}, Actions: []string{"kit", "own"}}
	got := r.Publish(everything, actions, m.Cycle.ClosedAt)
	want := report.Public{
		OrganisationID: "filo", CycleID: "2026", Kit: m.Kit.Reference(), AnsweredAt: m.Cycle.EndedAt, At: m.Cycle.ClosedAt,
		Dimensions: []report.PublicLevel{{ID: "NET", Level: 3}}, // EMP rests on EMP1, which three people answered
		Items:      []report.PublicLevel{{ID: "NET1", Level: 3}},
		Actions:    []report.PublicAction{{ID: "kit", Recommendation: "SUS1-R1", State: plan.UnderWay}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if strings.Contains(fmt.Sprint(got), "Parole") {
		t.Error("words that nobody reviewed are public")
	}
	if public := r.Publish(report.Choice{}, actions, m.Cycle.ClosedAt); !public.Empty() {
		t.Errorf("nothing chosen shows %+v", public)
	}
}

func TestMake_hasPeersOnlyInDimensionsOfTheWholeKit(t *testing.T) {
	peers := report.Peers{N: 12, Dimensions: map[string]kit.Benchmark{"NET": {Gate: kit.GateQuartiles, N: 12, Median: 2, Q1: 1.5, Q3: 2.5}}}
	m := typical(newest(t), 2026)
	for _, d := range report.Make(report.Source{Material: m, Peers: peers}).Dimensions {
		if got, want := d.Peers, peers.Dimensions[d.ID]; got != want {
			t.Errorf("%s: peers = %+v; want %+v", d.ID, got, want)
		}
	}
	m.Cycle.Extent = assessment.Quick
	for _, d := range report.Make(report.Source{Material: m, Peers: peers}).Dimensions {
		if d.Peers != (kit.Benchmark{}) {
			t.Errorf("%s of a quick check has peers", d.ID)
		}
	}
}
