package initiative_test

import (
	"math"
	"net/url"
	"testing"

	"telaio/internal/initiative"
	"telaio/internal/testkit"
)

// TestFigures_ofTheKitsExample is golden E3 of the method: what the kit's file
// says must come out of its own example.
func TestFigures_ofTheKitsExample(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	s := w.example(w.begun("Sportello contratti"))
	s = w.measure(s, "contracts", url.Values{"measured": {"41"}, "measured_date": {"1/3/2026"}, "n_asked": {"30"}, "n_answered": {"24"}})
	s = w.measure(s, "days", url.Values{"measured": {"36"}, "measured_date": {"1/3/2026"}, "n_asked": {"30"}, "n_answered": {"24"}})
	k, _ := w.library.NewestKit()
	want := k.ExampleInitiative.ComputedExpected
	for i, indicator := range s.Content.Indicators {
		latest, _ := indicator.Latest()
		wantFigure(t, indicator.Name, indicator.Attainment(), want.Attainment[i])
		wantFigure(t, indicator.Name+" answers", latest.ResponseRate(), want.ResponseRate[i])
	}
	wantFigure(t, "reach", s.Content.Reach(), want.Reach)
	wantFigure(t, "cost", s.Content.CostPerPerson(), want.CostPerPerson)
	wantFigure(t, "hours", s.Content.HoursPerPerson(), want.HoursPerPerson)
}

func wantFigure(t *testing.T, name string, got initiative.Figure, want float64) {
	t.Helper()
	if !got.Known() || math.Abs(got.Value-want) > 1e-4 {
		t.Errorf("%s = %+v; want %v", name, got, want)
	}
}

func known(x float64) initiative.Amount { return initiative.Amount{Value: x, Known: true} }

func number(n int) *int { return &n }

func TestFigures_sayWhyThereIsNone(t *testing.T) {
	measured := func(m initiative.Measurement) []initiative.Measurement { return []initiative.Measurement{m} }
	for name, c := range map[string]struct {
		got  initiative.Figure
		want initiative.Why
	}{
		"nothing measured":       {initiative.Indicator{Baseline: known(1), Target: known(2)}.Attainment(), initiative.NotMeasured},
		"no baseline":            {initiative.Indicator{Target: known(2), Measurements: measured(initiative.Measurement{Value: 1})}.Attainment(), initiative.NotSaid},
		"target is baseline":     {initiative.Indicator{Baseline: known(2), Target: known(2), Measurements: measured(initiative.Measurement{Value: 1})}.Attainment(), initiative.SameTarget},
		"reach without plan":     {initiative.Content{Reached: known(3)}.Reach(), initiative.NotSaid},
		"reach of a plan of 0":   {initiative.Content{Reached: known(3), Planned: known(0)}.Reach(), initiative.NobodyPlanned},
		"cost for nobody":        {initiative.Content{Reached: known(0), Cost: known(10)}.CostPerPerson(), initiative.NobodyReached},
		"hours half said":        {initiative.Content{Reached: known(3), Paid: known(10)}.HoursPerPerson(), initiative.NotSaid},
		"nobody asked":           {initiative.Measurement{Asked: number(0), Answered: number(0)}.ResponseRate(), initiative.NobodyAsked},
		"not said who was asked": {initiative.Measurement{Answered: number(3)}.ResponseRate(), initiative.NotSaid},
	} {
		if c.got.Why != c.want || c.got.Value != 0 {
			t.Errorf("%s: %+v; want %s", name, c.got, c.want)
		}
	}
}

func TestInterval_isForSharesOfFiveAnswersOrMore(t *testing.T) {
	share := initiative.Indicator{Unit: " Per cento"}
	got, why := share.Interval(initiative.Measurement{Value: 75, Answered: number(24)})
	if why != "" || math.Abs(got.Low-55.1) > 0.05 || math.Abs(got.High-88.0) > 0.05 {
		t.Errorf("18 of 24: %v, %q; want 55.1 to 88.0 (E2)", got, why)
	}
	for _, c := range []struct {
		unit string
		m    initiative.Measurement
		want initiative.Why
	}{
		{"%", initiative.Measurement{Value: 75, Answered: number(4)}, initiative.TooFewAnswers},
		{"%", initiative.Measurement{Value: 75}, initiative.NotSaid},
		{"giorni", initiative.Measurement{Value: 75, Answered: number(24)}, initiative.NoShare},
		{"%", initiative.Measurement{Value: 101, Answered: number(24)}, initiative.NoShare},
	} {
		if got, why := (initiative.Indicator{Unit: c.unit}).Interval(c.m); why != c.want {
			t.Errorf("%s %+v: %v, %q; want %q", c.unit, c.m, got, why, c.want)
		}
	}
}

func TestStateOn_followsFromTheDates(t *testing.T) {
	for _, c := range []struct {
		start, end, today initiative.Day
		want              initiative.State
	}{
		{"", "", "2026-03-12", initiative.Planned},
		{"2026-03-13", "2026-06-30", "2026-03-12", initiative.Planned},
		{"2026-03-12", "2026-06-30", "2026-03-12", initiative.Running},
		{"2026-01-01", "2026-03-12", "2026-03-12", initiative.Running},
		{"2026-01-01", "", "2026-03-12", initiative.Running},
		{"2026-01-01", "2026-03-11", "2026-03-12", initiative.Finished},
	} {
		if got := (initiative.Content{Start: c.start, End: c.end}).StateOn(c.today); got != c.want {
			t.Errorf("from %q to %q on %s: %s; want %s", c.start, c.end, c.today, got, c.want)
		}
	}
}
