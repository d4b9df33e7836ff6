package main

import (
	"context"
	"log/slog"

	"telaio/internal/i18n"
	"telaio/internal/merge"
	pages "telaio/internal/web/page/merge"
	"telaio/internal/web/shell"
)

// mergeRoutes are the team's pages about organisations told twice.
func (p *program) mergeRoutes() []shell.Route {
	return p.publishing(pages.Pages{UseCases: p.merges()}.Routes())
}

func (p *program) merges() merge.UseCases {
	return merge.UseCases{
		Store: p.store, Directory: p.directory, People: people(p.store, p.clock), Outbox: p.store, Links: mergeLinks{p.site}, Clock: p.clock,
	}
}

// searchForTwins looks for organisations that are on the atlas twice.
func (p *program) searchForTwins(ctx context.Context) error {
	found, err := p.merges().Search(ctx)
	if err == nil {
		p.log.LogAttrs(ctx, slog.LevelInfo, "searched for duplicates", slog.Int("pairs", found))
	}
	return err
}

// forgetMerges deletes what is kept only to undo merges, once it is too late.
func (p *program) forgetMerges(ctx context.Context) error {
	_, err := p.merges().Forget(ctx)
	return err
}

// mergeLinks writes the addresses in letters about merges.
type mergeLinks struct{ site *shell.Site }

// Page is an organisation's public page.
func (l mergeLinks) Page(language, slug string) string {
	return l.site.BaseURL + l.site.Paths.In(i18n.Language(language), "organisation", "slug", slug)
}

// Claim is where somebody goes on to show that they represent the organisation.
func (l mergeLinks) Claim(language, slug string) string {
	return l.site.BaseURL + l.site.Paths.In(i18n.Language(language), "claim", "slug", slug)
}

// SignIn leads to the organisation's area.
func (l mergeLinks) SignIn(language, organisationID string) string {
	return l.site.BaseURL + l.site.Paths.In(i18n.Language(language), "area-organisation", "organisation", organisationID)
}
