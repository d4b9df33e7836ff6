package main

import (
	"telaio/internal/peerreading"
	peerpage "telaio/internal/web/page/peerreading"
	"telaio/internal/web/shell"
)

// peerReading puts together how organisations read each other's evidence.
func (p *program) peerReading() peerreading.UseCases {
	return peerreading.UseCases{
		Records: p.store, Assessments: p.assessment(), Reports: p.reports(), People: people(p.store, p.clock), Outbox: p.store,
		Links: peerpage.Links{Site: p.site}, Clock: p.clock,
	}
}

// peerRoutes are where one organisation invites another to read, and where that
// one reads.
func (p *program) peerRoutes() []shell.Route {
	return peerpage.Pages{UseCases: p.peerReading(), Assessments: p.assessment()}.Routes()
}
