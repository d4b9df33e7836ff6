package main

import (
	"context"
	"os"
	"runtime/debug"
	"time"
)

// boundMemory lets the garbage collector work harder before the program takes
// more than a small server has: 150 MiB with 10,000 organisations, of which
// about 50 are the program's own pages and SQLite's. Left alone, Go takes twice
// what it needs. More organisations get the room that their lists need, as they
// are read. Whoever sets GOMEMLIMIT knows better.
func (p *program) boundMemory(ctx context.Context) {
	const (
		small      = 84 << 20
		ordinary   = 10_000 // organisations
		forOneMore = 5 << 10
		often      = 50 * time.Millisecond
	)
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	for {
		known, all := p.index.Known()
		debug.SetMemoryLimit(small + forOneMore*int64(max(0, known-ordinary)))
		select {
		case <-ctx.Done():
			return
		case <-time.After(often):
		}
		if all {
			return
		}
	}
}
