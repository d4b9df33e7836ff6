package kit

import "math"

// Tally counts the answers to one item. Nothing in it tells who answered, or in
// which order.
type Tally struct {
	Levels        [MaxLevel + 1]int // how many chose each level
	NotApplicable int
	DontKnow      int
}

// TallyOf counts codes. A Blank and an unknown code count nowhere.
func TallyOf(codes []Code) Tally {
	var t Tally
	for _, code := range codes {
		if level, ok := code.Level(); ok {
			t.Levels[level]++
			continue
		}
		switch code {
		case NotApplicable:
			t.NotApplicable++
		case DontKnow:
			t.DontKnow++
		default: // counts nowhere
		}
	}
	return t
}

// Answered is how many gave a level.
func (t Tally) Answered() int {
	n := 0
	for _, count := range t.Levels {
		n += count
	}
	return n
}

// NAShare is the share of "does not apply" among those who gave a level or said
// that it does not apply; 0 if nobody did either.
func (t Tally) NAShare() float64 {
	all := t.Answered() + t.NotApplicable
	if all == 0 {
		return 0
	}
	return float64(t.NotApplicable) / float64(all)
}

// Agreement says how close the answers are to each other.
type Agreement string

// The bands of the average deviation.
const (
	Close      Agreement = "close"
	Partly     Agreement = "partly"
	Divergence Agreement = "divergence"
)

// Spread describes the levels that people gave to one item. It is made from
// counts in whole numbers, so that the order of answers can't change it.
type Spread struct {
	N      int // people who gave a level, 1 or more
	Median float64
	Min    int
	Max    int
	// AD is the average deviation about the median, AD_Md = (1/R)·Σ|x_r − Md|,
	// in levels (Burke & Dunlap 2002).
	AD        float64
	Agreement Agreement
	// Split says that two people or more are at level 1 or below and two or
	// more at level 3 or above: the group may be two groups.
	Split bool
	// Variance is s² with n − 1; that of one person is 0 and says nothing.
	Variance float64
}

// Spread describes the levels, and says whether anyone gave one.
func (t Tally) Spread(r Rules) (Spread, bool) {
	n, sum, squares := 0, 0, 0
	s := Spread{Min: -1}
	for level, count := range t.Levels {
		if count == 0 {
			continue
		}
		if s.Min < 0 {
			s.Min = level
		}
		s.Max = level
		n += count
		sum += level * count
		squares += level * level * count
	}
	if n == 0 {
		return Spread{}, false
	}
	s.N, s.Median = n, t.median(n)
	deviation := 0.0
	for level, count := range t.Levels {
		deviation += math.Abs(float64(level)-s.Median) * float64(count)
	}
	s.AD = deviation / float64(n)
	if n > 1 {
		s.Variance = float64(n*squares-sum*sum) / float64(n*(n-1))
	}
	s.Agreement = r.agreement(s.AD)
	s.Split = t.Levels[0]+t.Levels[1] >= 2 && t.Levels[3]+t.Levels[4] >= 2
	return s, true
}

// median is the middle level of the n given, or the mean of the two in the
// middle.
func (t Tally) median(n int) float64 {
	return float64(t.at((n-1)/2)+t.at(n/2)) / 2
}

// at is the level at a position, once the levels are sorted.
func (t Tally) at(position int) int {
	for level, count := range t.Levels {
		position -= count
		if position < 0 {
			return level
		}
	}
	return MaxLevel
}

// agreement bands an average deviation; the upper edge of a band belongs to it.
func (r Rules) agreement(ad float64) Agreement {
	switch {
	case ad <= r.AgreementFullMax:
		return Close
	case ad <= r.AgreementPartialMax:
		return Partly
	default:
		return Divergence
	}
}

// uniformVariance is σ²_EU = (A² − 1)/12, the variance of answers given at
// random to A = 5 levels.
const uniformVariance = ((MaxLevel+1)*(MaxLevel+1) - 1) / 12.0

// RWG is r_WG = max(0, 1 − s²/σ²_EU), the agreement within the group compared
// with answers at random (James, Demaree & Wolf 1984). One person has none. It
// rests on the assumption of uniform answers (O'Neill 2017): researchers only.
func (s Spread) RWG() (float64, bool) {
	if s.N < 2 {
		return 0, false
	}
	return max(0, 1-s.Variance/uniformVariance), true
}

// RWGJ is r_WG(J) = J(1 − s̄²/σ²) / [J(1 − s̄²/σ²) + s̄²/σ²] over J items, with s̄²
// the mean of the items' variances; 0 where the answers differ more than random
// ones. It grows with J: researchers only. Items with fewer than two levels
// count nowhere; without any other it has no value.
func RWGJ(items []Spread) (float64, bool) {
	sum, j := 0.0, 0.0
	for _, s := range items {
		if s.N >= 2 {
			sum += s.Variance
			j++
		}
	}
	if j == 0 {
		return 0, false
	}
	share := sum / j / uniformVariance
	if share >= 1 {
		return 0, true
	}
	return j * (1 - share) / (j*(1-share) + share), true
}
