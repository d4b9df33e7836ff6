package report

import (
	"slices"
	"time"

	"telaio/internal/assessment"
	"telaio/internal/initiative"
	"telaio/internal/kit"
)

// mostCycles is how many cycles a trend shows: more do not fit on paper.
const mostCycles = 4

// Trend is how the dimensions have moved from cycle to cycle. It is empty with
// one cycle.
type Trend struct {
	Cycles      []assessment.Cycle // oldest first, the present one last
	Rows        []TrendRow
	Moved       []Moved // items whose level is another than in the cycle before
	MDC         float64 // the smallest difference that is more than error
	Provisional bool
}

// TrendRow is one dimension in every cycle.
type TrendRow struct {
	Dimension kit.Dimension
	Values    []TrendValue // as many as there are cycles
	Change    kit.Change   // between the last two
	People    kit.Welch    // the same between the people's means, if HasPeople
	HasPeople bool
}

// TrendValue is a dimension's value in one cycle.
type TrendValue struct {
	Value kit.Outcome
	Joins bool // it compares with the cycle before
}

// Moved is an item whose level has changed since the cycle before.
type Moved struct {
	Item       *Item
	Before     float64
	Documented bool // with evidence that was not there before
}

// Shown reports whether there is anything to compare.
func (t Trend) Shown() bool { return len(t.Cycles) > 1 }

func trendOf(s Source, present kit.Result) Trend {
	now := s.Material
	var cycles []assessment.Material
	for _, m := range s.Earlier {
		if m.Kit.ID == now.Kit.ID && m.Cycle.Extent == assessment.Full {
			cycles = append(cycles, m)
		}
	}
	if len(cycles) == 0 || now.Cycle.Extent != assessment.Full {
		return Trend{}
	}
	cycles = cycles[max(0, len(cycles)-mostCycles+1):]
	scorings := make([]kit.Scoring, 0, mostCycles)
	t := Trend{MDC: now.Kit.Rules.Error().MDC(), Provisional: now.Kit.Rules.Error().Provisional}
	for _, m := range cycles {
		scorings = append(scorings, kit.Scoring{Kit: m.Kit, Result: m.Score()})
		t.Cycles = append(t.Cycles, m.Cycle)
	}
	scorings = append(scorings, kit.Scoring{Kit: now.Kit, Result: present})
	t.Cycles = append(t.Cycles, now.Cycle)
	t.Rows = rows(scorings)
	last := cycles[len(cycles)-1]
	for i := range t.Rows {
		t.Rows[i].comparePeople(last, now)
	}
	t.Moved = moved(s, last, scorings[len(scorings)-2], present)
	return t
}

func rows(scorings []kit.Scoring) []TrendRow {
	newest := scorings[len(scorings)-1]
	list := make([]TrendRow, len(newest.Kit.Dimensions))
	for i, d := range newest.Kit.Dimensions {
		list[i].Dimension = d
	}
	for at, scoring := range scorings {
		var changes []kit.Change
		if at > 0 {
			changes = kit.Changes(scorings[at-1], scoring)
		}
		for i := range list {
			outcome, _ := scoring.Result.Dimension(list[i].Dimension.ID)
			value := TrendValue{Value: outcome}
			for _, c := range changes {
				if c.Dimension == list[i].Dimension.ID {
					value.Joins, list[i].Change = c.Compared, c
				}
			}
			list[i].Values = append(list[i].Values, value)
		}
	}
	return list
}

// comparePeople adds Welch's test of the people's means where enough people
// answered both times.
func (r *TrendRow) comparePeople(before, after assessment.Material) {
	then, now := before.Means[r.Dimension.ID], after.Means[r.Dimension.ID]
	if !r.Change.Compared || r.Change.ComparableShare < 1 || len(then) < kit.MinWelch || len(now) < kit.MinWelch {
		return
	}
	r.People, r.HasPeople = kit.CompareMeans(then, now, 0.95)
}

// moved lists the items whose level is another than before, if they mean the
// same.
func moved(s Source, last assessment.Material, before kit.Scoring, present kit.Result) []Moved {
	var list []Moved
	for _, item := range s.Material.Kit.Items() {
		was, _ := before.Result.Item(item.ID)
		is, _ := present.Item(item.ID)
		if !kit.Comparable(before.Kit, item) || was.Official.Standing != kit.Valued || is.Official.Standing != kit.Valued ||
			was.Official.Level == is.Official.Level {
			continue
		}
		made := makeItem(&s, item, is)
		proof := newEvidence(last.Evidence[item.ID], s.Material.Evidence[item.ID]) || s.measuredSince(item.ID, last.Cycle.EndedAt)
		list = append(list, Moved{Item: made, Before: was.Official.Level, Documented: proof})
	}
	return list
}

// newEvidence reports whether there is a dated piece now that was not there
// before.
func newEvidence(before, after []assessment.Evidence) bool {
	return slices.ContainsFunc(after, func(e assessment.Evidence) bool {
		return e.Strength != kit.NoEvidence && e.Date != "" && !slices.Contains(before, e)
	})
}

// measuredSince reports whether an initiative that shows what was said about the
// item has been measured after the cycle before.
func (s *Source) measuredSince(item string, before time.Time) bool {
	now := s.Material.Cycle.EndedAt
	return slices.ContainsFunc(s.Cited[item], func(c initiative.Cited) bool {
		return c.Shows(now) && c.MeasuredSince(before) && c.On <= initiative.DayOf(now, time.UTC)
	})
}
