package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"slices"

	"telaio/internal/atlas"
	"telaio/internal/clock"
	"telaio/internal/content"
	"telaio/internal/publication"
	"telaio/internal/store"
	"telaio/internal/web/page/api"
	organisationpage "telaio/internal/web/page/organisation"
	"telaio/internal/web/shell"
)

// readingFlags say where the records are, and what addresses in files begin with.
type readingFlags struct {
	databaseFlags
	BaseURL  string `help:"The site's address as people type it: addresses in the files begin with it." default:"http://127.0.0.1:8080" env:"TELAIO_BASE_URL"`
	HelpMail string `help:"Address shown to people who need help." default:"aiuto@telaio.example" env:"TELAIO_HELP_MAIL"`
	Content  string `help:"Folder whose files replace the built-in content, one by one." env:"TELAIO_CONTENT"`
}

// reading is what is published, read beside a site that may be running or not:
// without its keys, its kept pages and its letters.
type reading struct {
	flags   readingFlags
	library *content.Library
	places  geography
	store   *store.Store
	site    *shell.Site
	clock   clock.Clock
}

// read opens the records, has them read and closes them. There must be some: an
// atlas that is looked for in the wrong folder is not empty.
func (f readingFlags) read(ctx context.Context, do func(reading) error) error {
	site := siteFlags{databaseFlags: f.databaseFlags, Addr: "127.0.0.1:8080", BaseURL: f.BaseURL, HelpMail: f.HelpMail}
	if err := site.check(); err != nil {
		return err
	}
	if path, err := f.dsn(); err != nil {
		return err
	} else if _, err := os.Stat(path); f.DatabaseURL == "" && errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no atlas in %s: --data says where it is", f.Data)
	}
	library, places, err := readKnowledge(f.Content)
	if err != nil {
		return err
	}
	s, err := openStore(ctx, f.databaseFlags)
	if err != nil {
		return err
	}
	defer s.Close()
	r := reading{flags: f, library: library, places: places, store: s, clock: clock.System{}}
	r.site = &shell.Site{BaseURL: site.base(), HelpMail: f.HelpMail, Taxonomies: library.Taxonomies}
	r.site.Paths = shell.PathsOf(organisationpage.Pages{}.Routes(), api.Pages{Site: r.site, Messages: library.Messages, Clock: r.clock}.Routes())
	return do(r)
}

// index is the atlas, so that it can be asked.
func (r reading) index(ctx context.Context, words bool) (*atlas.Index, error) {
	index := atlas.NewIndex(r.store, r.library.Taxonomies, searchLanguage(r.library, r.places.towns), r.clock, slog.New(slog.DiscardHandler))
	index.Gazetteer = r.places.towns
	if err := index.Build(ctx); err != nil || !words {
		return index, err
	}
	return index, index.IndexWords(ctx)
}

// found lists what the query finds of the open data, in its order, and how many
// more are left out because their organisations refused that.
func (r reading) found(ctx context.Context, q atlas.Query) (ids []string, refused int, err error) {
	index, err := r.index(ctx, q.Text != "")
	if err != nil {
		return nil, 0, err
	}
	refusals := publication.Refusals{Consents: r.store, Generation: index.Generation}
	without, err := refusals.Refused(ctx)
	if err != nil {
		return nil, 0, err
	}
	if ids, err = index.IDs(ctx, atlas.Walk{Query: q}); err != nil {
		return nil, 0, err
	}
	all := len(ids)
	ids = slices.DeleteFunc(ids, func(id string) bool { return without[id] })
	return ids, all - len(ids), nil
}

// inBatch is how many organisations are in memory at a time.
const inBatch = 50

// hand gives the pages with these ids to a collection. It returns how many there
// were: what stops being public meanwhile is left out.
func (r reading) hand(ctx context.Context, ids []string, to publication.Collection) (n int, err error) {
	shelf := publication.Shelf{Cards: r.store}
	for batch := range slices.Chunk(ids, inBatch) {
		pages, err := shelf.Pages(ctx, batch)
		if err != nil {
			return 0, err
		}
		for _, page := range pages {
			if err := to.Add(page); err != nil {
				return 0, err
			}
		}
		n += len(pages)
	}
	return n, nil
}
