package main

import (
	"context"
	"log/slog"
)

// fillDirectory reads by what organisations are recognised, once the atlas is
// there, so that the first participant need not wait for it.
func (p *program) fillDirectory(ctx context.Context) {
	_, err := p.index.Snapshot(ctx)
	if err == nil {
		err = p.directory.Fill(ctx)
	}
	if err != nil && ctx.Err() == nil {
		p.log.LogAttrs(ctx, slog.LevelWarn, "the directory is filled when it is first asked", slog.Any("error", err))
	}
}
