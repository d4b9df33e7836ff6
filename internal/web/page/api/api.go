// Package api is version 1 of the interface for programs: the published
// organisations, their places and initiatives, the taxonomies and what has
// changed, in JSON, with an OpenAPI description and a page about it. It shows
// what the public pages show and nothing else.
package api

import (
	"context"
	"strconv"
	"time"

	"telaio/internal/atlas"
	"telaio/internal/clock"
	"telaio/internal/i18n"
	"telaio/internal/publication"
	"telaio/internal/web/part/program"
	"telaio/internal/web/shell"
)

// Root is where the interface begins. What begins so stays as it is described:
// changes that break programs get another number.
const Root = "/api/v1"

// Index finds published organisations.
type Index interface {
	Walk(ctx context.Context, walk atlas.Walk, from atlas.Mark, limit int) (atlas.Part, error)
	IDs(ctx context.Context, walk atlas.Walk) ([]string, error)
	Snapshot(ctx context.Context) (*atlas.Snapshot, error)
}

// Reader finds one published organisation.
type Reader interface {
	Find(ctx context.Context, slug string) (publication.Page, error)
	FindID(ctx context.Context, id string) (publication.Page, error)
}

// Changes tells what has changed for the public.
type Changes interface {
	Since(ctx context.Context, t time.Time) (publication.Moment, error)
	After(ctx context.Context, m publication.Moment, limit int) (publication.Batch, error)
}

// Refusals knows which organisations are not to be among the open data.
type Refusals interface {
	Refused(ctx context.Context) (map[string]bool, error)
}

// Pages are the routes of this group.
type Pages struct {
	Site     *shell.Site
	Messages *i18n.Catalogue
	Index    Index
	Cards    program.Cards
	Reader   Reader
	Refusals Refusals
	Journal  Changes
	Files    program.Files
	Clock    clock.Clock

	started string // names this run of the program in versions of files
}

// Routes lists the operations, their description and the page about them.
func (p Pages) Routes() []shell.Route {
	p.started = strconv.FormatInt(p.Clock.Now().UnixMilli(), 36)
	described := map[i18n.Language]*program.Assembly{}
	for _, language := range i18n.Languages() {
		described[language] = p.assemble(p.Messages.Printer(language))
	}
	return append(described[i18n.English].Routes, p.describing(described)...)
}
