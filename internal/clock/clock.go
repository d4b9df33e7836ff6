// Package clock gives the time as a value that is passed down, so that tests
// can set it.
package clock

import "time"

// Clock tells the time.
type Clock interface {
	Now() time.Time
}

// System is the machine's clock, in UTC with microseconds, the precision that
// both database engines keep.
type System struct{}

// Now returns the present time.
func (System) Now() time.Time {
	return time.Now().UTC().Truncate(time.Microsecond) //nolint:forbidigo // the one place that reads the machine's clock
}

// Ahead is the machine's clock, so much later: for tests that need a year to pass.
type Ahead struct{ By time.Duration }

// Now returns the time that it will be.
func (a Ahead) Now() time.Time { return System{}.Now().Add(a.By) }

// Fixed is a clock that a test moves by hand.
type Fixed struct{ T time.Time }

// Now returns the time that was set.
func (f *Fixed) Now() time.Time { return f.T }

// Advance moves the clock forward by d.
func (f *Fixed) Advance(d time.Duration) { f.T = f.T.Add(d) }
