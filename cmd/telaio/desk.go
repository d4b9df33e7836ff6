package main

import (
	"telaio/internal/geocoding"
	"telaio/internal/i18n"
	"telaio/internal/intake"
	"telaio/internal/review"
	"telaio/internal/web/page/addresslookup"
	"telaio/internal/web/page/desk"
	"telaio/internal/web/shell"
)

// reviewDesk puts together how the team decides.
func (p *program) reviewDesk() *review.Desk {
	return &review.Desk{
		Store: p.store, Directory: p.directory, Outbox: p.store, Accounts: people(p.store, p.clock),
		Towns: p.towns, Messages: p.library.Messages, Links: deskLinks{p.site}, Clock: p.clock,
	}
}

// deskRoutes are the research team's pages.
func (p *program) deskRoutes() []shell.Route {
	form := p.library.Questionnaires[intake.QuestionnaireID]
	routes := desk.Pages{
		Desk:   p.reviewDesk(),
		Claims: p.claims(),
		Form:   form[len(form)-1], Towns: p.towns, Files: p.files, Clock: p.clock, Prepared: p.imports().Prepared,
	}.Routes()
	if p.flags.Geocoder == "" {
		return routes
	}
	server := geocoding.New(p.flags.Geocoder, p.clock)
	return append(routes, addresslookup.Pages{Search: server.Search}.Routes()...)
}

// deskLinks writes the whole addresses that the desk's mails carry.
type deskLinks struct{ site *shell.Site }

// Status is the page on which a sender follows a proposal.
func (l deskLinks) Status(language, token string) string {
	return l.address(language, "status", "token", token)
}

// Organisation is an organisation's public page.
func (l deskLinks) Organisation(language, slug string) string {
	return l.address(language, "organisation", "slug", slug)
}

// Participate is the page on which an organisation begins to tell its story.
func (l deskLinks) Participate(language string) string { return l.address(language, "participate") }

func (l deskLinks) address(language, route string, pairs ...string) string {
	return l.site.BaseURL + l.site.Paths.In(i18n.Language(language), route, pairs...)
}
