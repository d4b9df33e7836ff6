package importing_test

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"telaio/internal/audit"
	"telaio/internal/fault"
	"telaio/internal/importing"
	"telaio/internal/organisation"
	"telaio/internal/store"
	"telaio/internal/testkit"
	"telaio/internal/testkit/unwatched"
)

// large is a register of so many organisations, as different from one another
// as those of a real one.
func large(rows int) string {
	towns := []string{"Prato", "Perugia", "Roma", "Torino", "Bari", "Napoli", "Milano"}
	var b strings.Builder
	b.WriteString("Id;Denominazione;Comune;Indirizzo;Tipologia;E-mail;Telefono;Sito;Anno;Descrizione\n")
	for n := range rows {
		fmt.Fprintf(&b, "r%d;%s;%s;via Prova %d;Associazione;info@ente%d.example;06 55%06d;https://ente%d.example;%d;%s\n",
			n, nameOf(n), towns[n%len(towns)], n, n, n, n, 1950+n%70, strings.Repeat("Aiuta chi lavora in zona. ", 4))
	}
	return b.String()
}

// nameOf is a made-up name for a number, unlike those of other numbers.
func nameOf(n int) string {
	sum := sha256.Sum256([]byte(strconv.Itoa(n)))
	letters := base32.StdEncoding.EncodeToString(sum[:])
	return letters[:8] + " " + letters[8:20]
}

// TestTake_fiveThousandRows imports them twice, lets a person change one, imports
// what has changed everywhere, and takes all of it back.
func TestTake_fiveThousandRows(t *testing.T) {
	unwatched.Only(t)
	const rows = 5_000
	publish := importing.Options{Publish: true}
	w := newWorld(t, testkit.SQLite(t))
	file := large(rows)
	first := w.take(file, publish)
	if got := first.Report.Counts[importing.Added]; got != rows || len(w.published()) != rows {
		t.Fatalf("%d added, %d public; want all", got, len(w.published()))
	}
	if again := w.take(file, publish); again.Report.Counts[importing.Unchanged] != rows || again.Report.Learns() {
		t.Errorf("a second time: %v; want nothing new", again.Report.Counts)
	}

	one := w.published()[rows/2]
	w.revise(one, func(c *organisation.Card) { c.Contacts.Email = "persona@ente.example" })
	before := w.exported()
	later := strings.ReplaceAll(with(file, one.Card.Contacts.Email, "altra@ente.example"), "zona", "zone")
	changed := w.take(later, publish)
	if got := w.named(one.Card.Name).Card; changed.Report.Counts[importing.Changed] != rows || got.Contacts.Email != "persona@ente.example" || got.ShortDescription == one.Card.ShortDescription {
		t.Errorf("counts %v, card %+v; want all changed but what a person wrote", changed.Report.Counts, got)
	}
	for _, id := range []string{changed.ID, first.ID} {
		if _, err := w.Undo(t.Context(), researcher(), id); err != nil {
			t.Fatal(err)
		}
		if id == changed.ID && before != w.exported() {
			t.Error("undoing the change does not give back what was there")
		}
	}
	if left := w.published(); len(left) != 1 || left[0].ID != one.ID {
		t.Errorf("%d are public; want only the one that a person changed", len(left))
	}
}

func TestApply_takesNothingIfAPageChangesMeanwhile(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		file := large(300)
		w.take(file, importing.Options{Publish: true})
		draft := importing.Draft{Source: "registro", Raw: []byte(strings.ReplaceAll(file, "zona", "zone"))}
		i, err := w.Begin(t.Context(), researcher(), draft)
		if err != nil {
			t.Fatal(err)
		}
		w.work()
		if i, err = w.Find(t.Context(), i.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Order(t.Context(), researcher(), i, importing.Options{Publish: true}); err != nil {
			t.Fatal(err)
		}
		first := w.named(nameOf(0))
		w.Watch.Tell = func(p importing.Progress) {
			if p.Done > 0 && !p.Comparing { // the first rows are ready by then
				w.Watch.Tell = nil
				w.revise(first, func(c *organisation.Card) { c.Year = 1999 })
			}
		}
		if _, err := w.Next(t.Context()); fault.KindOf(err) != fault.Conflict {
			t.Errorf("Next = %v; want a conflict", err)
		}
		if i, err = w.Find(t.Context(), i.ID); err != nil || i.State != importing.Checked || i.Report.Problem.Key != "import.changed_meanwhile" {
			t.Errorf("import = %s, %v, %v; want it to be checked again", i.State, i.Report.Problem, err)
		}
		if strings.Contains(w.exported(), "zone") {
			t.Error("some of the import was taken")
		}
	})
}

func TestTake_refusesTwoRowsAboutOneOrganisation(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	w.take(register, importing.Options{Publish: true})
	o := w.named("Filo Comune")
	file := "id,slug,name\n" + o.ID + ",,Filo Comune\n," + o.Slug + ",Filo Comune di Prato\n"
	if got := w.take(file, importing.Options{Publish: true}); got.State != importing.Checked || got.Report.Counts[importing.Wrong] != 1 {
		t.Errorf("state %s, counts %v; want the second row refused", got.State, got.Report.Counts)
	}
}

func TestUndo_leavesAPageThatItsPeopleHaveConfirmed(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	done := w.take(register, importing.Options{Publish: true})
	o := w.named("Filo Comune")
	o.ConfirmedBy = organisation.ByOrganisation
	if err := w.store.UpdateOrganisation(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Undo(t.Context(), researcher(), done.ID); err != nil {
		t.Fatal(err)
	}
	if left := w.published(); len(left) != 1 || left[0].ID != o.ID {
		t.Errorf("%d are public; want the confirmed one", len(left))
	}
}

// BenchmarkTake carries 10,000 rows out, new and changed, and takes them back.
// It tells how long the longest of other saves had to wait, and for how much of
// that processors worked here: a busy machine has more of the first only.
// On SQLite any save waits for any other; on PostgreSQL those that leave an audit
// row do, which is nearly all.
func BenchmarkTake(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) {
		benchmarkTake(b, testkit.SQLite, func(ctx context.Context, w world, at time.Time) error {
			_, err := w.store.TakeLease(ctx, "probe", "probe", at, at.Add(time.Hour))
			return err
		})
	})
	b.Run("postgres", func(b *testing.B) {
		benchmarkTake(b, testkit.Postgres, func(ctx context.Context, w world, at time.Time) error {
			return w.store.AppendAudit(ctx, audit.Entry{At: at, Actor: "probe", Action: "probe.saved", Object: "probe:1"})
		})
	})
}

// save is something that somebody else saves meanwhile.
type save func(ctx context.Context, w world, at time.Time) error

func benchmarkTake(b *testing.B, fresh func(testing.TB) *store.Store, other save) {
	file := large(10_000)
	publish := importing.Options{Publish: true}
	for b.Loop() {
		w := newWorld(b, fresh(b))
		var first, second importing.Import
		for _, part := range []struct {
			name string
			do   func()
		}{
			{"new", func() { first = w.take(file, publish) }},
			{"same", func() { w.take(file, publish) }},
			{"changed", func() { second = w.take(strings.ReplaceAll(file, "zona", "zone"), publish) }},
			{"changed-back", func() { w.takeBack(second) }},
			{"new-back", func() { w.takeBack(first) }},
		} {
			took, waited := w.measured(other, part.do)
			b.ReportMetric(took.Seconds(), part.name+"-s")
			b.ReportMetric(waited.clock.Seconds(), part.name+"-others-waited-s")
			b.ReportMetric(waited.work.Seconds(), part.name+"-others-waited-cpu-s")
		}
	}
}

func (w world) takeBack(i importing.Import) {
	w.t.Helper()
	if _, err := w.Undo(w.t.Context(), researcher(), i.ID); err != nil {
		w.t.Fatal(err)
	}
}

// wait is how long somebody waited, and what processors worked here meanwhile.
type wait struct{ clock, work time.Duration }

// measured does something while somebody else saves again and again, and tells
// how long it took and how long the longest of those saves did.
func (w world) measured(other save, do func()) (took time.Duration, waited wait) {
	w.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	told := make(chan wait, 1)
	go func() {
		var longest wait
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for ctx.Err() == nil {
			<-tick.C
			start, before := time.Now(), testkit.ProcessorTime(w.t)
			if err := other(context.WithoutCancel(ctx), w, start); err != nil {
				w.t.Error(err)
			}
			if clock := time.Since(start); clock > longest.clock {
				longest = wait{clock, testkit.ProcessorTime(w.t) - before}
			}
		}
		told <- longest
	}()
	start := time.Now()
	do()
	took = time.Since(start)
	stop()
	return took, <-told
}

func TestTake_isDoneByOneProcessAtATime(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		var inside error
		w.Watch.Tell = func(importing.Progress) {
			if inside == nil {
				other := w.UseCases
				other.Watch = nil
				_, inside = other.Take(t.Context(), researcher(), importing.Draft{Source: "altro", Raw: []byte(register)})
			}
		}
		w.take(register, importing.Options{Publish: true})
		if fault.KindOf(inside) != fault.Conflict {
			t.Errorf("a second import meanwhile: %v; want a conflict", inside)
		}
		w.Watch.Tell = nil
		if done := w.take(register, importing.Options{Publish: true}); done.State != importing.Applied {
			t.Errorf("afterwards: %s; want it carried out", done.State)
		}
	})
}

// cutOff is a store of a program that is stopped once before it has kept what is
// known of the rows.
type cutOff struct {
	*store.Store
	stop *bool
}

func (c cutOff) KeepStagedItems(ctx context.Context, importID string) error {
	if *c.stop {
		*c.stop = false
		return context.Canceled
	}
	return c.Store.KeepStagedItems(ctx, importID)
}

func TestTake_knowsItsRowsAfterTheProgramWasStopped(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		stop := true
		w.Store = cutOff{s, &stop}
		draft := importing.Draft{Source: "registro", Raw: []byte(large(600)), Options: importing.Options{Publish: true}}
		if i, err := w.Take(t.Context(), researcher(), draft); err == nil || i.State != importing.Applied {
			t.Fatalf("Take = %s, %v; want it carried out, and the program stopped", i.State, err)
		}
		again, err := w.Take(t.Context(), researcher(), draft)
		if err != nil || again.Report.Counts[importing.Unchanged] != 600 || again.Report.Learns() {
			t.Errorf("a second time: %v, %v; want nothing new", again.Report.Counts, err)
		}
	})
}
