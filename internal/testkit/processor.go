package testkit

import (
	"syscall"
	"testing"
	"time"
)

// ProcessorTime is how long the processor has worked for this process so far.
// What a test bounds is the difference of two: unlike time on the clock it does
// not grow with what else the machine has to do.
func ProcessorTime(t testing.TB) time.Duration {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
