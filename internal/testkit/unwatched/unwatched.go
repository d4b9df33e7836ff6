// Package unwatched is for tests that measure memory or weigh much data: the race
// detector takes a multiple of both for itself, and finds nothing in them that
// it does not find with less data.
package unwatched

import "testing"

// Only skips the test under the race detector. make test runs every package that
// calls it once more without.
func Only(t testing.TB) {
	t.Helper()
	if watched {
		t.Skip("it runs without the race detector")
	}
}
