package main

import (
	"telaio/internal/publication"
	atlaspage "telaio/internal/web/page/atlas"
	"telaio/internal/web/page/widget"
	"telaio/internal/web/shell"
)

// widgetRoutes are the pages that other sites show in theirs.
func (p *program) widgetRoutes() []shell.Route {
	return widget.Pages{
		Index: p.index, Reader: publication.Reader{Records: p.store}, Clock: p.clock, Printer: p.library.Messages.Printer, Row: atlaspage.Row,
	}.Routes()
}
