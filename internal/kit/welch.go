package kit

import (
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// MinWelch is how many people must have answered, both times, before their
// means are compared by Welch's test.
const MinWelch = 5

// Welch is the comparison of two groups of people whose variances may differ
// (Welch 1947).
type Welch struct {
	Diff float64 // mean of the second group − mean of the first
	SE   float64 // √(s₁²/n₁ + s₂²/n₂)
	T    float64 // Diff/SE
	DF   float64 // after Welch and Satterthwaite, not rounded
	P    float64 // two-sided
	CI   Interval
}

// CompareMeans compares two lists of people's means of a dimension. It has no
// value with fewer than two people on a side, or if nobody differs from anybody.
func CompareMeans(before, after []float64, confidence float64) (Welch, bool) {
	if len(before) < 2 || len(after) < 2 {
		return Welch{}, false
	}
	meanBefore, varianceBefore := stat.MeanVariance(before, nil)
	meanAfter, varianceAfter := stat.MeanVariance(after, nil)
	a, b := varianceBefore/float64(len(before)), varianceAfter/float64(len(after))
	if a+b == 0 {
		return Welch{}, false
	}
	w := Welch{Diff: meanAfter - meanBefore, SE: math.Sqrt(a + b)}
	w.T = w.Diff / w.SE
	w.DF = (a + b) * (a + b) / (a*a/float64(len(before)-1) + b*b/float64(len(after)-1))
	student := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: w.DF}
	w.P = 2 * student.CDF(-math.Abs(w.T))
	reach := student.Quantile(0.5+confidence/2) * w.SE
	w.CI = Interval{w.Diff - reach, w.Diff + reach}
	return w, true
}
