package initiative

import "telaio/internal/kit"

// Why says why a figure cannot be worked out; "" = it can. Each has a sentence
// of its own.
type Why string

// The reasons.
const (
	NotMeasured   Why = "not_measured"    // nothing has been measured yet
	NotSaid       Why = "not_said"        // a number is missing
	SameTarget    Why = "same_target"     // the target is the baseline
	NobodyPlanned Why = "nobody_planned"  // divided by 0 people planned
	NobodyReached Why = "nobody_reached"  // divided by 0 people reached
	NobodyAsked   Why = "nobody_asked"    // divided by 0 people asked
	TooFewAnswers Why = "too_few_answers" // fewer than five, for an interval
	NoShare       Why = "no_share"        // the value is no share of people
)

// Figure is a number, or the reason why there is none. It is never NaN.
type Figure struct {
	Value float64
	Why   Why
}

// Known reports whether there is a number.
func (f Figure) Known() bool { return f.Why == "" }

func figure(value float64, ok bool, otherwise Why) Figure {
	if !ok {
		return Figure{Why: otherwise}
	}
	return Figure{Value: value}
}

// Attainment is how much of the way from the baseline to the target the newest
// measurement has gone, unlimited: see kit.Attainment.
func (i Indicator) Attainment() Figure {
	latest, ok := i.Latest()
	if !ok {
		return Figure{Why: NotMeasured}
	}
	return i.AttainmentOf(latest)
}

// AttainmentOf is the attainment of one measurement.
func (i Indicator) AttainmentOf(m Measurement) Figure {
	if !i.Baseline.Known || !i.Target.Known {
		return Figure{Why: NotSaid}
	}
	value, ok := kit.Attainment(i.Baseline.Value, i.Target.Value, m.Value)
	return figure(value, ok, SameTarget)
}

// ResponseRate is the share of the people asked who answered.
func (m Measurement) ResponseRate() Figure {
	switch {
	case m.Asked == nil || m.Answered == nil:
		return Figure{Why: NotSaid}
	default:
		value, ok := kit.Quotient(float64(*m.Answered), float64(*m.Asked))
		return figure(value, ok, NobodyAsked)
	}
}

// Interval is the range in which a share of people lies with a confidence of
// 95 %, in per cent; the reason where there is none. See kit.Wilson.
func (i Indicator) Interval(m Measurement) (kit.Interval, Why) {
	switch {
	case !i.Percentage() || m.Value < 0 || m.Value > 100:
		return kit.Interval{}, NoShare
	case m.Answered == nil:
		return kit.Interval{}, NotSaid
	}
	interval, ok := kit.Wilson(m.Value/100, *m.Answered)
	if !ok {
		return kit.Interval{}, TooFewAnswers
	}
	return kit.Interval{Low: 100 * interval.Low, High: 100 * interval.High}, ""
}

// Reach is the people reached against those planned.
func (c Content) Reach() Figure { return divided(c.Reached, c.Planned, NobodyPlanned) }

// CostPerPerson is the money spent, in euros, for each person reached. Hours
// are never made into money.
func (c Content) CostPerPerson() Figure { return divided(c.Cost, c.Reached, NobodyReached) }

// HoursPerPerson is the hours of work, paid or not, for each person reached.
func (c Content) HoursPerPerson() Figure {
	hours := Amount{c.Paid.Value + c.Volunteer.Value, c.Paid.Known && c.Volunteer.Known}
	return divided(hours, c.Reached, NobodyReached)
}

func divided(part, whole Amount, otherwise Why) Figure {
	if !part.Known || !whole.Known {
		return Figure{Why: NotSaid}
	}
	value, ok := kit.Quotient(part.Value, whole.Value)
	return figure(value, ok, otherwise)
}
