package kit

import (
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// From how many organisations on the research view shows a figure.
const (
	MinAlpha = 30
	MinOmega = 100
	MinICC   = 10
)

// Alpha is Cronbach's α = [J/(J−1)]·(1 − Σs_j²/s_T²) of a table with one row per
// organisation and one column per item, nothing missing (Cronbach 1951). It has
// no value with fewer than two rows or columns, or if the rows' sums are all
// equal.
func Alpha(rows [][]float64) (float64, bool) {
	if len(rows) < 2 || len(rows[0]) < 2 {
		return 0, false
	}
	totals := make([]float64, len(rows))
	column := make([]float64, len(rows))
	items := 0.0
	for j := range rows[0] {
		for i, row := range rows {
			column[i] = row[j]
			totals[i] += row[j]
		}
		items += stat.Variance(column, nil)
	}
	all := stat.Variance(totals, nil)
	if all == 0 {
		return 0, false
	}
	j := float64(len(rows[0]))
	return j / (j - 1) * (1 - items/all), true
}

// AlphaInterval is the interval of an α of j items and n organisations,
// 1 − exp[ln(1−α) ± z·√(2J/((J−1)(n−2)))] (Bonett 2002).
func AlphaInterval(alpha float64, j, n int, confidence float64) (Interval, bool) {
	if j < 2 || n < 3 || alpha >= 1 {
		return Interval{}, false
	}
	reach := zOf(confidence) * math.Sqrt(2*float64(j)/(float64(j-1)*float64(n-2)))
	middle := math.Log(1 - alpha)
	return Interval{1 - math.Exp(middle+reach), 1 - math.Exp(middle-reach)}, true
}

// SampleForInterval is how many organisations give an interval from low to high
// for the α of j items: [8J/(J−1)]·[z/ln((1−LL)/(1−UL))]² + 2, not rounded
// (Bonett 2002).
func SampleForInterval(j int, want Interval, confidence float64) float64 {
	width := math.Log((1 - want.Low) / (1 - want.High))
	ratio := zOf(confidence) / width
	return 8*float64(j)/float64(j-1)*(ratio*ratio) + 2
}

// SampleForTest is how many organisations show, with the given power, that the
// α of j items is alpha and not null: [2J/(J−1)]·[(z_{α/2} + z_β)/ln δ]² + 2 with
// δ = (1−null)/(1−alpha), not rounded (Bonett 2002).
func SampleForTest(j int, alpha, null, confidence, power float64) float64 {
	width := math.Log((1 - null) / (1 - alpha))
	ratio := (zOf(confidence) + distuv.UnitNormal.Quantile(power)) / width
	return 2*float64(j)/float64(j-1)*(ratio*ratio) + 2
}
