package store_test

import (
	"context"
	"sync"
	"testing"

	"telaio/internal/testkit"
)

// A statement that is kept ready must not keep an old state of the database in
// view, not even when the reader went away in the middle of a query.
func TestReads_areFreshAfterReadersLeft(t *testing.T) {
	s := testkit.SQLite(t)
	addDraft(t, s, "a")
	for number := 1; number <= 40; number++ {
		var wait sync.WaitGroup
		for range 8 { // more than there are connections
			ctx, leave := context.WithCancel(t.Context())
			wait.Go(func() { _, _ = s.CurrentSteps(ctx, "a") }) // what it answers does not matter
			wait.Go(leave)
		}
		if err := s.SaveStep(t.Context(), step("a", number, "name")); err != nil {
			t.Fatal(err)
		}
		wait.Wait()
		for range 8 {
			wait.Go(func() {
				steps, err := s.CurrentSteps(t.Context(), "a")
				if err != nil || len(steps) != 1 || steps[0].Number != number {
					t.Errorf("after step %d: %v, %v", number, steps, err)
				}
			})
		}
		wait.Wait()
	}
}
