package initiative_test

import (
	"net/url"
	"testing"

	"telaio/internal/fault"
	"telaio/internal/initiative"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestMeasure_keepsOneValueForEachDayAndEveryCorrection(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		i := w.example(w.begun("Sportello"))
		i = w.measure(i, "contracts", url.Values{"measured": {"38"}, "measured_date": {"1/3/2026"}})
		i = w.measure(i, "contracts", url.Values{"measured": {"35,5"}, "measured_date": {"1/2/2026"}})
		indicator := i.Content.Indicators[0]
		if len(indicator.Measurements) != 2 || indicator.Measurements[0].Value != 35.5 {
			t.Fatalf("measurements %+v; want two, oldest first", indicator.Measurements)
		}

		again, err := w.use.Measure(t.Context(), w.ada, i, w.use.NewMeasurement(i, indicator), url.Values{"measured": {"40"}, "measured_date": {"1/3/2026"}, "method": {"interview"}})
		if fault.KindOf(err) != fault.Invalid || again.Problems["measured_date"].Key != "initiative.check.same_day" {
			t.Errorf("a second value of the day: %v, %v", err, again.Problems)
		}

		march, _ := indicator.On("2026-03-01")
		correction := url.Values{"measured": {"41"}, "measured_date": {"2/3/2026"}, "n_asked": {"30"}, "n_answered": {"24"}, "method": {"interview"}, "evidence": {"e2"}}
		if f, err := w.use.Measure(t.Context(), w.ada, i, initiative.Correction(i, indicator, march), correction); err != nil {
			t.Fatal(err, f.Problems)
		}
		indicator = w.find(i.ID).Content.Indicators[0]
		latest, _ := indicator.Latest()
		if len(indicator.Measurements) != 2 || latest.On != "2026-03-02" || latest.Value != 41 || *latest.Answered != 24 || latest.Evidence != "E2" {
			t.Errorf("after the correction: %+v", indicator.Measurements)
		}
		if rows, _ := s.Measurements(t.Context(), i.ID); len(rows) != 4 {
			t.Errorf("%d rows; want 4: two values, one taken back, one in its place", len(rows))
		}

		if err := w.use.Remove(t.Context(), w.ada, i, latest); err != nil {
			t.Fatal(err)
		}
		if left := w.find(i.ID).Content.Indicators[0].Measurements; len(left) != 1 || left[0].Value != 35.5 {
			t.Errorf("after taking one back: %+v", left)
		}
	})
}

func TestMeasure_refusesWhatCannotBe(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	i := w.example(w.begun("Sportello"))
	indicator := i.Content.Indicators[0]
	for field, typed := range map[string]url.Values{
		"measured":      {"measured": {"140"}, "measured_date": {"1/3/2026"}},
		"measured_date": {"measured": {"40"}, "measured_date": {"13/3/2026"}},
		"n_answered":    {"measured": {"40"}, "measured_date": {"1/3/2026"}, "n_asked": {"10"}, "n_answered": {"11"}},
		"method":        {"measured": {"40"}, "measured_date": {"1/3/2026"}, "method": {"a occhio"}},
	} {
		if !typed.Has("method") {
			typed.Set("method", "interview")
		}
		f, err := w.use.Measure(t.Context(), w.ada, i, w.use.NewMeasurement(i, indicator), typed)
		if fault.KindOf(err) != fault.Invalid || f.Problems[field].Key == "" || len(f.Problems) != 1 {
			t.Errorf("%v: %v, %v; want a problem of %s", typed, err, f.Problems, field)
		}
		if f.Answers["measured"].Text != typed.Get("measured") {
			t.Errorf("what was typed is gone: %v", f.Answers)
		}
	}
}
