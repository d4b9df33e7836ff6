package main

import (
	"context"
	"log/slog"

	"telaio/internal/publication"
	"telaio/internal/stewardship"
	pages "telaio/internal/web/page/stewardship"
	"telaio/internal/web/shell"
)

// stewardshipRoutes are the pages that keep what is published true.
func (p *program) stewardshipRoutes() []shell.Route {
	return p.publishing(pages.Pages{
		UseCases: p.stewardship(), Reader: publication.Reader{Records: p.store}, Atlas: p.index, Clock: p.clock, Stamps: p.stamps,
	}.Routes())
}

func (p *program) stewardship() stewardship.UseCases {
	return stewardship.UseCases{Records: p.store, People: people(p.store, p.clock), Outbox: p.store, Links: pages.Links{Site: p.site}, Clock: p.clock, MostWaiting: mostWaiting}
}

// askWhetherTrue writes to those who look after pages that fade.
func (p *program) askWhetherTrue(ctx context.Context) error {
	letters, err := p.stewardship().Remind(ctx)
	if letters > 0 {
		p.log.LogAttrs(ctx, slog.LevelInfo, "asked whether pages are true", slog.Int("letters", letters))
	}
	return err
}
