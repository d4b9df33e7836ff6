package main

import (
	"context"
	"log/slog"

	"telaio/internal/relation"
	"telaio/internal/taxonomy"
	pages "telaio/internal/web/page/relation"
	"telaio/internal/web/shell"
)

// relationRoutes are the network, and the page on which organisations answer
// what others say of them.
func (p *program) relationRoutes() []shell.Route {
	group := pages.Pages{UseCases: p.relations(), Refused: p.refusals.Refused}
	return append(group.Routes(), p.publishing(group.PublishingRoutes())...)
}

func (p *program) relations() relation.UseCases {
	return relation.UseCases{
		Records: p.store, Index: p.index, People: people(p.store, p.clock), Outbox: p.store, Links: pages.Links{Site: p.site},
		Inverse: p.library.Taxonomies.Inverse, Clock: p.clock,
		Label: func(language, kind string) string {
			return p.library.Taxonomies.Label(taxonomy.RelationKind, kind, language)
		},
	}
}

// askAboutRelations writes to those of whom others tell a relation.
func (p *program) askAboutRelations(ctx context.Context) error {
	letters, err := p.relations().Ask(ctx)
	if letters > 0 {
		p.log.LogAttrs(ctx, slog.LevelInfo, "asked about relations", slog.Int("letters", letters))
	}
	return err
}
