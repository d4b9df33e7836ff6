package kit

import "math"

// Attainment says how much of the way from the baseline to the target has been
// measured: (measured − baseline) / (target − baseline), for indicators that
// should rise and for those that should fall. It is unlimited: below 0 things
// got worse, above 1 the target was passed. It is undefined, false, where the
// target is the baseline.
func Attainment(baseline, target, measured float64) (float64, bool) {
	way := target - baseline
	if way == 0 || !finite(way) || !finite(measured-baseline) {
		return 0, false
	}
	return (measured-baseline)/way + 0, true // + 0: there is no −0
}

// The limits between which an attainment is shown, 0 % and 150 %.
const (
	leastShown = 0
	mostShown  = 1.5
)

// ShownAttainment keeps an attainment between 0 and 1.5 for a screen. What is
// stored and compared stays unlimited.
func ShownAttainment(raw float64) float64 { return min(max(raw, leastShown), mostShown) }

// Quotient is part divided by whole, undefined where the whole is not above 0.
func Quotient(part, whole float64) (float64, bool) {
	if !(whole > 0) || !finite(part/whole) {
		return 0, false
	}
	return part/whole + 0, true
}

// Interval is a range in which a value lies with a stated confidence.
type Interval struct{ Low, High float64 }

// The fewest answers for which an interval is worked out, and the quantile of
// the normal distribution that gives a confidence of 95 %.
const (
	FewestForInterval = 5
	normal95          = 1.959963984540054
)

// Wilson returns the 95 % score interval of a share of n answers (Wilson 1927):
// (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n). It is undefined, false,
// for fewer than five answers and for what is no share.
func Wilson(share float64, n int) (Interval, bool) {
	if n < FewestForInterval || !(share >= 0 && share <= 1) {
		return Interval{}, false
	}
	const z2 = normal95 * normal95
	count := float64(n)
	middle := share + z2/(2*count)
	half := normal95 * math.Sqrt(share*(1-share)/count+z2/(4*count*count))
	whole := 1 + z2/count
	return Interval{Low: max(0, (middle-half)/whole), High: min(1, (middle+half)/whole)}, true
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
