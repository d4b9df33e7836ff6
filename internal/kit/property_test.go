package kit_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"telaio/internal/kit"
)

// person draws someone's answers, blanks among them.
func person(k *kit.Kit) *rapid.Generator[map[string]kit.Code] {
	return rapid.Custom(func(t *rapid.T) map[string]kit.Code {
		answers := map[string]kit.Code{}
		for _, item := range k.Items() {
			code := rapid.SampledFrom(append(kit.Codes(), kit.Blank)).Draw(t, item.ID)
			if item.Allows(code) {
				answers[item.ID] = code
			}
		}
		return answers
	})
}

func people(answers []map[string]kit.Code) []kit.Respondent {
	list := make([]kit.Respondent, 0, len(answers))
	for i, a := range answers {
		list = append(list, kit.Respondent{ID: string(rune('a' + i)), Answers: a})
	}
	return list
}

func TestScore_theOrderOfPeopleChangesNothing(t *testing.T) {
	k := theKit(t)
	rapid.Check(t, func(t *rapid.T) {
		group := people(rapid.SliceOfN(person(k), 0, 8).Draw(t, "people"))
		want := kit.Score(k, kit.Input{Answers: kit.Unlink(group)})
		got := kit.Score(k, kit.Input{Answers: kit.Unlink(rapid.Permutation(group).Draw(t, "shuffled"))})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("result (-want +got):\n%s", diff)
		}
	})
}

func TestScore_theOrderOfItemsChangesNothing(t *testing.T) {
	k := theKit(t)
	rapid.Check(t, func(t *rapid.T) {
		in := kit.Input{Answers: kit.Unlink(people(rapid.SliceOfN(person(k), 0, 8).Draw(t, "people")))}
		shuffled := *k
		shuffled.Dimensions = slices.Clone(k.Dimensions)
		for i, d := range shuffled.Dimensions {
			shuffled.Dimensions[i].Items = rapid.Permutation(slices.Clone(d.Items)).Draw(t, d.ID)
		}
		want, got := kit.Score(k, in), kit.Score(&shuffled, in)
		if diff := cmp.Diff(want.Dimensions, got.Dimensions); diff != "" {
			t.Fatalf("dimensions (-want +got):\n%s", diff)
		}
		for _, item := range want.Items {
			if same, _ := got.Item(item.ID); !cmp.Equal(item, same) {
				t.Fatalf("%s: %+v, then %+v", item.ID, item, same)
			}
		}
	})
}

// TestScore_aBlankThatBecomesNotApplicableChangesNoValue: it may only move what
// is incomplete to scored or out of scope.
func TestScore_aBlankThatBecomesNotApplicableChangesNoValue(t *testing.T) {
	k := theKit(t)
	rapid.Check(t, func(t *rapid.T) {
		answers := person(k).Draw(t, "answers")
		before := kit.Score(k, kit.Input{Answers: kit.Unlink(people([]map[string]kit.Code{answers}))})
		for _, item := range k.Items() {
			if _, answered := answers[item.ID]; !answered && item.NAAllowed && rapid.Bool().Draw(t, item.ID) {
				answers[item.ID] = kit.NotApplicable
			}
		}
		after := kit.Score(k, kit.Input{Answers: kit.Unlink(people([]map[string]kit.Code{answers}))})
		for i, d := range before.Dimensions {
			switch was := d.Outcome.(type) {
			case kit.Scored:
				is, ok := after.Dimensions[i].Outcome.(kit.Scored)
				if !ok || is.Value != was.Value {
					t.Fatalf("%s was %v and is %v", d.ID, was, after.Dimensions[i].Outcome)
				}
			case kit.OutOfScope:
				if _, ok := after.Dimensions[i].Outcome.(kit.OutOfScope); !ok {
					t.Fatalf("%s came back from out of scope", d.ID)
				}
			}
		}
	})
}

// TestTally_saysWhatListsSay works the spread out from the list of levels
// itself, as the formulas are written.
func TestTally_saysWhatListsSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		levels := rapid.SliceOfN(rapid.IntRange(0, kit.MaxLevel), 1, 40).Draw(t, "levels")
		given, list, mean := []kit.Code{}, []float64{}, 0.0
		for _, level := range levels {
			given, list = append(given, kit.LevelCode(level)), append(list, float64(level))
			mean += float64(level) / float64(len(levels))
		}
		median, ad, variance := kit.Median(list), 0.0, 0.0
		for _, x := range list {
			ad += math.Abs(x-median) / float64(len(list))
			variance += (x - mean) * (x - mean) / float64(max(len(list)-1, 1))
		}
		want := kit.Spread{N: len(list), Median: median, Min: slices.Min(levels), Max: slices.Max(levels), AD: ad, Variance: variance}
		got, _ := kit.TallyOf(given).Spread(kit.StandardRules())
		want.Agreement, want.Split = got.Agreement, got.Split
		if diff := cmp.Diff(want, got, alike); diff != "" {
			t.Fatalf("spread (-want +got):\n%s", diff)
		}
	})
}

func TestBand_isTheNearestLevelAndTheLowerOneInBetween(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// Means of up to eight medians, which are whole or half levels.
		n := rapid.IntRange(1, 8).Draw(t, "items")
		value := float64(rapid.IntRange(0, 2*kit.MaxLevel*n).Draw(t, "half levels")) / float64(2*n)
		band := kit.Band(value)
		if away := value - float64(band); away > 0.5 || away < -0.5 || (away == -0.5 && band > 0) {
			t.Fatalf("the band of %v is %d", value, band)
		}
	})
}

func TestPublishable_noFewOrganisationsCanBeSubtracted(t *testing.T) {
	r := kit.StandardRules()
	rapid.Check(t, func(t *rapid.T) {
		one := rapid.Custom(func(t *rapid.T) kit.Group {
			return kit.Group{ID: rapid.StringN(1, 6, 6).Draw(t, "id"), Members: rapid.SliceOfNDistinct(rapid.IntRange(0, 25), 0, 25, rapid.ID).Draw(t, "members")}
		})
		groups := rapid.SliceOfNDistinct(one, 0, 6, func(g kit.Group) string { return g.ID }).Draw(t, "groups")
		open := kit.Publishable(groups, r)
		for _, g := range groups {
			if open[g.ID] && len(g.Members) < r.BenchmarkMinMedian {
				t.Fatalf("%v is published", g)
			}
		}
		for i, a := range groups {
			for j, b := range groups {
				if i == j || !open[a.ID] || !open[b.ID] {
					continue
				}
				rest := slices.DeleteFunc(slices.Clone(a.Members), func(m int) bool { return slices.Contains(b.Members, m) })
				if len(rest) > 0 && len(rest) < r.BenchmarkMinMedian {
					t.Fatalf("%v without %v is %v", a, b, rest)
				}
			}
		}
	})
}
