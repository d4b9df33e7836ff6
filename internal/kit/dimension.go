package kit

import "math"

// Outcome is what can be said of a dimension: Scored, Incomplete or OutOfScope.
// They are three types, so that nobody reads a value where there is none.
type Outcome interface {
	// Covered says how much of the dimension was answered.
	Covered() Coverage
	outcome()
}

// Coverage counts a dimension's items that count.
type Coverage struct {
	Applicable int // k_app: all but those that do not apply
	Answered   int // those with a value
	Needed     int // so many answered items make a value
}

// Covered returns the coverage itself.
func (c Coverage) Covered() Coverage { return c }

// Scored is a dimension with a value.
type Scored struct {
	Coverage
	Value   float64 // D = Σw·x/Σw over the answered items, from 0 to 4
	Percent float64 // 25·D
	Band    int     // the level in words: see Band
}

// Incomplete is a dimension with too few answers to say anything.
type Incomplete struct{ Coverage }

// OutOfScope is a dimension that is not part of the organisation's work. It is
// no low result.
type OutOfScope struct{ Coverage }

func (Scored) outcome()     {}
func (Incomplete) outcome() {}
func (OutOfScope) outcome() {}

// Standing says what an item brings to its dimension.
type Standing string

// The standings.
const (
	Valued        Standing = "valued"         // it has a level, perhaps between two
	DoesNotApply  Standing = "does_not_apply" // it leaves the denominator
	WithoutAnswer Standing = "without_answer" // skipped, or nobody knows: it is missing
)

// Value is what an item brings to its dimension, and with what weight.
type Value struct {
	Standing Standing
	Level    float64 // if Standing is Valued
	Weight   float64 // 0 = the rules' default
}

// Evaluate works out a dimension from its items. With fewer than MinApplicableItems that apply it is out of scope; with fewer
// answered than max(MinAnsweredItems, ⌈MinAnsweredShare·k_app⌉) it is
// incomplete; otherwise its value is the weighted mean of the answered items.
func Evaluate(values []Value, r Rules) Outcome {
	c := Coverage{}
	sum, weights := 0.0, 0.0
	for _, v := range values {
		if v.Standing == DoesNotApply {
			continue
		}
		c.Applicable++
		if v.Standing != Valued {
			continue
		}
		c.Answered++
		w := v.Weight
		if w == 0 {
			w = r.ItemWeightDefault
		}
		sum += w * v.Level
		weights += w
	}
	c.Needed = max(r.MinAnsweredItems, roundUp(r.MinAnsweredShare*float64(c.Applicable)))
	switch {
	case c.Applicable < r.MinApplicableItems:
		return OutOfScope{c}
	case c.Answered < c.Needed:
		return Incomplete{c}
	}
	value := sum / weights
	return Scored{c, value, 100 * value / MaxLevel, Band(value)}
}

// Band is the level in words of a value, ⌈D − 0.5⌉ and at least 0: a value in
// the middle belongs to the lower level.
func Band(value float64) int { return max(0, roundUp(value-0.5)) }

// roundUp is the ceiling, where what is above a whole number only by the error
// of floating point counts as that number.
func roundUp(x float64) int { return int(math.Ceil(x - 1e-9)) }
