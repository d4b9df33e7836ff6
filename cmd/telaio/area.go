package main

import (
	"telaio/internal/upkeep"
	"telaio/internal/web/page/area"
	"telaio/internal/web/shell"
)

// areaRoutes are the pages on which an organisation's people look after it.
func (p *program) areaRoutes() []shell.Route {
	changes := p.participation()
	return area.Pages{
		Changes: changes,
		UseCases: upkeep.UseCases{
			Records: p.store, People: people(p.store, p.clock), Conversation: changes, Outbox: p.store,
			Links: area.Links{Site: p.site}, Clock: p.clock,
		},
	}.Routes()
}
