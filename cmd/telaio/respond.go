package main

import (
	"telaio/internal/web/page/respond"
	"telaio/internal/web/shell"
)

// respondRoutes are the pages on which people answer a self-assessment.
func (p *program) respondRoutes() []shell.Route {
	return respond.Pages{UseCases: p.assessment(), Clock: p.clock}.Routes()
}
