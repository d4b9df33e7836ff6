package selfassessment

import (
	"telaio/internal/i18n"
	"telaio/internal/kit"
	"telaio/internal/web/part/chart"
	"telaio/internal/web/shell"
)

// example is a made-up group of people who answered one question, worked out by
// the same functions as a report.
type example struct {
	ID     string
	Tally  kit.Tally
	Spread kit.Spread
}

// examples are the groups A1 and A2 of the goldens: one that agrees, one that
// does not.
func examples(r kit.Rules) []example {
	var list []example
	for _, e := range []struct {
		id    string
		codes []kit.Code
	}{
		{"near", []kit.Code{kit.L2, kit.L2, kit.L3, kit.L2, kit.L3}},
		{"far", []kit.Code{kit.L0, kit.L1, kit.L3, kit.L4, kit.L4}},
	} {
		tally := kit.TallyOf(e.codes)
		spread, _ := tally.Spread(r)
		list = append(list, example{e.id, tally, spread})
	}
	return list
}

func (e example) dots() chart.Dots { return chart.DotsOf(e.Tally.Levels, 1) }

// sentence says in words what the picture shows and what was calculated.
func (e example) sentence(v *shell.Visit) string {
	return v.T("kit.example_"+e.ID, i18n.Args{"Median": v.Decimal(e.Spread.Median, 0), "AD": v.Decimal(e.Spread.AD, 1)})
}

// thresholds are the numbers of the rules that the page names.
func thresholds(v *shell.Visit, r kit.Rules) i18n.Args {
	sem := r.Error()
	return i18n.Args{
		"Applicable":    r.MinApplicableItems,
		"Answered":      r.MinAnsweredItems,
		"Share":         v.Decimal(100*r.MinAnsweredShare, 0),
		"Close":         v.Decimal(r.AgreementFullMax, 1),
		"Partly":        v.Decimal(r.AgreementPartialMax, 1),
		"EvidenceFrom":  r.EvidenceRequiredFromLevel,
		"Named":         r.MinRespondentsDistribution,
		"Confidential":  r.MinRespondentsAnonymous,
		"MDC":           v.Decimal(sem.MDC(), 2),
		"SD":            v.Decimal(r.ProvisionalSEM.SD, 1),
		"Reliability":   v.Decimal(r.ProvisionalSEM.Reliability, 1),
		"Confidence":    v.Decimal(100*sem.Confidence, 0),
		"Retest":        r.Retest.Organisations,
		"SDRetest":      v.Decimal(r.Retest.SDOfDifferences, 2),
		"Comparable":    v.Decimal(100*kit.MinComparable, 0),
		"MedianFrom":    r.BenchmarkMinMedian,
		"QuartilesFrom": r.BenchmarkMinQuartiles,
		"PositionFrom":  r.BenchmarkMinPosition,
		"Few":           r.BenchmarkMinMedian - 1,
		"AlphaFrom":     kit.MinAlpha,
		"OmegaFrom":     kit.MinOmega,
		"ICCFrom":       kit.MinICC,
		"WelchFrom":     kit.MinWelch,
		"WilsonFrom":    kit.FewestForInterval,
		"Priorities":    kit.MaxPriorities,
		"Actions":       kit.MaxActions,
	}
}
