package main

import (
	"time"

	"telaio/internal/claim"
	"telaio/internal/outbound"
	"telaio/internal/publication"
	pages "telaio/internal/web/page/claim"
	"telaio/internal/web/shell"
)

// claimRoutes are the pages on which somebody shows that they represent an
// organisation.
func (p *program) claimRoutes() []shell.Route {
	return p.publishing(pages.Pages{
		UseCases: p.claims(), Entrance: entrance(p.store, p.clock, p.site.BaseURL),
		Reader: publication.Reader{Records: p.store}, Links: pages.Links{Site: p.site}, Clock: p.clock,
	}.Routes())
}

func (p *program) claims() claim.UseCases {
	return claim.UseCases{
		Records: p.store, People: people(p.store, p.clock), Outbox: p.store, Links: pages.Links{Site: p.site}, Clock: p.clock, MostWaiting: mostWaiting,
	}
}

// looker looks at the web sites of organisations for the proof of a claim.
func (p *program) looker() claim.Looker {
	return claim.Looker{UseCases: p.claims(), Web: outbound.New(outbound.Limits{
		Timeout: 10 * time.Second, MaxBytes: 512 << 10, Redirects: 4, AllowLoopback: p.flags.FetchLoopback,
	})}
}
