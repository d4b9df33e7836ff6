package main

import (
	"context"
	"os"
	"runtime/debug"
)

// boundMemory lets the garbage collector work harder before the program takes
// more than a small server has: 150 MiB with 10,000 organisations, of which
// about 40 are the program's own pages and SQLite's. Left alone, Go takes twice
// what it needs. More organisations get the room that their lists need. Whoever
// sets GOMEMLIMIT knows better.
func (p *program) boundMemory(ctx context.Context) {
	const (
		small      = 108 << 20
		ordinary   = 10_000 // organisations
		forOneMore = 5 << 10
	)
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	snapshot, err := p.index.Snapshot(ctx)
	if err != nil {
		return // the program is ending before the atlas was built
	}
	debug.SetMemoryLimit(small + forOneMore*int64(max(0, snapshot.Size()-ordinary)))
}
