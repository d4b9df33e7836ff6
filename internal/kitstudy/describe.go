package kitstudy

import (
	"cmp"
	"slices"

	"gonum.org/v1/gonum/stat"

	"telaio/internal/benchmark"
	"telaio/internal/kit"
)

// Describe works out what can be said of all organisations together. Of fewer
// than five there is nothing.
func Describe(k *kit.Kit, scores []benchmark.Score) Figures {
	latest := latestOf(scores)
	f := Figures{}
	if len(latest) >= Least {
		f.Organisations = len(latest)
	}
	for _, d := range k.Dimensions {
		f.Dimensions = append(f.Dimensions, describeDimension(k, d, latest))
		for _, i := range d.Items {
			item := describeItem(k, i, latest)
			item.Dimension = d
			f.Items = append(f.Items, item)
		}
	}
	slices.SortStableFunc(f.Items, func(a, b Item) int { return cmp.Compare(divergence(b), divergence(a)) })
	return f
}

func divergence(i Item) float64 {
	if i.Divergence == nil {
		return -1
	}
	return *i.Divergence
}

// latestOf keeps the newest score of each organisation.
func latestOf(scores []benchmark.Score) []benchmark.Score {
	newest := map[string]benchmark.Score{}
	for _, s := range scores {
		if s.ClosedAt.After(newest[s.OrganisationID].ClosedAt) {
			newest[s.OrganisationID] = s
		}
	}
	list := make([]benchmark.Score, 0, len(newest))
	for _, s := range newest {
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b benchmark.Score) int { return cmp.Compare(a.CycleID, b.CycleID) })
	return list
}

func describeDimension(k *kit.Kit, d kit.Dimension, scores []benchmark.Score) Dimension {
	meaning := benchmark.Meaning(d)
	var values []float64
	var rows [][]float64
	for _, s := range scores {
		if value, ok := s.Dimensions[d.ID]; ok && value.Meaning == meaning {
			values = append(values, value.Value)
		}
		if row, whole := rowOf(d, s); whole {
			rows = append(rows, row)
		}
	}
	described := Dimension{Dimension: d, Values: kit.Summarise(values, k.Rules)}
	described.Alpha, described.Omega = alphaOf(rows), omegaOf(rows)
	return described
}

// alphaOf is α of organisations' levels of the items, nil if there are too few.
func alphaOf(rows [][]float64) *Estimate {
	if len(rows) < kit.MinAlpha {
		return nil
	}
	alpha, known := kit.Alpha(rows)
	if !known {
		return nil
	}
	interval, known := kit.AlphaInterval(alpha, len(rows[0]), len(rows), confidence)
	if !known {
		return nil
	}
	return &Estimate{Value: interval, At: alpha, N: len(rows)}
}

// omegaOf is ω of the same, nil if there are too few.
func omegaOf(rows [][]float64) *Estimate {
	if len(rows) < kit.MinOmega {
		return nil
	}
	loadings, known := kit.Loadings(rows)
	if !known {
		return nil
	}
	omega, known := kit.Omega(loadings)
	if !known {
		return nil
	}
	interval, known := kit.OmegaInterval(rows, confidence)
	if !known {
		return nil
	}
	return &Estimate{Value: interval, At: omega, N: len(rows)}
}

// rowOf is an organisation's levels of the dimension's items, if it has all.
func rowOf(d kit.Dimension, s benchmark.Score) ([]float64, bool) {
	var row []float64
	for _, i := range d.Items {
		if i.Unscored {
			continue
		}
		score := s.Items[i.ID]
		if score.Official == nil || score.Meaning != i.MeaningVersion {
			return nil, false
		}
		row = append(row, *score.Official)
	}
	return row, len(row) > 1
}

// fewestForDivergence is how many answers an organisation needs for its
// disagreement to count.
const fewestForDivergence = 3

func describeItem(k *kit.Kit, i kit.Item, scores []benchmark.Score) Item {
	described := Item{Item: i}
	var levels, deviations, agreement []float64
	var groups [][]float64
	for _, s := range scores {
		score, ok := s.Items[i.ID]
		if !ok || score.Meaning != i.MeaningVersion {
			continue
		}
		if score.NA {
			described.NA++
		}
		if score.Official != nil {
			levels = append(levels, *score.Official)
		}
		if score.AD != nil && score.N >= fewestForDivergence {
			deviations = append(deviations, *score.AD)
		}
		if answers := answersOf(score); len(answers) > 0 {
			groups = append(groups, answers)
		}
		if spread, ok := (kit.Tally{Levels: score.Levels}).Spread(k.Rules); ok {
			if rwg, ok := spread.RWG(); ok {
				agreement = append(agreement, rwg)
			}
		}
	}
	described.Levels = kit.Summarise(levels, k.Rules)
	if described.NA < Least || len(scores)-described.NA < Least && len(scores) != described.NA {
		described.NA = 0
	}
	if len(deviations) >= Least {
		mean := stat.Mean(deviations, nil)
		described.Divergence = &mean
	}
	described.agree(groups, agreement)
	return described
}

// agree fills in what needs many organisations.
func (i *Item) agree(groups [][]float64, agreement []float64) {
	if len(groups) < kit.MinICC || len(agreement) < kit.MinICC {
		return
	}
	median := kit.Median(agreement)
	i.MedianRWG = &median
	if icc, ok := kit.IntraclassCorrelation(groups, confidence); ok {
		i.ICC = &icc
		i.PublishesMean = icc.PublishesMeans(agreement)
	}
}

// answersOf lists the levels that people gave, in no one's order.
func answersOf(s benchmark.ItemScore) []float64 {
	var answers []float64
	for level, n := range s.Levels {
		for range n {
			answers = append(answers, float64(level))
		}
	}
	return answers
}
