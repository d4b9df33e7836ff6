package kit

import (
	"math"
	"strings"
)

// Golden is one worked example of the method, with what must come out. Tests
// and the command `telaio kit golden` go through the same list.
type Golden struct {
	ID     string
	Input  string // in words
	Checks []Check
}

// Check is one figure or word of a golden.
type Check struct {
	Name      string
	Want, Got any // float64, string or bool
}

// Tolerance is how far a computed figure may be from the golden one.
const Tolerance = 1e-4

// OK reports whether what was computed is what was expected.
func (c Check) OK() bool {
	want, ok := c.Want.(float64)
	if !ok {
		return c.Want == c.Got
	}
	got, ok := c.Got.(float64)
	return ok && math.Abs(want-got) <= Tolerance
}

// StandardRules are the thresholds of the method, which the goldens were worked
// out with. A kit may have others.
func StandardRules() Rules {
	return Rules{
		ScaleMin: 0, ScaleMax: MaxLevel, ItemWeightDefault: 1,
		MinApplicableItems: 3, MinAnsweredItems: 3, MinAnsweredShare: 0.75,
		BandRule: bandRule, NAMajorityShare: 0.5, EvidenceRequiredFromLevel: 3,
		RespondentAggregate: aggregateRule, AgreementIndex: agreementRule,
		AgreementFullMax: 0.5, AgreementPartialMax: 0.8,
		MinRespondentsDistribution: 3, MinRespondentsAnonymous: 5,
		BenchmarkMinMedian: 5, BenchmarkMinQuartiles: 10, BenchmarkMinPosition: 20,
		ProvisionalSEM: ProvisionalSEM{SD: 0.8, Reliability: 0.8, Confidence: 0.90},
	}
}

// Goldens works out every golden.
func Goldens() []Golden {
	var list []Golden
	for _, part := range [][]Golden{
		dimensionGoldens(), agreementGoldens(), reliabilityGoldens(),
		changeGoldens(), benchmarkGoldens(), initiativeGoldens(),
	} {
		list = append(list, part...)
	}
	return list
}

func dimensionGoldens() []Golden {
	return []Golden{
		dimensionGolden("D1", "[3,2,NA,4,1]", []Code{L3, L2, NotApplicable, L4, L1}, Scored{Coverage{4, 4, 3}, 2.5, 62.5, 2}),
		dimensionGolden("D2", "[3,DK,2,–,NA]", []Code{L3, DontKnow, L2, Blank, NotApplicable}, Incomplete{Coverage{4, 2, 3}}),
		dimensionGolden("D3", "[3,2,2,DK,2]", []Code{L3, L2, L2, DontKnow, L2}, Scored{Coverage{5, 4, 4}, 2.25, 56.25, 2}),
		dimensionGolden("D4", "[NA,NA,NA,3,4]", []Code{NotApplicable, NotApplicable, NotApplicable, L3, L4}, OutOfScope{Coverage{2, 2, 3}}),
		dimensionGolden("D5", "[1,2,DK,3]", []Code{L1, L2, DontKnow, L3}, Scored{Coverage{4, 3, 3}, 2, 50, 2}),
		dimensionGolden("D6", "[3,DK,3,3,–]", []Code{L3, DontKnow, L3, L3, Blank}, Incomplete{Coverage{5, 3, 4}}),
		{"D7", "bands of 0.5, 0.51, 2.5, 2.51", []Check{
			{"band of 0.5", 0.0, float64(Band(0.5))},
			{"band of 0.51", 1.0, float64(Band(0.51))},
			{"band of 2.5", 2.0, float64(Band(2.5))},
			{"band of 2.51", 3.0, float64(Band(2.51))},
		}},
		applicabilityGolden(),
	}
}

// dimensionGolden is a dimension that one person answered.
func dimensionGolden(id, input string, codes []Code, want Outcome) Golden {
	r := StandardRules()
	values := make([]Value, 0, len(codes))
	for _, code := range codes {
		values = append(values, scoreItem(Item{}, TallyOf([]Code{code}), nil, r).Official)
	}
	got := Evaluate(values, r)
	g := Golden{id, input, []Check{
		{"state", stateOf(want), stateOf(got)},
		{"applicable", float64(want.Covered().Applicable), float64(got.Covered().Applicable)},
		{"answered", float64(want.Covered().Answered), float64(got.Covered().Answered)},
		{"needed", float64(want.Covered().Needed), float64(got.Covered().Needed)},
	}}
	if expected, ok := want.(Scored); ok {
		scored, _ := got.(Scored)
		g.Checks = append(g.Checks,
			Check{"D", expected.Value, scored.Value},
			Check{"D%", expected.Percent, scored.Percent},
			Check{"band", float64(expected.Band), float64(scored.Band)})
	}
	return g
}

func applicabilityGolden() Golden {
	r := StandardRules()
	most := scoreItem(Item{}, TallyOf([]Code{L2, NotApplicable, L3, NotApplicable, NotApplicable}), nil, r)
	some := scoreItem(Item{}, TallyOf([]Code{L2, NotApplicable, L3, L3}), nil, r)
	return Golden{"D8", "people [2,NA,3,NA,NA]; [2,NA,3,3]", []Check{
		{"first does not apply", true, most.NotApplicable},
		{"first standing", string(DoesNotApply), string(most.Official.Standing)},
		{"second does not apply", false, some.NotApplicable},
		{"second flagged", true, some.ApplicabilityDisagreement},
		{"second median", 3.0, some.Official.Level},
	}}
}

func agreementGoldens() []Golden {
	return []Golden{
		agreementGolden("A1", []Code{L2, L2, L3, L2, L3}, Spread{Median: 2, Variance: 0.3, AD: 0.4, Agreement: Close}, 0.85, 0.85),
		agreementGolden("A2", []Code{L0, L1, L3, L4, L4}, Spread{Median: 3, Variance: 3.3, AD: 1.4, Agreement: Divergence, Split: true}, 0, -0.65),
		agreementGolden("A3", []Code{L1, L1, L3, L4}, Spread{Median: 2, Variance: 2.25, AD: 1.25, Agreement: Divergence, Split: true}, 0, -0.125),
		agreementGolden("A4", []Code{L1, L1, L2}, Spread{Median: 1, Variance: 1.0 / 3, AD: 0.3333, Agreement: Close}, 0.8333, 0.8333),
		agreementGolden("A5", []Code{L2, L2, L2, L2}, Spread{Median: 2, Agreement: Close}, 1, 1),
		groupGolden(),
	}
}

// agreementGolden is one item that several people answered; raw is r_WG before
// it is cut off at 0.
func agreementGolden(id string, codes []Code, want Spread, rwg, raw float64) Golden {
	got, _ := TallyOf(codes).Spread(StandardRules())
	gotRWG, _ := got.RWG()
	return Golden{id, listed(codes), []Check{
		{"Md", want.Median, got.Median},
		{"s²", want.Variance, got.Variance},
		{"AD", want.AD, got.AD},
		{"r_WG", rwg, gotRWG},
		{"r_WG raw", raw, 1 - got.Variance/uniformVariance},
		{"agreement", string(want.Agreement), string(got.Agreement)},
		{"split", want.Split, got.Split},
	}}
}

// groupGolden is a dimension of three items that four people answered.
func groupGolden() Golden {
	r := StandardRules()
	answers := [][]Code{{L2, L3, L2, L3}, {L1, L2, L2, L2}, {L3, L3, L4, L3}}
	g := Golden{"A6", "items [2,3,2,3] [1,2,2,2] [3,3,4,3]", nil}
	var spreads []Spread
	var values []Value
	variance := 0.0
	for i, codes := range answers {
		item := scoreItem(Item{}, TallyOf(codes), nil, r)
		spreads, values = append(spreads, *item.Spread), append(values, item.Official)
		variance += item.Spread.Variance / float64(len(answers))
		g.Checks = append(g.Checks, Check{"median of item " + string(rune('1'+i)), []float64{2.5, 2, 3}[i], item.Spread.Median})
	}
	scored, _ := Evaluate(values, r).(Scored)
	rwg, _ := RWGJ(spreads)
	g.Checks = append(g.Checks, Check{"D", 2.5, scored.Value}, Check{"mean s²", 0.2778, variance}, Check{"r_WG(3)", 0.9490, rwg})
	return g
}

// stateOf names an outcome as reports do.
func stateOf(o Outcome) string {
	switch o.(type) {
	case Scored:
		return "scored"
	case Incomplete:
		return "incomplete"
	default:
		return "out_of_scope"
	}
}

// listed writes codes as the goldens do: [3,NA,–].
func listed(codes []Code) string {
	var text strings.Builder
	text.WriteByte('[')
	for i, code := range codes {
		if i > 0 {
			text.WriteByte(',')
		}
		switch level, ok := code.Level(); {
		case ok:
			text.WriteRune(rune('0' + level))
		case code == Blank:
			text.WriteString("–")
		default:
			text.WriteString(string(code))
		}
	}
	text.WriteByte(']')
	return text.String()
}
