package main

import (
	"context"
	"log/slog"
)

// fillDirectory reads by what organisations are recognised, once the atlas can
// be searched, so that the first participant need not wait for it.
func (p *program) fillDirectory(ctx context.Context) {
	p.index.AwaitWords(ctx)
	if err := p.directory.Fill(ctx); err != nil && ctx.Err() == nil {
		p.log.LogAttrs(ctx, slog.LevelWarn, "the directory is filled when it is first asked", slog.Any("error", err))
	}
}
