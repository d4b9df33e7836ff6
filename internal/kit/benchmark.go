package kit

import (
	"math"
	"slices"
)

// Quantile is the quantile p of values by type 7 of Hyndman & Fan 1996, the one
// of R and of spreadsheets, used everywhere here. No values give 0.
func Quantile(values []float64, p float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	at := p * float64(len(sorted)-1)
	below := int(math.Floor(at))
	above := min(below+1, len(sorted)-1)
	return sorted[below] + (at-float64(below))*(sorted[above]-sorted[below])
}

// Median is the quantile 0.5.
func Median(values []float64) float64 { return Quantile(values, 0.5) }

// Gate is how much of a comparison group may be shown.
type Gate string

// The gates, narrow to wide.
const (
	GateHidden    Gate = "hidden"    // nothing: one could guess who they are
	GateMedian    Gate = "median"    // the median only
	GateQuartiles Gate = "quartiles" // and the quartiles
	GatePosition  Gate = "position"  // and in which part of the group one is
)

// Gate is how much may be shown of a group of so many organisations.
func (r Rules) Gate(organisations int) Gate {
	switch {
	case organisations >= r.BenchmarkMinPosition:
		return GatePosition
	case organisations >= r.BenchmarkMinQuartiles:
		return GateQuartiles
	case organisations >= r.BenchmarkMinMedian:
		return GateMedian
	default:
		return GateHidden
	}
}

// Benchmark is what may be shown of a group, and nothing more: what the gate
// keeps back is not in it. There is never a minimum, a maximum, a name or a
// rank.
type Benchmark struct {
	Gate   Gate
	N      int     // organisations; 0 if hidden
	Median float64 // from GateMedian
	Q1, Q3 float64 // from GateQuartiles
}

// Summarise keeps of a group's values what its size allows.
func Summarise(values []float64, r Rules) Benchmark {
	b := Benchmark{Gate: r.Gate(len(values))}
	if b.Gate == GateHidden {
		return b
	}
	b.N, b.Median = len(values), Median(values)
	if b.Gate != GateMedian {
		b.Q1, b.Q3 = Quantile(values, 0.25), Quantile(values, 0.75)
	}
	return b
}

// Position is the part of a group in which a value lies.
type Position string

// The parts.
const (
	LowerQuarter Position = "lower_quarter"
	MiddleHalf   Position = "middle_half"
	UpperQuarter Position = "upper_quarter"
)

// Position says in which part of the group a value lies, if the group is large
// enough. A value on a quartile lies in the middle half.
func (b Benchmark) Position(own float64) (Position, bool) {
	switch {
	case b.Gate != GatePosition:
		return "", false
	case own < b.Q1:
		return LowerQuarter, true
	case own > b.Q3:
		return UpperQuarter, true
	default:
		return MiddleHalf, true
	}
}

// PercentileRank is PR = 100·(B + 0.5·E)/N, with B values below own and E equal
// to it. It serves to check positions and is shown to nobody. No values give 0.
func PercentileRank(values []float64, own float64) float64 {
	if len(values) == 0 {
		return 0
	}
	below, equal := 0, 0
	for _, v := range values {
		switch {
		case v < own:
			below++
		case v == own:
			equal++
		}
	}
	return 100 * (float64(below) + 0.5*float64(equal)) / float64(len(values))
}

// Group is a comparison group: fixed by the project, never chosen by a reader.
type Group struct {
	ID      string
	Members []int // numbers of organisations, each once
}

// Publishable says which groups may be published beside each other, by id. A
// group is kept back if it is smaller than BenchmarkMinMedian, or if its
// difference with everybody (its complement) or with a published group, either
// way, is so few organisations that subtracting one figure from the other would
// tell of them. Larger groups come first, then the ids in order. Everybody is
// all that are in any group.
func Publishable(groups []Group, r Rules) map[string]bool {
	sorted := slices.SortedFunc(slices.Values(groups), func(a, b Group) int {
		if len(a.Members) != len(b.Members) {
			return len(b.Members) - len(a.Members)
		}
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	var everybody []int
	members := make([][]int, len(sorted))
	for i, g := range sorted {
		members[i] = slices.Sorted(slices.Values(g.Members))
		everybody = append(everybody, g.Members...)
	}
	slices.Sort(everybody)
	everybody = slices.Compact(everybody)
	few := func(n int) bool { return n > 0 && n < r.BenchmarkMinMedian }
	published := [][]int{everybody}
	open := make(map[string]bool, len(groups))
	for i, g := range sorted {
		tells := func(other []int) bool {
			shared := sharedMembers(members[i], other)
			return few(len(members[i])-shared) || few(len(other)-shared)
		}
		if len(g.Members) < r.BenchmarkMinMedian || slices.ContainsFunc(published, tells) {
			continue
		}
		open[g.ID] = true
		published = append(published, members[i])
	}
	return open
}

// sharedMembers counts what two sorted lists have in common.
func sharedMembers(a, b []int) int {
	n := 0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n++
			a, b = a[1:], b[1:]
		}
	}
	return n
}
