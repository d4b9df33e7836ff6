package main

import (
	"context"
	"log/slog"

	"telaio/internal/assessment"
	"telaio/internal/attachment"
	"telaio/internal/picture"
	"telaio/internal/web/page/cycle"
	"telaio/internal/web/shell"
)

// assessment puts the use cases of self-assessments together.
func (p *program) assessment() assessment.UseCases {
	return assessment.UseCases{
		Store: p.store, Kits: p.library, People: people(p.store, p.clock), Outbox: p.store,
		Links: cycle.Links{Site: p.site}, Clock: p.clock, Keys: p.keys,
		Files: p.files, SealedFiles: p.sealedFiles, Attachments: attachment.Taker{Pictures: picture.NewMaker()},
	}
}

// cycleRoutes are the pages on which coordinators run self-assessments.
func (p *program) cycleRoutes() []shell.Route {
	return cycle.Pages{UseCases: p.assessment(), Links: cycle.Links{Site: p.site}}.Routes()
}

// endDueCycles ends the answering whose date has passed.
func (p *program) endDueCycles(ctx context.Context) error {
	ended, err := p.assessment().EndDue(ctx)
	if ended > 0 {
		p.log.LogAttrs(ctx, slog.LevelInfo, "answering ended", slog.Int("cycles", ended))
	}
	return err
}

// clearAfterEnds destroys what an interrupted end of answering has left.
func (p *program) clearAfterEnds(ctx context.Context) error {
	cleared, err := p.assessment().ClearAfterEnd(ctx)
	if cleared > 0 {
		p.log.LogAttrs(ctx, slog.LevelInfo, "keys of ended self-assessments destroyed", slog.Int("cycles", cleared))
	}
	return err
}
