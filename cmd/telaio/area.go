package main

import (
	"telaio/internal/upkeep"
	"telaio/internal/web/page/area"
	"telaio/internal/web/shell"
)

// areaRoutes are the pages on which an organisation's people look after it.
func (p *program) areaRoutes() []shell.Route {
	return area.Pages{
		Changes: p.participation(), UseCases: p.upkeep(), Claims: p.claims(), Entrance: entrance(p.store, p.clock, p.site.BaseURL),
	}.Routes()
}

func (p *program) upkeep() upkeep.UseCases {
	return upkeep.UseCases{
		Records: p.store, People: people(p.store, p.clock), Conversation: p.participation(), Outbox: p.store,
		Links: area.Links{Site: p.site}, Clock: p.clock,
	}
}
