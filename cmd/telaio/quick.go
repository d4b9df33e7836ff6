package main

import (
	"telaio/internal/web/page/quickcheck"
	"telaio/internal/web/shell"
)

// quickCheckRoutes are the self-assessment that anyone can do in ten minutes.
func (p *program) quickCheckRoutes() []shell.Route {
	return quickcheck.Pages{Kits: p.library}.Routes()
}
