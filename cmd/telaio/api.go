package main

import (
	"telaio/internal/publication"
	"telaio/internal/web/page/api"
	"telaio/internal/web/shell"
)

// apiRoutes are the interface for programs.
func (p *program) apiRoutes() []shell.Route {
	return api.Pages{
		Site: p.site, Messages: p.library.Messages, Index: p.index, Cards: publication.Shelf{Cards: p.store}, Reader: publication.Reader{Records: p.store},
		Journal: publication.Changes{Journal: p.store}, Files: p.openFiles, Clock: p.clock,
	}.Routes()
}
