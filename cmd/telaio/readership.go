package main

import (
	"context"
	"time"

	"telaio/internal/job"
	"telaio/internal/readership"
	"telaio/internal/upkeep"
	pages "telaio/internal/web/page/readership"
	"telaio/internal/web/shell"
)

// readershipRoutes are the pages that say how often pages are read.
func (p *program) readershipRoutes() []shell.Route {
	return pages.Pages{UseCases: p.readership(), Organisations: upkeep.UseCases{Records: p.store}}.Routes()
}

func (p *program) readership() readership.UseCases {
	return readership.UseCases{Records: p.store, Counter: p.reads, Clock: p.clock}
}

// flushEvery is how many readings, in time, a node loses that is killed.
const flushEvery = 10 * time.Second

// flushReads stores what this node has counted, every few seconds and at the end,
// once the last request has been answered. Nothing is written where nobody reads. Each node has counts of its own, so this is no task of one node alone.
func (p *program) flushReads(ctx context.Context) {
	ticker := time.NewTicker(flushEvery)
	defer ticker.Stop()
	for done := false; !done; {
		select {
		case <-ctx.Done():
			done = true
		case <-ticker.C:
		}
		if err := p.readership().Flush(context.WithoutCancel(ctx)); err != nil {
			p.log.WarnContext(ctx, "readings are stored later", "error", err)
		}
	}
}

// forgetReads removes old counts.
func (p *program) forgetReads() job.Task {
	return job.Task{Name: "forget old readings", Every: 24 * time.Hour, Do: p.readership().Forget}
}
