package initiative

import (
	"strings"

	"telaio/internal/i18n"
	"telaio/internal/initiative"
	"telaio/internal/kit"
	"telaio/internal/questionnaire"
	"telaio/internal/web/part/chart"
	"telaio/internal/web/shell"
)

// day writes a date as people read it, "" if there is none.
func day(v *shell.Visit, d initiative.Day) string {
	if d == "" {
		return ""
	}
	return v.Date(d.Time())
}

// period says from when to when.
func period(v *shell.Visit, c initiative.Content) string {
	args := i18n.Args{"Start": day(v, c.Start), "End": day(v, c.End)}
	switch {
	case c.Start != "" && c.End != "":
		return v.T("initiative.from_to", args)
	case c.Start != "":
		return v.T("initiative.from", args)
	case c.End != "":
		return v.T("initiative.until", args)
	default:
		return v.T("initiative.no_period")
	}
}

func stateWord(s initiative.Sheeted) string {
	if s.Archived() {
		return "archived"
	}
	return string(s.State)
}

func stateClass(s initiative.Sheeted) string {
	switch stateWord(s) {
	case string(initiative.Running):
		return "status--active"
	case string(initiative.Finished):
		return "status--done"
	case "archived":
		return "status--waiting"
	default:
		return ""
	}
}

// gapsInShort counts what is missing.
func gapsInShort(v *shell.Visit, s initiative.Sheeted) string {
	gaps := len(s.Gaps())
	if gaps == 0 {
		return v.T("initiative.complete_for_now")
	}
	return v.N("initiative.gaps", gaps)
}

// firstIndicator is the one that a new measurement is most likely of: the one
// that was measured longest ago.
func firstIndicator(s initiative.Sheeted) (initiative.Indicator, bool) {
	var first initiative.Indicator
	found := false
	for _, i := range s.Content.Indicators {
		if i.Name == "" {
			continue
		}
		if !found || lastDay(i) < lastDay(first) {
			first, found = i, true
		}
	}
	return first, found
}

func lastDay(i initiative.Indicator) initiative.Day {
	latest, _ := i.Latest()
	return latest.On
}

// in is a text of the sheet in the reader's language.
func in(v *shell.Visit, t questionnaire.Text) string { return t.In(string(v.Language)) }

// kitText is a text of the kit in the reader's language.
func kitText(v *shell.Visit, t kit.Text) string { return t.In(string(v.Language)) }

// percent writes a share: 70 %.
func percent(v *shell.Visit, share float64) string {
	return v.T("initiative.percent", i18n.Args{"Value": v.Quantity(roundTo(100*share, 1))})
}

func roundTo(x float64, digits int) float64 {
	scale := 1.0
	for range digits {
		scale *= 10
	}
	if x < 0 {
		return -float64(int64(-x*scale+0.5)) / scale
	}
	return float64(int64(x*scale+0.5)) / scale
}

// attainment says how much of the way was gone, between 0 and 150 %.
func attainment(v *shell.Visit, f initiative.Figure) string {
	if !f.Known() {
		return why(v, f.Why)
	}
	shown := percent(v, kit.ShownAttainment(f.Value))
	switch {
	case f.Value < 0:
		return v.T("initiative.attained_below", i18n.Args{"Value": shown})
	case kit.ShownAttainment(f.Value) < f.Value:
		return v.T("initiative.attained_above", i18n.Args{"Value": shown})
	default:
		return shown
	}
}

// why says why there is no figure.
func why(v *shell.Visit, w initiative.Why) string { return v.T("initiative.why." + string(w)) }

// quantity writes a figure with its unit, or why there is none.
func quantity(v *shell.Visit, f initiative.Figure, unit string) string {
	if !f.Known() {
		return why(v, f.Why)
	}
	return chart.Quantity(v, roundTo(f.Value, 2), unit)
}

func share(v *shell.Visit, f initiative.Figure) string {
	if !f.Known() {
		return why(v, f.Why)
	}
	return percent(v, f.Value)
}

// answers says how many people answered of those asked, "" if nobody said.
func answers(v *shell.Visit, m initiative.Measurement) string {
	switch {
	case m.Asked != nil && m.Answered != nil:
		return v.T("initiative.answered_of", i18n.Args{"Answered": v.Number(*m.Answered), "Asked": v.Number(*m.Asked)})
	case m.Answered != nil:
		return v.N("initiative.answered", *m.Answered)
	default:
		return ""
	}
}

// course is what the chart of an indicator shows.
func course(v *shell.Visit, i initiative.Indicator) chart.Course {
	c := chart.Course{ID: "c-" + i.ID, Label: i.Name, Unit: i.Unit}
	if i.Baseline.Known && i.BaselineOn != "" {
		c.Start = chart.Stop{Day: i.BaselineOn.Time(), Value: chart.MarkAt(i.Baseline.Value)}
	}
	if i.Target.Known {
		c.Target = chart.MarkAt(i.Target.Value)
	}
	for _, m := range i.Measurements {
		stop := chart.Stop{Day: m.On.Time(), Value: chart.MarkAt(m.Value), Note: answers(v, m)}
		if interval, why := i.Interval(m); why == "" {
			stop.Range = chart.SpanOf(interval.Low, interval.High)
		}
		c.Measured = append(c.Measured, stop)
	}
	return c
}

// option is the label of a choice in the sheet.
func option(v *shell.Visit, def *questionnaire.Definition, field, code string) string {
	q, ok := def.Question(field)
	if !ok || code == "" {
		return ""
	}
	for _, o := range def.Options(q) {
		if o.Code == strings.ToLower(code) {
			return in(v, o.Label)
		}
	}
	return code
}

// answersCell is the column of who answered.
func answersCell(v *shell.Visit, m initiative.Measurement) string {
	if said := answers(v, m); said != "" {
		return said
	}
	return v.T("initiative.not_said")
}

// evidenceCell is the column of the evidence.
func evidenceCell(v *shell.Visit, s initiative.Sheeted, m initiative.Measurement) string {
	strength := option(v, s.Sheet.Measure, "evidence", string(m.Evidence))
	switch {
	case strength == "":
		return v.T("initiative.not_said")
	case m.Source != "":
		return strength + ": " + m.Source
	default:
		return strength
	}
}

// scale says from where to where an indicator should go.
func scale(v *shell.Visit, i initiative.Indicator) string {
	if !i.Baseline.Known || !i.Target.Known {
		return v.T("initiative.unit_is", i18n.Args{"Unit": i.Unit})
	}
	return v.T("initiative.scale", i18n.Args{
		"Start": chart.Quantity(v, i.Baseline.Value, i.Unit), "Target": chart.Quantity(v, i.Target.Value, i.Unit),
	})
}
