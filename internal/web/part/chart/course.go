package chart

import (
	"strconv"
	"strings"
	"time"

	"telaio/internal/i18n"
	"telaio/internal/web/shell"
)

// Course shows where an indicator began, what has been measured since and what
// is wished for, on an axis of time.
type Course struct {
	ID       string // unique on the page
	Label    string // what is measured
	Unit     string
	Start    Stop // the baseline; not Shown = none
	Target   Mark
	Measured []Stop // oldest first
}

// Stop is a value on a day, with the range in which it may lie.
type Stop struct {
	Day   time.Time
	Value Mark
	Range Span
	Note  string // "24 risposte su 30", "" = nothing to add
}

// The drawing in px; times are per cent of its width, so that text keeps its
// size.
const (
	courseTop    = 30.0
	courseBottom = 124.0
	courseFoot   = 133.0
	courseLeft   = 3.0
	courseRight  = 96.0
)

// stops are the baseline and the measurements.
func (c Course) stops() []Stop {
	if !c.Start.Value.Shown {
		return c.Measured
	}
	return append([]Stop{c.Start}, c.Measured...)
}

// Empty reports whether there is nothing to draw a course of.
func (c Course) Empty() bool { return len(c.stops()) == 0 }

// last is the newest stop.
func (c Course) last() Stop { return c.stops()[len(c.stops())-1] }

func (c Course) x(day time.Time) float64 {
	first, last := c.ends()
	whole := last.Sub(first)
	if whole <= 0 {
		return (courseLeft + courseRight) / 2
	}
	return courseLeft + (courseRight-courseLeft)*float64(day.Sub(first))/float64(whole)
}

func (c Course) ends() (first, last time.Time) {
	for i, s := range c.stops() {
		if i == 0 || s.Day.Before(first) {
			first = s.Day
		}
		if i == 0 || s.Day.After(last) {
			last = s.Day
		}
	}
	return first, last
}

// height is where a value is drawn, in px from the top.
func (c Course) height(value float64) float64 {
	low, high := c.limits()
	return courseBottom - (value-low)/(high-low)*(courseBottom-courseTop)
}

func (c Course) y(value float64) string { return short(c.height(value)) }

// limits are the lowest and the highest value that are drawn.
func (c Course) limits() (low, high float64) {
	var values []float64
	if c.Target.Shown {
		values = append(values, c.Target.At)
	}
	for _, s := range c.stops() {
		values = append(values, s.Value.At)
		if s.Range.Shown {
			values = append(values, s.Range.Low, s.Range.High)
		}
	}
	for i, value := range values {
		if i == 0 {
			low, high = value, value
		}
		low, high = min(low, value), max(high, value)
	}
	if low == high {
		return low - 1, high + 1
	}
	return low, high
}

// legs are the straight lines from stop to stop, as ends.
func (c Course) legs() [][2]Stop {
	stops := c.stops()
	var legs [][2]Stop
	for i := 1; i < len(stops); i++ {
		legs = append(legs, [2]Stop{stops[i-1], stops[i]})
	}
	return legs
}

func (c Course) at(s Stop) string { return percent(c.x(s.Day)) }

// anchor keeps the words of the first and the last stop inside the drawing.
func (c Course) anchor(s Stop) string {
	switch x := c.x(s.Day); {
	case x < 12:
		return "start"
	case x > 85:
		return "end"
	default:
		return "middle"
	}
}

func (c Course) isStart(s Stop) bool { return c.Start.Value.Shown && s == c.Start }

func (c Course) isLast(s Stop) bool { return s == c.last() }

// labelled reports whether the value stands beside its mark: of many only the
// first and the last.
func (c Course) labelled(s Stop) bool {
	const most = 4
	return len(c.stops()) <= most || s == c.stops()[0] || c.isLast(s)
}

// label is where the words of a stop stand.
type label struct{ y, anchor, shift string }

// valueLabel is over a mark and its range or, where the target's words stand
// already, beside and under the mark.
func (c Course) valueLabel(s Stop) label {
	top := s.Value.At
	if s.Range.Shown {
		top = s.Range.High
	}
	over := c.height(top) - 13
	if c.Target.Shown && c.x(s.Day) < 40 && over-12 < c.height(c.Target.At) && over > c.height(c.Target.At)-20 {
		return label{short(c.height(s.Value.At) + 22), "start", "9"}
	}
	if c.falls(s) {
		return label{short(min(c.height(s.Value.At)+25, courseFoot)), c.anchor(s), "0"}
	}
	return label{short(over), c.anchor(s), "0"}
}

// falls reports whether the line comes down to the last stop: over it there is
// no room for words.
func (c Course) falls(s Stop) bool {
	stops := c.stops()
	return len(stops) > 1 && c.isLast(s) && stops[len(stops)-2].Value.At > s.Value.At && !s.Range.Shown
}

// targetLabel is the height of the target's words: over the line.
func (c Course) targetLabel() string { return short(c.height(c.Target.At) - 7) }

// remark is what the table adds to a value.
func (c Course) remark(v *shell.Visit, s Stop) string {
	var parts []string
	if c.isStart(s) {
		parts = append(parts, v.T("chart.course_baseline"))
	}
	if s.Note != "" {
		parts = append(parts, s.Note)
	}
	if s.Range.Shown {
		parts = append(parts, c.between(v, s))
	}
	return strings.Join(parts, "; ")
}

// Quantity writes a value with its unit.
func (c Course) Quantity(v *shell.Visit, x float64) string { return Quantity(v, x, c.Unit) }

// Quantity writes a value with its unit, which do not come apart.
func Quantity(v *shell.Visit, x float64, unit string) string {
	if unit == "" {
		return v.Quantity(x)
	}
	return v.Quantity(x) + "\u00a0" + unit
}

// Finding says the course in one sentence.
func (c Course) Finding(v *shell.Visit) string {
	if c.Empty() {
		return c.Label
	}
	args := i18n.Args{"Label": c.Label, "Now": c.Quantity(v, c.last().Value.At)}
	key := "chart.course_now"
	if c.Start.Value.Shown && len(c.Measured) > 0 {
		args["Start"] = c.Quantity(v, c.Start.Value.At)
		key = "chart.course_from_to"
	} else if c.Start.Value.Shown {
		key = "chart.course_start"
	}
	sentence := v.T(key, args)
	if c.Target.Shown {
		sentence += " " + v.T("chart.course_target", i18n.Args{"Target": c.Quantity(v, c.Target.At)})
	}
	return sentence
}

// describe says every value with its day.
func (c Course) describe(v *shell.Visit) string {
	var parts []string
	for _, s := range c.stops() {
		said := c.Quantity(v, s.Value.At)
		if s.Range.Shown {
			said += " (" + c.between(v, s) + ")"
		}
		parts = append(parts, v.T("chart.at_time", i18n.Args{"When": v.Date(s.Day), "Value": said}))
	}
	return strings.Join(parts, ", ") + "."
}

func (c Course) between(v *shell.Visit, s Stop) string {
	return v.T("chart.course_range", i18n.Args{"Low": v.Quantity(round(s.Range.Low)), "High": c.Quantity(v, round(s.Range.High))})
}

// round leaves a range no digits that nobody can be sure of.
func round(x float64) float64 {
	n, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'f', 1, 64), 64)
	return n
}
