package kit

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// MeasurementError is how far a dimension's value may move without anything
// having changed.
type MeasurementError struct {
	SEM         float64 // standard error of measurement, in levels
	Confidence  float64 // such as 0.90
	Provisional bool    // until the project has a retest of its own
}

// ErrorOfReliability works the error out from a standard deviation and a
// reliability: SEM = SD·√(1 − r).
func ErrorOfReliability(sd, reliability, confidence float64) MeasurementError {
	return MeasurementError{SEM: sd * math.Sqrt(1-reliability), Confidence: confidence}
}

// ErrorOfRetest works the error out from the standard deviation of the
// differences between two measurements some weeks apart: SEM = SD_diff/√2.
func ErrorOfRetest(sdOfDifferences, confidence float64) MeasurementError {
	return MeasurementError{SEM: sdOfDifferences / math.Sqrt2, Confidence: confidence}
}

// Error is the measurement error of the kit, provisional until a retest.
func (r Rules) Error() MeasurementError {
	if r.Retest.Organisations >= MinRetest {
		return ErrorOfRetest(r.Retest.SDOfDifferences, r.Retest.Confidence)
	}
	e := ErrorOfReliability(r.ProvisionalSEM.SD, r.ProvisionalSEM.Reliability, r.ProvisionalSEM.Confidence)
	e.Provisional = true
	return e
}

// MDC is the minimal detectable change, z·√2·SEM: a smaller difference may be
// error.
func (e MeasurementError) MDC() float64 { return zOf(e.Confidence) * math.Sqrt2 * e.SEM }

// ReliableRCI is the reliable change index from which a change is reliable, at
// 95 %.
const ReliableRCI = 1.96

// RCI is the reliable change index (x₂ − x₁)/(√2·SEM) (Jacobson & Truax 1991, as
// corrected by Christensen & Mendoza 1986): see ReliableRCI. Without an error it has no value.
func (e MeasurementError) RCI(before, after float64) (float64, bool) {
	if e.SEM <= 0 {
		return 0, false
	}
	return (after - before) / (math.Sqrt2 * e.SEM), true
}

// zOf is the quantile of the normal distribution that leaves 1 − confidence
// outside, half on each side: 1.645 for 0.90.
func zOf(confidence float64) float64 { return distuv.UnitNormal.Quantile(0.5 + confidence/2) }

// MinComparable is the share of a dimension's items that must have kept their
// meaning, so that its values can be compared.
const MinComparable = 0.75

// Change compares a dimension in two cycles of one organisation.
type Change struct {
	Dimension string
	// ComparableShare is the share of items that both versions count, with the
	// same id and meaning version, among those of the version that has more.
	ComparableShare float64
	// Compared says that Before, After and Diff have values: enough items kept
	// their meaning, and the comparable ones were scored both times.
	Compared      bool
	Before, After float64 // values over the comparable items only
	Diff          float64 // After − Before
	MDC           float64
	Real          bool // |Diff| ≥ MDC
	Provisional   bool // the MDC is provisional
}

// Scoring is a cycle that was worked out, with its kit.
type Scoring struct {
	Kit    *Kit
	Result Result
}

// Changes compares two cycles, by the dimensions and rules of the later one.
// Only items with the same id and meaning version are compared.
func Changes(before, after Scoring) []Change {
	sem := after.Kit.Rules.Error()
	list := make([]Change, 0, len(after.Kit.Dimensions))
	for _, d := range after.Kit.Dimensions {
		list = append(list, change(d, before, after, sem))
	}
	return list
}

func change(d Dimension, before, after Scoring, sem MeasurementError) Change {
	c := Change{Dimension: d.ID, MDC: sem.MDC(), Provisional: sem.Provisional}
	then, _ := before.Kit.Dimension(d.ID)
	var old, now []Value
	for _, item := range d.Items {
		if before.Kit.ID != after.Kit.ID || !Comparable(before.Kit, item) {
			continue
		}
		was, _ := before.Result.Item(item.ID)
		is, _ := after.Result.Item(item.ID)
		was.Official.Weight = item.Weight // the later weights count for both
		old, now = append(old, was.Official), append(now, is.Official)
	}
	if all := max(scoredItems(then), scoredItems(d)); all > 0 {
		c.ComparableShare = float64(len(now)) / float64(all)
	}
	if c.ComparableShare < MinComparable {
		return c
	}
	first, ok := Evaluate(old, after.Kit.Rules).(Scored)
	second, also := Evaluate(now, after.Kit.Rules).(Scored)
	if !ok || !also {
		return c
	}
	c.Compared, c.Before, c.After = true, first.Value, second.Value
	c.Diff = second.Value - first.Value
	c.Real = math.Abs(c.Diff) >= c.MDC
	return c
}

// Comparable reports whether answers to the item can be compared with those
// given in an earlier version of the same kit: that one counts an item with the
// same id and the same meaning, and this one counts too.
func Comparable(earlier *Kit, item Item) bool {
	was, ok := earlier.Item(item.ID)
	return ok && was.MeaningVersion == item.MeaningVersion && !was.Unscored && !item.Unscored
}

func scoredItems(d Dimension) int {
	n := 0
	for _, item := range d.Items {
		if !item.Unscored {
			n++
		}
	}
	return n
}
