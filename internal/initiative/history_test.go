package initiative_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/fault"
	"telaio/internal/initiative"
	"telaio/internal/kit"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestHistory_tellsEverythingAndUndoesIt(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		step := func() { w.clock.Advance(time.Minute) }
		i := w.begun("Sportello")
		step()
		i = w.save(i, "b", url.Values{"activities": {"incontri"}, "outputs": {"una guida"}})
		step()
		i = w.save(i, "b", url.Values{"activities": {"visite"}, "outputs": {"una guida"}})
		step()
		i = w.example(i)
		step()
		i = w.measure(i, "days", url.Values{"measured": {"40"}, "measured_date": {"1/3/2026"}})
		step()
		days := i.Content.Indicators[1]
		if err := w.use.Remove(t.Context(), w.ada, i, days.Measurements[0]); err != nil {
			t.Fatal(err)
		}
		step()
		i = w.find(i.ID)
		if err := w.use.Link(t.Context(), w.ada, i, []string{"EMP2"}); err != nil {
			t.Fatal(err)
		}
		events, err := w.use.History(t.Context(), w.find(i.ID))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range events {
			said := string(e.Kind) + " " + e.Section + e.Item + e.Indicator
			if e.Undoable {
				said += " undo"
			}
			got = append(got, said)
			if e.Name != "ada" {
				t.Errorf("%s by %q", said, e.Name)
			}
		}
		want := []string{
			"linked EMP2", "taken_back Giorni medi di attesa undo", "measured Giorni medi di attesa", "saved c", "saved b", "saved b undo",
			"saved a", "begun ",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if changed := events[4].Questions; len(changed) != 1 || changed[0].ID != "activities" {
			t.Errorf("the second save of part B changed %v", changed)
		}

		if err := w.use.BringBackPart(t.Context(), w.ada, w.find(i.ID), "b", 1); err != nil {
			t.Fatal(err)
		}
		if err := w.use.BringBackMeasurement(t.Context(), w.ada, w.find(i.ID), "days", "2026-03-01"); err != nil {
			t.Fatal(err)
		}
		i = w.find(i.ID)
		if i.Answers["activities"].Text != "incontri" || len(i.Content.Indicators[1].Measurements) != 1 {
			t.Errorf("brought back: %q, %v", i.Answers["activities"].Text, i.Content.Indicators[1].Measurements)
		}
		if err := w.use.BringBackPart(t.Context(), w.ada, i, "b", 9); fault.KindOf(err) != fault.NotFound {
			t.Errorf("BringBackPart of what never was = %v", err)
		}
		if err := w.use.BringBackPart(t.Context(), w.bruno, i, "b", 1); fault.KindOf(err) != fault.Denied {
			t.Errorf("BringBackPart by somebody else = %v", err)
		}
	})
}

func TestCopy_beginsWhereTheOldOneEnded(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		old := w.measure(w.example(w.begun("Sportello 2026")), "days", url.Values{"measured": {"40,5"}, "measured_date": {"1/3/2026"}})
		next, err := w.use.Copy(t.Context(), w.ada, old)
		if err != nil {
			t.Fatal(err)
		}
		c := next.Content
		if c.Name != "Sportello 2027" || c.Start != "2027-02-01" || c.End != "2027-06-30" || !c.Planned.Known || c.Reached.Known || c.Cost.Known {
			t.Errorf("copied as %+v", c)
		}
		contracts, days := c.Indicators[0], c.Indicators[1]
		if contracts.Baseline.Value != 20 || days.Baseline.Value != 40.5 || days.BaselineOn != "2026-03-01" || days.Target.Value != 30 {
			t.Errorf("indicators %+v", c.Indicators)
		}
		if days.ID == "days" || len(days.Measurements) > 0 || next.CopiedFrom != old.ID {
			t.Errorf("the copy hangs on to the old one: %+v", next)
		}
	})
}

func TestLink_makesAnInitiativeEvidenceForTheKit(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		i := w.measured()
		for _, items := range [][]string{{"EMP2", "NET1"}, {"EMP2", "IMP2"}, {"EMP2", "IMP2"}} {
			if err := w.use.Link(t.Context(), w.ada, w.find(i.ID), items); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff([]string{"EMP2", "IMP2"}, w.find(i.ID).Items); diff != "" {
			t.Error(diff)
		}
		if err := w.use.Link(t.Context(), w.ada, w.find(i.ID), []string{"DEM2"}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("Link to governance = %v; want it refused", err)
		}
		cited, err := w.use.Evidence(t.Context(), "own")
		want := map[string][]initiative.Cited{}
		for _, item := range []string{"EMP2", "IMP2"} {
			want[item] = []initiative.Cited{{ID: i.ID, Name: "Sportello", State: initiative.Running, From: "2026-02-01", To: "2026-06-30", Strength: kit.Document, On: "2026-03-01"}}
		}
		if diff := cmp.Diff(want, cited); diff != "" || err != nil {
			t.Error(diff, err)
		}
		if err := w.use.Archive(t.Context(), w.ada, i.Initiative); err != nil {
			t.Fatal(err)
		}
		if cited, _ := w.use.Evidence(t.Context(), "own"); len(cited) > 0 {
			t.Errorf("archived and still evidence: %v", cited)
		}
	})
}

func TestCited_showsWhatWasDoneInTheYearBefore(t *testing.T) {
	answered := time.Date(2026, time.November, 17, 12, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		cited initiative.Cited
		want  bool
	}{
		"runs":                        {initiative.Cited{From: "2026-02-01", Strength: kit.OwnAccount}, true},
		"began that day":              {initiative.Cited{From: "2026-11-17", Strength: kit.Document}, true},
		"over for eleven months":      {initiative.Cited{From: "2025-01-01", To: "2025-12-20", Strength: kit.CheckedByPeer}, true},
		"over for more than a year":   {initiative.Cited{From: "2025-01-01", To: "2025-11-16", Strength: kit.CheckedByPeer}, false},
		"begins the day after":        {initiative.Cited{From: "2026-11-18", Strength: kit.Document}, false},
		"does not say when it begins": {initiative.Cited{Strength: kit.Document}, false},
		"shows nothing":               {initiative.Cited{From: "2026-02-01", Strength: kit.NoEvidence}, false},
	} {
		if got := test.cited.Shows(answered); got != test.want {
			t.Errorf("%s: %v; want %v", name, got, test.want)
		}
	}
}
