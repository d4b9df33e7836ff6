package kit

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// Omega is ω = (Σλ)²/[(Σλ)² + Σθ] of standardised loadings on one factor, with
// θ = 1 − λ² (McDonald 1999).
func Omega(loadings []float64) (float64, bool) {
	sum, rest := 0.0, 0.0
	for _, l := range loadings {
		sum += l
		rest += 1 - l*l
	}
	common := sum * sum
	if common+rest <= 0 {
		return 0, false
	}
	return common / (common + rest), true
}

// Loadings are the standardised loadings of the columns on one factor, those
// whose products come nearest to the correlations: minres (Harman & Jones
// 1966), found one loading after the other. Their sum is not negative. There
// are none for fewer than three rows or columns, or if a column does not vary.
func Loadings(rows [][]float64) ([]float64, bool) {
	correlations, ok := correlate(rows)
	if !ok {
		return nil, false
	}
	return factor(correlations), true
}

// correlate returns the columns' correlations.
func correlate(rows [][]float64) ([][]float64, bool) {
	if len(rows) < 3 || len(rows[0]) < 3 {
		return nil, false
	}
	j := len(rows[0])
	columns := make([][]float64, j)
	for c := range columns {
		columns[c] = make([]float64, len(rows))
		for r, row := range rows {
			columns[c][r] = row[c]
		}
		if stat.Variance(columns[c], nil) == 0 {
			return nil, false
		}
	}
	correlations := make([][]float64, j)
	for a := range correlations {
		correlations[a] = make([]float64, j)
		for b := range correlations[a] {
			correlations[a][b] = stat.Correlation(columns[a], columns[b], nil)
		}
	}
	return correlations, true
}

// factor lowers Σ(r_ab − λ_a·λ_b)² over a ≠ b, loading by loading, until none
// moves any more. A loading stays between −1 and 1.
func factor(r [][]float64) []float64 {
	const sweeps, still = 1000, 1e-10
	l := make([]float64, len(r))
	for a := range l {
		l[a] = 0.5
	}
	for range sweeps {
		moved := 0.0
		for a := range l {
			above, below := 0.0, 0.0
			for b := range l {
				if a != b {
					above += r[a][b] * l[b]
					below += l[b] * l[b]
				}
			}
			if below == 0 {
				continue
			}
			next := min(max(above/below, -1), 1)
			moved = max(moved, math.Abs(next-l[a]))
			l[a] = next
		}
		if moved < still {
			break
		}
	}
	sum := 0.0
	for _, x := range l {
		sum += x
	}
	if sum < 0 {
		for a := range l {
			l[a] = -l[a]
		}
	}
	return l
}

// OmegaInterval is the percentile bootstrap interval of ω: rows are drawn again
// 1,000 times, always the same ones for the same rows in whatever order.
func OmegaInterval(rows [][]float64, confidence float64) (Interval, bool) {
	const draws = 1000
	sorted := slices.SortedFunc(slices.Values(rows), slices.Compare)
	random := rand.New(rand.NewPCG(uint64(len(rows)), draws))
	drawn := make([][]float64, len(rows))
	var omegas []float64
	for range draws {
		for i := range drawn {
			drawn[i] = sorted[random.IntN(len(sorted))]
		}
		loadings, ok := Loadings(drawn)
		if !ok {
			continue // a column of the draw does not vary
		}
		if omega, ok := Omega(loadings); ok {
			omegas = append(omegas, omega)
		}
	}
	if len(omegas) < draws/2 {
		return Interval{}, false
	}
	outside := (1 - confidence) / 2
	return Interval{Quantile(omegas, outside), Quantile(omegas, 1-outside)}, true
}
