package kit_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"telaio/internal/kit"
)

// answersOf draws organisations whose items share one factor with the loadings.
func answersOf(loadings []float64, n int) [][]float64 {
	random := rand.New(rand.NewPCG(1, 2))
	rows := make([][]float64, n)
	for i := range rows {
		shared := random.NormFloat64()
		for _, l := range loadings {
			rows[i] = append(rows[i], l*shared+math.Sqrt(1-l*l)*random.NormFloat64())
		}
	}
	return rows
}

func TestLoadings_findTheFactorThatTheAnswersWereMadeWith(t *testing.T) {
	want := []float64{0.7, 0.6, 0.8, 0.5}
	got, ok := kit.Loadings(answersOf(want, 200_000))
	if !ok {
		t.Fatal("there are none")
	}
	for i := range want {
		if math.Abs(got[i]-want[i]) > 0.01 {
			t.Errorf("loading %d = %v, want %v", i, got[i], want[i])
		}
	}
}

func TestLoadings_areNoneWhereNothingVaries(t *testing.T) {
	for name, rows := range map[string][][]float64{
		"nobody":            nil,
		"two items":         {{1, 2}, {2, 3}, {0, 4}, {3, 1}},
		"two organisations": {{1, 2, 3}, {2, 3, 1}},
		"one item is fixed": {{1, 2, 2}, {2, 3, 2}, {0, 4, 2}, {3, 1, 2}},
	} {
		if _, ok := kit.Loadings(rows); ok {
			t.Errorf("%s: there are loadings", name)
		}
	}
}

func TestOmegaInterval_holdsOmegaAndKnowsNoOrder(t *testing.T) {
	rows := answersOf([]float64{0.7, 0.6, 0.8, 0.5}, 120)
	loadings, _ := kit.Loadings(rows)
	omega, _ := kit.Omega(loadings)
	interval, ok := kit.OmegaInterval(rows, 0.95)
	if !ok || interval.Low >= omega || interval.High <= omega || interval.High-interval.Low > 0.25 {
		t.Errorf("ω = %v in %v", omega, interval)
	}
	slices.Reverse(rows)
	if again, _ := kit.OmegaInterval(rows, 0.95); again != interval {
		t.Errorf("in another order the interval is %v, not %v", again, interval)
	}
}

func TestIntraclassCorrelation_intervalAndEdges(t *testing.T) {
	got, _ := kit.IntraclassCorrelation([][]float64{{1, 2, 1}, {2, 3, 3}, nil, {3, 3, 4}, {1, 1, 2}}, 0.95)
	// F = 9; the tables have 5.416 for 3 and 8 degrees of freedom and 14.540 for 8
	// and 3: (9/5.416 − 1)/(9/5.416 + 2) and (9·14.540 − 1)/(9·14.540 + 2).
	want := kit.Interval{Low: 0.1807, High: 0.9774}
	if diff := cmp.Diff(want, got.CI, alike); diff != "" || got.Groups != 4 {
		t.Errorf("interval (-want +got):\n%s", diff)
	}
	for name, groups := range map[string][][]float64{
		"one group": {{1, 2, 3}}, "one answer each": {{1}, {2}, {3}}, "nothing differs": {{2, 2}, {2, 2}}, "nobody": nil,
	} {
		if _, ok := kit.IntraclassCorrelation(groups, 0.95); ok {
			t.Errorf("%s: there is an ICC", name)
		}
	}
}

func TestCompareMeans_intervalAndEdges(t *testing.T) {
	got, _ := kit.CompareMeans([]float64{1.2, 1.6, 1.8, 1.4, 2.0}, []float64{2.0, 2.4, 2.2, 1.8, 2.6}, 0.95)
	// t = 3 with 8 degrees of freedom: qt(0.975, 8) = 2.3060, p = 0.0171.
	if diff := cmp.Diff(kit.Interval{Low: 0.1388, High: 1.0612}, got.CI, alike); diff != "" || math.Abs(got.P-0.0171) > kit.Tolerance {
		t.Errorf("p = %v, interval (-want +got):\n%s", got.P, diff)
	}
	for name, groups := range map[string][2][]float64{
		"one person": {{1}, {1, 2}}, "nobody differs": {{2, 2}, {3, 3}}, "nobody": {nil, nil},
	} {
		if _, ok := kit.CompareMeans(groups[0], groups[1], 0.95); ok {
			t.Errorf("%s: there is a test", name)
		}
	}
}

func TestQuantile_isBetweenItsNeighbours(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(0, 4), 1, 30).Draw(t, "values")
		p := rapid.Float64Range(0, 1).Draw(t, "p")
		got := kit.Quantile(values, p)
		if got < slices.Min(values)-1e-9 || got > slices.Max(values)+1e-9 {
			t.Fatalf("quantile %v of %v is %v", p, values, got)
		}
		if higher := kit.Quantile(values, min(1, p+0.1)); higher < got-1e-9 {
			t.Fatalf("quantile %v is %v and the one above %v", p, got, higher)
		}
	})
}

func TestSummarise_keepsOnlyWhatTheSizeAllows(t *testing.T) {
	values := make([]float64, 25)
	for i := range values {
		values[i] = float64(i%9) / 2
	}
	for n, want := range map[int]kit.Gate{
		0: kit.GateHidden, 4: kit.GateHidden, 5: kit.GateMedian, 9: kit.GateMedian,
		10: kit.GateQuartiles, 19: kit.GateQuartiles, 20: kit.GatePosition, 25: kit.GatePosition,
	} {
		got := kit.Summarise(values[:n], kit.StandardRules())
		if got.Gate != want {
			t.Errorf("%d: gate %s, want %s", n, got.Gate, want)
		}
		if want == kit.GateHidden && got != (kit.Benchmark{Gate: kit.GateHidden}) {
			t.Errorf("%d: a hidden group keeps %+v", n, got)
		}
		if want == kit.GateMedian && (got.Q1 != 0 || got.Q3 != 0) {
			t.Errorf("%d: a group of a few keeps quartiles %+v", n, got)
		}
		if _, shown := got.Position(2); shown != (want == kit.GatePosition) {
			t.Errorf("%d: position shown = %v", n, shown)
		}
	}
	large := kit.Benchmark{Gate: kit.GatePosition, N: 20, Median: 2, Q1: 1, Q3: 3}
	for own, want := range map[float64]kit.Position{0.9: kit.LowerQuarter, 1: kit.MiddleHalf, 2: kit.MiddleHalf, 3: kit.MiddleHalf, 3.1: kit.UpperQuarter} {
		if got, _ := large.Position(own); got != want {
			t.Errorf("%v is in the %s, want %s", own, got, want)
		}
	}
}

func TestPriorities_listsTheFiveFirst(t *testing.T) {
	candidates := []kit.Candidate{
		{Item: "done", Level: 3, Target: 3, Importance: 3, Effort: 1},
		{Item: "second", Level: 1, Target: 3, Importance: 3, Effort: 2},
		{Item: "first", Level: 1, Target: 3, Importance: 3, Effort: 1},
		{Item: "third", Level: 2, Target: 3, Importance: 2, Effort: 1},
		{Item: "as the third", Level: 1, Target: 3, Importance: 1, Effort: 1},
		{Item: "fifth", Level: 2, Target: 3},
		{Item: "sixth", Level: 2.5, Target: 3},
	}
	var got []string
	for _, c := range kit.Priorities(candidates) {
		got = append(got, c.Item)
	}
	if diff := cmp.Diff([]string{"first", "second", "third", "as the third", "fifth"}, got); diff != "" {
		t.Errorf("priorities (-want +got):\n%s", diff)
	}
}
