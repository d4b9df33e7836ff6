// Package effects shows the figures that an organisation chose to tell of one of
// its initiatives, with what they do not tell.
package effects

import (
	"strconv"
	"time"

	"telaio/internal/i18n"
	"telaio/internal/kit"
	"telaio/internal/organisation"
	"telaio/internal/web/part/chart"
	"telaio/internal/web/shell"
)

// course is what the chart of a figure shows. The initiative's id keeps the ids
// of several charts apart.
func course(v *shell.Visit, id string, number int, e organisation.Effect) chart.Course {
	c := chart.Course{ID: "effect-" + id + "-" + strconv.Itoa(number), Label: e.Name, Unit: e.Unit}
	if e.Baseline != nil {
		c.Start = chart.Stop{Day: noon(e.Baseline.On), Value: chart.MarkAt(e.Baseline.Value)}
	}
	if e.Target != nil {
		c.Target = chart.MarkAt(*e.Target)
	}
	for _, r := range e.Readings {
		c.Measured = append(c.Measured, stop(v, e, r))
	}
	return c
}

func stop(v *shell.Visit, e organisation.Effect, r organisation.Reading) chart.Stop {
	s := chart.Stop{Day: noon(r.On), Value: chart.MarkAt(r.Value), Note: answers(v, r)}
	if interval, ok := kit.Wilson(r.Value/100, r.Answered); ok && e.Unit == "%" {
		s.Range = chart.SpanOf(100*interval.Low, 100*interval.High)
	}
	return s
}

func answers(v *shell.Visit, r organisation.Reading) string {
	switch {
	case r.Answered > 0 && r.Asked > 0:
		return v.T("effects.answered", i18n.Args{"Answered": v.Number(r.Answered), "Asked": v.Number(r.Asked)})
	case r.Answered > 0:
		return v.N("effects.answers", r.Answered)
	default:
		return ""
	}
}

// noon is a time on the day that is the same date in all of Europe.
func noon(day string) time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return time.Time{}
	}
	return t.Add(12 * time.Hour)
}

// period says from when to when, "" if that is not told.
func period(v *shell.Visit, e *organisation.Effects) string {
	if e.From == "" || e.To == "" {
		return ""
	}
	return v.T("effects.period", i18n.Args{"From": v.Date(noon(e.From)), "To": v.Date(noon(e.To))})
}
