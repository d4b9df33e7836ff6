package kit

import "gonum.org/v1/gonum/stat/distuv"

// ICC says how much of the differences between people is differences between
// organisations: a one-way analysis of variance.
type ICC struct {
	Groups int     // G, organisations with at least one answer
	Total  int     // N, answers
	MSB    float64 // mean square between
	MSW    float64 // mean square within
	K0     float64 // mean size: [N − Σn_g²/N]/(G−1)
	Single float64 // ICC(1) = (MSB − MSW)/(MSB + (k₀−1)·MSW)
	Mean   float64 // ICC(1,k) = (MSB − MSW)/MSB, of the organisations' means
	CI     Interval
}

// IntraclassCorrelation compares the answers within each organisation with
// those of the others (formulas as in R's psych::ICC, with k₀ for organisations
// of unequal size). The interval is that of ICC(1), from the F distribution;
// with unequal sizes it is approximate. It has no value with fewer than two
// organisations, with one answer each, or if nothing differs.
func IntraclassCorrelation(groups [][]float64, confidence float64) (ICC, bool) {
	c := ICC{}
	sum, squares := 0.0, 0.0
	for _, g := range groups {
		if len(g) == 0 {
			continue
		}
		c.Groups++
		c.Total += len(g)
		squares += float64(len(g) * len(g))
		for _, x := range g {
			sum += x
		}
	}
	if c.Groups < 2 || c.Total == c.Groups {
		return ICC{}, false
	}
	n := float64(c.Total)
	between, within := squaresAbout(groups, sum/n)
	c.MSB = between / float64(c.Groups-1)
	c.MSW = within / float64(c.Total-c.Groups)
	c.K0 = (n - squares/n) / float64(c.Groups-1)
	if c.MSB == 0 || c.MSB+(c.K0-1)*c.MSW <= 0 {
		return ICC{}, false
	}
	c.Single = (c.MSB - c.MSW) / (c.MSB + (c.K0-1)*c.MSW)
	c.Mean = (c.MSB - c.MSW) / c.MSB
	c.CI = c.interval(confidence)
	return c, true
}

// squaresAbout sums the squares between groups, about the grand mean, and those
// within them.
func squaresAbout(groups [][]float64, grand float64) (between, within float64) {
	for _, g := range groups {
		if len(g) == 0 {
			continue
		}
		mean := 0.0
		for _, x := range g {
			mean += x
		}
		mean /= float64(len(g))
		between += float64(len(g)) * (mean - grand) * (mean - grand)
		for _, x := range g {
			within += (x - mean) * (x - mean)
		}
	}
	return between, within
}

// interval is that of ICC(1) (Shrout & Fleiss 1979, with k₀ for k).
func (c ICC) interval(confidence float64) Interval {
	if c.MSW == 0 {
		return Interval{c.Single, c.Single}
	}
	f := c.MSB / c.MSW
	above, below := float64(c.Groups-1), float64(c.Total-c.Groups)
	low := f / distuv.F{D1: above, D2: below}.Quantile(0.5+confidence/2)
	high := f * distuv.F{D1: below, D2: above}.Quantile(0.5+confidence/2)
	return Interval{(low - 1) / (low + c.K0 - 1), (high - 1) / (high + c.K0 - 1)}
}

// minMedianRWG is the agreement from which an organisation's mean may stand for
// its people in research.
const minMedianRWG = 0.70

// PublishesMeans reports whether the organisations' means of an item may be
// published in research: median r_WG ≥ 0.70, ICC(1) > 0 and enough
// organisations. They are published with the interval of ICC(1).
func (c ICC) PublishesMeans(rwg []float64) bool {
	return c.Groups >= MinICC && c.Single > 0 && Median(rwg) >= minMedianRWG
}
