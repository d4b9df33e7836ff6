package main

import (
	"context"
	"log/slog"

	"telaio/internal/web/page/archive"
	"telaio/internal/web/shell"
)

// archiveRoutes are the team's pages about what leaves the atlas.
func (p *program) archiveRoutes() []shell.Route {
	return p.publishing(archive.Pages{UseCases: p.stewardship()}.Routes())
}

// archiveDue takes pages off the atlas whose organisations were told and did not
// answer.
func (p *program) archiveDue(ctx context.Context) error {
	left, err := p.stewardship().ArchiveDue(ctx)
	if left > 0 {
		p.log.LogAttrs(ctx, slog.LevelInfo, "archived silent pages", slog.Int("pages", left))
	}
	return err
}
