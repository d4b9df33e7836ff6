package main

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"telaio/internal/job"
	"telaio/internal/organisation"
	"telaio/internal/secret"
	"telaio/internal/testkit"
)

// TestNodes_showWhatAnotherNodePublishes has the same page open on two nodes
// over one PostgreSQL, publishes and changes it on one, and sees it on the
// other, which keeps its pages in memory as always.
func TestNodes_showWhatAnotherNodePublishes(t *testing.T) {
	database := testkit.PostgresURL(t)
	one, other := newJourney(t, database), openJourney(t, database)
	other.follow(t)
	const page = "/organizzazioni/officina-segretissima"

	one.takePart(t)
	one.publish(t)
	other.waitFor(t, page, "Un posto segreto.")
	other.waitFor(t, "/atlante?q=segretissima", page)
	one.change(t)
	other.waitFor(t, page, "Un posto meno segreto.")
}

// TestNodes_writeTheOpenDataOnce lets two nodes over one PostgreSQL and one data
// folder live through a night, and asks both for what one has written.
func TestNodes_writeTheOpenDataOnce(t *testing.T) {
	database, data := testkit.PostgresURL(t), t.TempDir()
	nodes := []*journey{openJourneyIn(t, database, data), openJourneyIn(t, database, data)}
	filo := testkit.Publish(t, nodes[0].store, organisation.Organisation{ID: "filo", Slug: "filo"}, organisation.Card{Name: "Filo"})
	var written []string
	night := func(at time.Time) {
		t.Helper()
		for _, n := range nodes {
			n.clock.T = at
			runner := job.Runner{Store: n.store, Clock: n.clock, Log: n.program.log, Tasks: []job.Task{n.makeDumps()}}
			runner.RunDue(t.Context(), n.flags.Addr+secret.ID())
		}
		sets, err := nodes[0].dumps().Sets()
		must(t, err)
		written = nil
		for _, set := range slices.Backward(sets) {
			written = append(written, set.Version)
		}
	}

	night(time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC)) // the first start makes one
	testkit.Revise(t, nodes[0].store, filo, organisation.Card{Name: "Filo Comune"}, organisation.Revision{})
	night(time.Date(2026, 11, 23, 1, 59, 0, 0, time.UTC))
	night(time.Date(2026, 11, 23, 2, 1, 0, 0, time.UTC)) // 03:01 in Italy

	if diff := cmp.Diff([]string{"20261122T2000Z", "20261123T0201Z"}, written); diff != "" {
		t.Fatalf("versions (-want +got):\n%s", diff)
	}
	for i, n := range nodes {
		file := n.browser().Get("/dati-aperti/" + written[1] + "/organisations.csv").Body.String()
		if !strings.Contains(file, "Filo Comune") {
			t.Errorf("node %d hands out %.80q", i, file)
		}
		if begun := strings.Count(n.log.String(), "open data written"); i == 0 && begun != 2 || i == 1 && begun != 0 {
			t.Errorf("node %d wrote %d times; want the first node only", i, begun)
		}
	}
}

// TestNodes_sayThatTheyShareNoFolder starts two nodes over one PostgreSQL that have
// a data folder each, then a third that shares the first one's.
func TestNodes_sayThatTheyShareNoFolder(t *testing.T) {
	database, data := testkit.PostgresURL(t), t.TempDir()
	first, apart, with := openJourneyIn(t, database, data), openJourneyIn(t, database, t.TempDir()), openJourneyIn(t, database, data)
	for _, c := range []struct {
		name   string
		node   *journey
		shared bool
	}{{"the first", first, true}, {"one with a folder of its own", apart, false}, {"one that shares it", with, true}, {"the first again", first, true}} {
		if shared, err := c.node.sharesFolder(t.Context()); err != nil || shared != c.shared {
			t.Errorf("%s shares the folder: %v, %v; want %v", c.name, shared, err, c.shared)
		}
	}
	apart.watchFolder(t.Context())
	if log := apart.log.String(); !strings.Contains(log, "give every node the same --data") {
		t.Errorf("the log says %s", log)
	}
	apart.clock.T = apart.clock.T.Add(10 * time.Minute) // the others were stopped
	if shared, err := apart.sharesFolder(t.Context()); err != nil || !shared {
		t.Errorf("alone it shares the folder: %v, %v", shared, err)
	}
}

// follow lets the node look for what others publish, as often as a served one
// does, until the test is over.
func (j *journey) follow(t *testing.T) {
	t.Helper()
	following, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { j.index.Run(following, 300*time.Millisecond) })
	t.Cleanup(func() {
		stop()
		running.Wait()
	})
}

// waitFor asks for the page until it shows the words, and says how long that
// took.
func (j *journey) waitFor(t *testing.T, page, words string) {
	t.Helper()
	began := time.Now()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for range 1500 { // half a minute: machines can be busy
		if strings.Contains(j.browser().Get(page).Body.String(), words) {
			t.Logf("%s shows %q after %s", page, words, time.Since(began).Round(time.Millisecond))
			return
		}
		<-tick.C
	}
	t.Fatalf("%s never shows %q", page, words)
}
