package main

import (
	"telaio/internal/publication"
	"telaio/internal/stewardship"
	pages "telaio/internal/web/page/stewardship"
	"telaio/internal/web/shell"
)

// stewardshipRoutes are the pages that keep what is published true.
func (p *program) stewardshipRoutes() []shell.Route {
	return pages.Pages{
		UseCases: p.stewardship(), Reader: publication.Reader{Records: p.store}, Atlas: p.index, Clock: p.clock,
	}.Routes()
}

func (p *program) stewardship() stewardship.UseCases {
	return stewardship.UseCases{Records: p.store, Clock: p.clock, MostWaiting: mostWaiting}
}
