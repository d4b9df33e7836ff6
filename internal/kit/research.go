package kit

// researchConfidence is that of the intervals of research figures.
const researchConfidence = 0.95

// Figure is a measure of reliability with its interval. It is known only from
// enough organisations on, and never given without the interval.
type Figure struct {
	Known bool
	Value float64
	CI    Interval
	Needs int // organisations from which on it is worked out
}

// DimensionReliability is how consistent a dimension's items are across
// organisations. It is for research only.
type DimensionReliability struct {
	Dimension     string
	Items         int // that count
	Organisations int // with a value for every one of them
	Alpha         Figure
	Omega         Figure
}

// ItemReliability is how far people of one organisation agree about an item,
// compared with those of others. It is for research only.
type ItemReliability struct {
	Item          string
	Organisations int // with two levels or more
	Answers       int // levels in these
	MedianRWG     float64
	ICC           Figure
	// PublishesMeans says that the organisations' means may be published in
	// research: see ICC.PublishesMeans.
	PublishesMeans bool
}

// ReliabilityOfDimension works the figures out from the official values of
// several organisations, by item id: see Result.Officials. Organisations without
// a value for each of the dimension's items are left out: none is made up.
func ReliabilityOfDimension(d Dimension, organisations []map[string]float64) DimensionReliability {
	r := DimensionReliability{Dimension: d.ID, Items: scoredItems(d), Alpha: Figure{Needs: MinAlpha}, Omega: Figure{Needs: MinOmega}}
	var rows [][]float64
	for _, o := range organisations {
		if row, ok := completeRow(d, o); ok {
			rows = append(rows, row)
		}
	}
	r.Organisations = len(rows)
	if len(rows) >= MinAlpha {
		if alpha, ok := Alpha(rows); ok {
			r.Alpha.Value = alpha
			r.Alpha.CI, r.Alpha.Known = AlphaInterval(alpha, r.Items, len(rows), researchConfidence)
		}
	}
	if len(rows) >= MinOmega {
		if loadings, ok := Loadings(rows); ok {
			r.Omega.Value, r.Omega.Known = Omega(loadings)
		}
		if r.Omega.Known {
			r.Omega.CI, r.Omega.Known = OmegaInterval(rows, researchConfidence)
		}
	}
	return r
}

// completeRow is one organisation's values for the dimension's items that
// count, if it has one for each.
func completeRow(d Dimension, officials map[string]float64) ([]float64, bool) {
	row := make([]float64, 0, len(d.Items))
	for _, item := range d.Items {
		if item.Unscored {
			continue
		}
		value, ok := officials[item.ID]
		if !ok {
			return nil, false
		}
		row = append(row, value)
	}
	return row, true
}

// ReliabilityOfItem works the figures out from the tallies of one item in
// several organisations. A single answer says nothing of agreement, so that
// organisations with fewer than two levels are left out.
func ReliabilityOfItem(item string, tallies []Tally, rules Rules) ItemReliability {
	r := ItemReliability{Item: item, ICC: Figure{Needs: MinICC}}
	var groups [][]float64
	var agreement []float64
	for _, t := range tallies {
		spread, _ := t.Spread(rules)
		rwg, ok := spread.RWG()
		if !ok {
			continue
		}
		agreement = append(agreement, rwg)
		groups = append(groups, t.list())
		r.Answers += spread.N
	}
	r.Organisations, r.MedianRWG = len(groups), Median(agreement)
	if r.Organisations < MinICC {
		return r
	}
	if icc, ok := IntraclassCorrelation(groups, researchConfidence); ok {
		r.ICC.Known, r.ICC.Value, r.ICC.CI = true, icc.Single, icc.CI
		r.PublishesMeans = icc.PublishesMeans(agreement)
	}
	return r
}

// list is each level that was given, in order.
func (t Tally) list() []float64 {
	var levels []float64
	for level, count := range t.Levels {
		for range count {
			levels = append(levels, float64(level))
		}
	}
	return levels
}
