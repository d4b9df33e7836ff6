package initiative

import (
	"slices"
	"strings"

	"telaio/internal/questionnaire"
)

// The fields of the sheet that figures are worked out from, and those that the
// rules look at. The kit's file gives them these names.
const (
	nameField      = "name"
	startField     = "period_start"
	endField       = "period_end"
	formsField     = "forms"
	objectiveField = "objective"
	plannedField   = "target_people_planned"
	reachedField   = "people_reached"
	completedField = "people_completed"
	costField      = "cost_money"
	paidField      = "hours_paid"
	volunteerField = "hours_volunteer"
	missingField   = "who_was_missing"
	causesField    = "other_causes"
	storyField     = "story"
	consentField   = "story_consent"

	indicatorsField = "indicators"
	indicatorName   = "indicator_name"
	indicatorKind   = "indicator_kind"
	unitField       = "unit"
	directionField  = "direction"
	baselineField   = "baseline"
	baselineOnField = "baseline_date"
	targetField     = "target_value"
	methodField     = "method"
)

// Amount is a number that may be missing.
type Amount struct {
	Value float64
	Known bool
}

// Content is what a sheet says, as far as rules and figures need it.
type Content struct {
	Name       string
	Start, End Day
	Forms      []string // taxonomy solidarity_form
	Objective  string
	Planned    Amount // people
	Reached    Amount // people
	Completed  Amount // people
	Cost       Amount // euros
	Paid       Amount // hours
	Volunteer  Amount // hours
	Missing    string // who was not reached, and why
	Causes     string // what else may have produced the change
	Story      string // "" without the person's consent
	Indicators []Indicator
}

// Direction says whether an indicator should rise or fall.
type Direction string

// The directions.
const (
	Increase Direction = "increase"
	Decrease Direction = "decrease"
)

// Indicator is what is measured, with where it began and what is wished for.
type Indicator struct {
	ID           string // random, stable
	Name         string
	Kind         string // "output" or "outcome"
	Unit         string
	Direction    Direction
	Baseline     Amount
	BaselineOn   Day
	Target       Amount
	Method       string
	Measurements []Measurement // those that count, oldest first
}

// read takes from the answers what rules and figures need.
func read(a questionnaire.Answers, measured []Measurement) Content {
	c := Content{
		Name: a[nameField].Text, Start: dayIn(a, startField), End: dayIn(a, endField), Forms: a[formsField].Codes,
		Objective: a[objectiveField].Text, Planned: amountIn(a, plannedField), Reached: amountIn(a, reachedField),
		Completed: amountIn(a, completedField), Cost: amountIn(a, costField), Paid: amountIn(a, paidField),
		Volunteer: amountIn(a, volunteerField), Missing: a[missingField].Text, Causes: a[causesField].Text,
	}
	if a[consentField].Text == "yes" {
		c.Story = a[storyField].Text
	}
	for _, item := range a[indicatorsField].Items {
		i := Indicator{
			ID: item[questionnaire.ItemID].Text, Name: item[indicatorName].Text, Kind: item[indicatorKind].Text,
			Unit: item[unitField].Text, Direction: Direction(item[directionField].Text), Baseline: amountIn(item, baselineField),
			BaselineOn: dayIn(item, baselineOnField), Target: amountIn(item, targetField), Method: item[methodField].Text,
		}
		i.Measurements = slices.DeleteFunc(slices.Clone(measured), func(m Measurement) bool { return m.IndicatorID != i.ID })
		c.Indicators = append(c.Indicators, i)
	}
	return c
}

func dayIn(a questionnaire.Answers, field string) Day {
	day, ok := parseDay(a[field].Text)
	if !ok {
		return ""
	}
	return day
}

func amountIn(a questionnaire.Answers, field string) Amount {
	n, ok := questionnaire.ParseDecimal(a[field].Text)
	return Amount{n, ok}
}

// Indicator returns the indicator with the id.
func (c Content) Indicator(id string) (Indicator, bool) {
	for _, i := range c.Indicators {
		if i.ID == id {
			return i, true
		}
	}
	return Indicator{}, false
}

// Latest returns the newest measurement.
func (i Indicator) Latest() (Measurement, bool) {
	if len(i.Measurements) == 0 {
		return Measurement{}, false
	}
	return i.Measurements[len(i.Measurements)-1], true
}

// On returns the measurement of the day.
func (i Indicator) On(day Day) (Measurement, bool) {
	for _, m := range i.Measurements {
		if m.On == day {
			return m, true
		}
	}
	return Measurement{}, false
}

// Percentage reports whether the unit says that the value is a share of people.
func (i Indicator) Percentage() bool {
	unit := strings.ToLower(strings.TrimSpace(i.Unit))
	return slices.Contains([]string{"%", "per cento", "percento", "percent", "per cent"}, unit)
}
