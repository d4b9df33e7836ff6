package main

import (
	"telaio/internal/web/page/paper"
	"telaio/internal/web/page/respond"
	"telaio/internal/web/shell"
)

// respondRoutes are the pages on which people answer a self-assessment, on a
// device or on paper.
func (p *program) respondRoutes() []shell.Route {
	useCases := p.assessment()
	return append(
		respond.Pages{UseCases: useCases, Initiatives: p.initiatives, Clock: p.clock}.Routes(),
		paper.Pages{Kits: p.library, UseCases: useCases}.Routes()...,
	)
}
