package main

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

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
	for range 500 {
		if strings.Contains(j.browser().Get(page).Body.String(), words) {
			t.Logf("%s shows %q after %s", page, words, time.Since(began).Round(time.Millisecond))
			return
		}
		<-tick.C
	}
	t.Fatalf("%s never shows %q", page, words)
}
