package audit_test

import (
	"strings"
	"testing"
	"time"

	"telaio/internal/audit"
)

func chain(n int) []audit.Entry {
	var entries []audit.Entry
	previous := ""
	for i := range n {
		e := audit.Entry{
			Sequence: int64(i + 1), At: time.Date(2026, 11, i+1, 8, 0, 0, 0, time.UTC),
			Actor: "p1", Action: "proposal.accepted", Object: "proposal:x", Details: map[string]string{"field": "name"},
		}.Chained(previous)
		entries, previous = append(entries, e), e.Hash
	}
	return entries
}

func TestVerify_acceptsAnUntouchedChain(t *testing.T) {
	if err := audit.Verify(chain(5)); err != nil {
		t.Errorf("Verify = %v", err)
	}
}

func TestVerify_namesTheFirstBrokenEntry(t *testing.T) {
	for name, test := range map[string]struct {
		harm func([]audit.Entry) []audit.Entry
		want string
	}{
		"an actor was changed": {func(e []audit.Entry) []audit.Entry { e[2].Actor = "p2"; return e }, "entry 3 was changed"},
		"a detail was changed": {func(e []audit.Entry) []audit.Entry { e[1].Details = nil; return e }, "entry 2 was changed"},
		"one was removed":      {func(e []audit.Entry) []audit.Entry { return append(e[:1], e[2:]...) }, "entry 2 is missing"},
		"the first is missing": {func(e []audit.Entry) []audit.Entry { return e[1:] }, "entry 1 is missing"},
		"one was forged with a hash of its own": {func(e []audit.Entry) []audit.Entry {
			e[2].Actor = "p2"
			e[2] = e[2].Chained(e[2].Previous)
			return e
		}, "entry 4 was changed"},
	} {
		t.Run(name, func(t *testing.T) {
			err := audit.Verify(test.harm(chain(5)))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("Verify = %v; want %q", err, test.want)
			}
		})
	}
}
