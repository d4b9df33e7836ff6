package importing_test

import (
	"testing"
	"time"

	"telaio/internal/fault"
	"telaio/internal/importing"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestLapse_leavesWhatNobodyDecidesAbout(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		begun := func(source, file string) importing.Import {
			i, err := w.Begin(t.Context(), researcher(), importing.Draft{Source: source, Raw: []byte(file)})
			if err != nil {
				t.Fatal(err)
			}
			w.work()
			return i
		}
		old := begun("vecchia", with(register, "2013", "boh"))
		w.clock.T = w.clock.T.Add(importing.Patience - time.Hour)
		recent := begun("nuova", register)

		w.clock.T = w.clock.T.Add(2 * time.Hour)
		if n, err := w.Lapse(t.Context()); n != 1 || err != nil {
			t.Fatalf("Lapse = %d, %v; want the old one", n, err)
		}

		left, err := w.Find(t.Context(), old.ID)
		if err != nil {
			t.Fatal(err)
		}
		if r := left.Report; left.State != importing.Left || r.Problem.Key != "import.lapsed" || r.Rows() != 2 || len(r.Lines)+len(r.Problems)+len(r.Headings) > 0 {
			t.Errorf("the old one is %s with %+v; want it left, and only its counts", left.State, r)
		}
		if _, err := w.store.ImportFile(t.Context(), old.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("its file = %v; want it forgotten", err)
		}
		waits, err := w.Find(t.Context(), recent.ID)
		if err != nil || waits.State != importing.Checked || !waits.LapsesAt().After(w.clock.T) {
			t.Errorf("the recent one is %s until %v, %v; want it to wait", waits.State, waits.LapsesAt(), err)
		}
	})
}

func TestCheck_forgetsAFileOfWhichNothingCanBeRead(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	i, err := w.Begin(t.Context(), researcher(), importing.Draft{Source: "x", Raw: []byte("{]")})
	if err != nil {
		t.Fatal(err)
	}
	w.work()
	if i, err = w.Find(t.Context(), i.ID); err != nil || i.State != importing.Failed {
		t.Fatalf("import = %s, %v; want it failed", i.State, err)
	}
	if _, err := w.store.ImportFile(t.Context(), i.ID); fault.KindOf(err) != fault.NotFound {
		t.Errorf("its file = %v; want it forgotten", err)
	}
}
