package main

import (
	"context"
	"slices"
	"time"

	"telaio/internal/atlas"
	"telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/web/page/api"
	"telaio/internal/web/page/hsds"
	"telaio/internal/web/page/murmurations"
	"telaio/internal/web/page/opendata"
	"telaio/internal/web/shell"
)

// apiRoutes are the interfaces for programs, and the page that lists them.
func (p *program) apiRoutes() []shell.Route {
	routes := api.Pages{
		Site: p.site, Messages: p.library.Messages, Index: p.index, Cards: publication.Shelf{Cards: p.store}, Reader: publication.Reader{Records: p.store},
		Refusals: p.refusals,
		Journal:  publication.Changes{Journal: p.store, Pages: publication.Reader{Records: p.store}, Refusals: p.refusals}, Files: p.openFiles, Clock: p.clock,
	}.Routes()
	routes = append(routes, hsds.Pages{
		Site: p.site, Messages: p.library.Messages, Index: p.index, Cards: publication.Shelf{Cards: p.store}, Refusals: p.refusals, Files: p.openFiles, Clock: p.clock,
	}.Routes()...)
	routes = append(routes, murmurations.Pages{On: p.flags.Murmurations, Reader: publication.Reader{Records: p.store}, Refusals: p.refusals}.Routes()...)
	return append(routes, opendata.Pages{Copies: p.dumps(), Murmurations: p.flags.Murmurations}.Routes()...)
}

// openIndex hands out the atlas as open data: without those who do not want to be
// among them.
type openIndex struct {
	*atlas.Index
	refusals *publication.Refusals
}

// Whole hands over every organisation that the query finds and that is open.
func (x openIndex) Whole(ctx context.Context, q atlas.Query, take func(organisation.Organisation) error) error {
	refused, err := x.refusals.Refused(ctx)
	if err != nil {
		return err
	}
	return x.Index.Whole(ctx, q, func(o organisation.Organisation) error {
		if refused[o.ID] {
			return nil
		}
		return take(o)
	})
}

// Parted lists what the query may have found before, of the open data.
func (x openIndex) Parted(ctx context.Context, q atlas.Query, since time.Time) ([]*atlas.Entry, error) {
	refused, err := x.refusals.Refused(ctx)
	if err != nil {
		return nil, err
	}
	parted, err := x.Index.Parted(ctx, q, since)
	return slices.DeleteFunc(parted, func(e *atlas.Entry) bool { return refused[e.ID] }), err
}
