// Package initiative is what an organisation writes down about something that
// it did for workers: the sheet of the kit, filled in part by part, the
// indicators with their dated measurements, and what can be worked out from
// them. It gives no overall score, and says contribution, never attribution.
package initiative

import (
	"time"

	"telaio/internal/kit"
	"telaio/internal/questionnaire"
)

// Initiative is one sheet. What it says is in its steps and measurements.
type Initiative struct {
	ID             string // random
	OrganisationID string
	Kit            string // ID@VERSION of the kit whose sheet it is, "" = the newest
	CopiedFrom     string // id of the initiative that it was begun from, "" = none
	CreatedBy      string // person id
	CreatedAt      time.Time
	ArchivedAt     time.Time // zero = it is in the list
}

// Archived reports whether the initiative has been put away.
func (i Initiative) Archived() bool { return !i.ArchivedAt.IsZero() }

// Step is one save of one part of the sheet. Steps are only ever added; the
// newest of a part is what counts.
type Step struct {
	InitiativeID string
	Section      string // id of the part: "a" to "d"
	Number       int    // 1, 2, 3… on each part
	Answers      questionnaire.Answers
	Who          string // person id, or "system"
	At           time.Time
}

// Measurement is the value of an indicator on a day. There is one for each day;
// a correction is a further row with the next number.
type Measurement struct {
	InitiativeID string
	IndicatorID  string
	On           Day
	Number       int
	Value        float64
	Asked        *int // people who were asked, nil = not said
	Answered     *int // people who answered, nil = not said
	Method       string
	Evidence     kit.Strength // "" = not said
	Source       string       // where the evidence is: an address or a few words
	Note         string
	Removed      bool // it was taken back with this row
	Who          string
	At           time.Time
}

// Says reports whether both say the same about the same day, whoever said it.
func (m Measurement) Says(other Measurement) bool {
	m.Number, m.Who, m.At = other.Number, other.Who, other.At
	same := equalCount(m.Asked, other.Asked) && equalCount(m.Answered, other.Answered)
	m.Asked, m.Answered = other.Asked, other.Answered
	return same && m == other
}

func equalCount(a, b *int) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// Link says that an initiative is, or is no longer, evidence for an item of the
// kit. Links are only ever added; the newest of an item is what counts.
type Link struct {
	InitiativeID string
	Item         string // id of the kit's item
	Number       int
	Chosen       bool
	Who          string
	At           time.Time
}

// Day is a date without a time: 2026-03-12; "" = not said.
type Day string

// parseDay reads a date as it is stored.
func parseDay(s string) (Day, bool) {
	_, err := time.Parse(time.DateOnly, s)
	return Day(s), err == nil
}

// DayOf returns the date in the country whose time zone it is.
func DayOf(t time.Time, zone *time.Location) Day { return Day(t.In(zone).Format(time.DateOnly)) }

// Time returns noon of the day, which is the same date in all of Europe; zero
// if there is no date.
func (d Day) Time() time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return t.Add(12 * time.Hour)
}
