package readership

import "time"

// months is how many are shown, the present one included.
const months = 12

// Few is the number below which a count of a month is not told: it says nothing
// that is worth knowing, and could be the visits of one person.
const Few = 5

// Month is how often something was read in a month.
type Month struct {
	First time.Time // its first day, in UTC
	Reads int
}

// Told reports whether the number is told: none, or enough.
func (m Month) Told() bool { return m.Reads == 0 || m.Reads >= Few }

// Since is the first day of the oldest month that is shown at a time.
func Since(now time.Time) time.Time { return firstOf(now).AddDate(0, 1-months, 0) }

func firstOf(t time.Time) time.Time {
	t = t.UTC()
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// Months adds the days up to the last twelve months, the oldest first. A day that
// cannot be read, or lies outside, does not count.
func Months(now time.Time, days []Count) []Month {
	all := make([]Month, months)
	first := Since(now)
	for i := range all {
		all[i].First = first.AddDate(0, i, 0)
	}
	for _, d := range days {
		on, err := time.Parse(time.DateOnly, d.Day)
		if err != nil {
			continue
		}
		if i := (on.Year()-first.Year())*12 + int(on.Month()) - int(first.Month()); i >= 0 && i < months {
			all[i].Reads += d.Reads
		}
	}
	return all
}
