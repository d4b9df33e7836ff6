package job_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"telaio/internal/clock"
	"telaio/internal/job"
	"telaio/internal/letter"
	"telaio/internal/sealing"
	"telaio/internal/store"
	"telaio/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// postman is a Post that fails as often as told and notes what it was given.
type postman struct {
	failures []error
	got      []letter.Waiting
	done     func()
}

func (p *postman) Deliver(_ context.Context, w letter.Waiting) error {
	p.got = append(p.got, w)
	if p.done != nil {
		p.done()
	}
	if len(p.failures) == 0 {
		return nil
	}
	err := p.failures[0]
	p.failures = p.failures[1:]
	return err
}

type office struct {
	*job.Runner
	post  *postman
	store *store.Store
	clock *clock.Fixed
	log   *bytes.Buffer
}

func eachOffice(t *testing.T, test func(*testing.T, office)) {
	testkit.EachEngine(t, func(t *testing.T, s *store.Store) {
		o := office{post: &postman{}, store: s, clock: &clock.Fixed{T: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}, log: &bytes.Buffer{}}
		o.Runner = &job.Runner{Store: s, Post: o.post, Clock: o.clock, Log: slog.New(slog.NewTextHandler(o.log, nil)), Pause: time.Millisecond}
		test(t, o)
	})
}

func (o office) send(t *testing.T) {
	t.Helper()
	if err := o.store.Send(t.Context(), letter.Letter{To: "giulia@example.org", Language: "it", Template: "sign_in"}); err != nil {
		t.Fatal(err)
	}
}

func (o office) waiting(t *testing.T) bool {
	t.Helper()
	waiting, err := o.store.LettersWait(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return waiting
}

func TestDeliverNext_forgetsWhatWasDelivered(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		o.send(t)
		worked, err := o.DeliverNext(t.Context(), "a")
		if !worked || err != nil || len(o.post.got) != 1 || o.waiting(t) {
			t.Errorf("DeliverNext = %v, %v, %d delivered, waiting %v; want one delivered and forgotten", worked, err, len(o.post.got), o.waiting(t))
		}
		if worked, err := o.DeliverNext(t.Context(), "a"); worked || err != nil {
			t.Errorf("without letters: %v, %v; want nothing done", worked, err)
		}
	})
}

func TestDeliverNext_putsBackWhatFailed(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		o.post.failures = []error{errors.New("the mail server is down")}
		o.send(t)
		if _, err := o.DeliverNext(t.Context(), "a"); err != nil {
			t.Fatal(err)
		}
		if !o.waiting(t) {
			t.Fatal("the letter is gone after a failure")
		}
		if worked, err := o.DeliverNext(t.Context(), "a"); worked || err != nil {
			t.Errorf("at once again: %v, %v; want it to wait", worked, err)
		}
		if !strings.Contains(o.log.String(), "letter put back") || strings.Contains(o.log.String(), "giulia") {
			t.Errorf("the log must tell of the failure and not of the receiver:\n%s", o.log)
		}
	})
}

func TestDeliverNext_givesUpWhatNobodyCanDeliver(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		o.post.failures = []error{fmt.Errorf("no such mailbox: %w", letter.ErrUndeliverable)}
		o.send(t)
		if _, err := o.DeliverNext(t.Context(), "a"); err != nil {
			t.Fatal(err)
		}
		if o.waiting(t) || !strings.Contains(o.log.String(), "letter given up") {
			t.Errorf("the letter still waits, or its end is not in the log:\n%s", o.log)
		}
	})
}

func TestDeliverNext_keepsWhatTheKeyDoesNotOpenAndSaysSoOnce(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		for i, key := range []byte{1, 2} { // the second letter is under the key that the server has now
			box, err := sealing.NewBox(bytes.Repeat([]byte{key}, sealing.KeySize), "letters")
			if err != nil {
				t.Fatal(err)
			}
			o.store.SealLetters(box)
			for range 2 - i {
				o.send(t)
			}
		}
		for range 3 {
			if worked, err := o.DeliverNext(t.Context(), "a"); !worked || err != nil {
				t.Fatalf("DeliverNext = %v, %v; want one taken out", worked, err)
			}
		}
		if len(o.post.got) != 1 || !o.waiting(t) {
			t.Errorf("%d delivered, others wait: %v; want one and the locked ones kept", len(o.post.got), o.waiting(t))
		}
		if n := strings.Count(o.log.String(), "letters wait that the key does not open"); n != 1 {
			t.Errorf("the operator is told %d times; want once:\n%s", n, o.log)
		}
	})
}

func TestPatience_growsToEightHours(t *testing.T) {
	for attempt, want := range map[int]time.Duration{
		1: 10 * time.Second, 2: 20 * time.Second, 5: 160 * time.Second, 12: 20480 * time.Second, 13: 8 * time.Hour, 1000: 8 * time.Hour,
	} {
		if got := job.Patience(attempt); got != want {
			t.Errorf("Patience(%d) = %v; want %v", attempt, got, want)
		}
	}
}

func TestDeliverNext_isDoneByOneNode(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		other := &job.Runner{Store: o.store, Post: o.post, Clock: o.clock, Log: o.Log}
		o.send(t)
		o.send(t)
		if worked, err := o.DeliverNext(t.Context(), "a"); !worked || err != nil {
			t.Fatalf("the first node: %v, %v", worked, err)
		}
		if worked, err := other.DeliverNext(t.Context(), "b"); worked || err != nil {
			t.Errorf("the second node: %v, %v; want it to leave the work to the first", worked, err)
		}
		o.clock.Advance(time.Minute)
		if worked, err := other.DeliverNext(t.Context(), "b"); !worked || err != nil {
			t.Errorf("the second node after the first's silence: %v, %v; want it to take over", worked, err)
		}
	})
}

func TestRun_deliversUntilItIsStopped(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		ctx, stop := context.WithCancel(t.Context())
		o.post.done = stop // stop comes while a letter is under way
		o.send(t)
		o.Run(ctx)
		if len(o.post.got) != 1 || o.waiting(t) {
			t.Errorf("%d delivered, waiting %v; want the letter under way finished and forgotten", len(o.post.got), o.waiting(t))
		}
	})
}

func TestDaily_isTheNextTimeOfThatHour(t *testing.T) {
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		t.Fatal(err)
	}
	three, err := job.ParseDaily("03:00", rome)
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[string]string{
		"2026-11-22T01:59:59Z": "2026-11-22T02:00:00Z",
		"2026-11-22T02:00:00Z": "2026-11-23T02:00:00Z", // never the same one twice
		"2026-11-22T23:30:00Z": "2026-11-23T02:00:00Z",
		"2026-03-28T12:00:00Z": "2026-03-29T01:00:00Z", // that night has an hour less
		"2026-10-24T12:00:00Z": "2026-10-25T02:00:00Z", // and that one an hour more
		"2026-12-31T12:00:00Z": "2027-01-01T02:00:00Z",
	} {
		now, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := three.After(now).UTC().Format(time.RFC3339); got != want {
			t.Errorf("after %s it is %s; want %s", at, got, want)
		}
	}
	for _, text := range []string{"", "3", "24:00", "03:60", "tre"} {
		if _, err := job.ParseDaily(text, rome); err == nil {
			t.Errorf("%q is taken for a time of day", text)
		}
	}
}

func TestRunDue_runsADailyTaskAtItsHourOnOneNode(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		runs := 0
		nightly := &job.Daily{Hour: 3, Zone: time.UTC}
		o.Tasks = []job.Task{{Name: "nightly", Daily: nightly, Do: func(context.Context) error { runs++; return nil }}}
		at := func(when time.Time, want int, why string) {
			t.Helper()
			o.clock.T = when
			o.RunDue(t.Context(), "a")
			o.RunDue(t.Context(), "b")
			if runs != want {
				t.Errorf("%d runs %s; want %d", runs, why, want)
			}
		}
		day := nightly.After(o.clock.Now())
		at(day.Add(-time.Hour), 1, "at the first start")
		at(day.Add(-time.Second), 1, "before the hour")
		at(day.Add(time.Second), 2, "at the hour")
		at(day.Add(23*time.Hour), 2, "all day")
		at(day.Add(60*time.Hour), 3, "at the start after a night that was missed")
		at(day.Add(71*time.Hour), 3, "before the next hour")
		at(day.Add(72*time.Hour), 4, "at the next hour")
	})
}

func TestRunDue_takesOverFromANodeThatWasKilled(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		runs := 0
		task := job.Task{Name: "long", Every: 24 * time.Hour, Do: func(context.Context) error { runs++; return nil }}
		killed := task
		killed.Do = func(context.Context) error { panic("killed") }
		o.Tasks = []job.Task{killed}
		func() {
			defer func() { _ = recover() }() // the node is no more: what comes after the work is not done
			o.RunDue(t.Context(), "a")
		}()
		o.Tasks = []job.Task{task}
		o.RunDue(t.Context(), "b")
		if runs != 0 {
			t.Error("two nodes at the same work")
		}
		o.clock.Advance(time.Hour)
		o.RunDue(t.Context(), "b")
		if runs != 1 {
			t.Errorf("%d runs an hour later; want it taken over", runs)
		}
	})
}

func TestRunDue_runsEachTaskOnceInItsTime(t *testing.T) {
	eachOffice(t, func(t *testing.T, o office) {
		runs := map[string]int{}
		count := func(name string) job.Task {
			return job.Task{Name: name, Every: time.Hour, Do: func(context.Context) error { runs[name]++; return nil }}
		}
		failing := job.Task{Name: "failing", Every: 24 * time.Hour, Do: func(context.Context) error {
			runs["failing"]++
			return errors.New("broken")
		}}
		o.Tasks = []job.Task{count("clean"), failing}
		o.RunDue(t.Context(), "a")
		o.RunDue(t.Context(), "a") // the same node does not prolong its own lease
		o.RunDue(t.Context(), "b")
		if runs["clean"] != 1 || runs["failing"] != 1 {
			t.Errorf("at once: %v; want one run each", runs)
		}
		o.clock.Advance(10 * time.Minute)
		o.RunDue(t.Context(), "b")
		if runs["clean"] != 1 || runs["failing"] != 2 {
			t.Errorf("ten minutes later: %v; want the failed one again", runs)
		}
		o.clock.Advance(50 * time.Minute)
		o.RunDue(t.Context(), "b")
		if runs["clean"] != 2 {
			t.Errorf("an hour later: %v; want the other one again", runs)
		}
		if !strings.Contains(o.log.String(), "task=failing") {
			t.Errorf("the log does not tell of the failure:\n%s", o.log)
		}
	})
}
