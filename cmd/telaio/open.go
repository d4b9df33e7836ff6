package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"telaio/internal/atlas"
	"telaio/internal/basemap"
	"telaio/internal/blob"
	"telaio/internal/clock"
	"telaio/internal/content"
	"telaio/internal/gazetteer"
	"telaio/internal/importing"
	"telaio/internal/initiative"
	"telaio/internal/job"
	"telaio/internal/openfile"
	"telaio/internal/practice"
	"telaio/internal/publication"
	"telaio/internal/readership"
	"telaio/internal/sealing"
	"telaio/internal/store"
	"telaio/internal/twin"
	"telaio/internal/web"
	"telaio/internal/web/asset"
	atlaspage "telaio/internal/web/page/atlas"
	basemappage "telaio/internal/web/page/basemap"
	"telaio/internal/web/page/home"
	initiativepage "telaio/internal/web/page/initiative"
	"telaio/internal/web/page/organisation"
	"telaio/internal/web/page/selfassessment"
	"telaio/internal/web/page/text"
	"telaio/internal/web/page/town"
	"telaio/internal/web/part/townmap"
	"telaio/internal/web/shell"
)

// program is every part of a running telaio.
type program struct {
	flags     siteFlags
	demo      bool
	clock     clock.Clock
	log       *slog.Logger
	library   *content.Library
	store     *store.Store
	files     *blob.Directory
	towns     *gazetteer.Gazetteer
	site      *shell.Site
	index     *atlas.Index
	openFiles *openfile.Shelf
	texts     *openfile.Scratch // of the organisations, for excerpts
	refusals  *publication.Refusals
	assets    *asset.Bundle // once the server has been put together

	draining atomic.Bool                          // told to stop, and still answering
	after    func(time.Duration) <-chan time.Time // time.After

	practices   *practice.Catalogue
	keys        *sealing.Keyring // of confidential answers
	sealedFiles *blob.Pieces     // their evidence

	importWatch *importing.Watch
	reads       *readership.Counter
	directory   *twin.Directory // of everything that may be told twice
	addressBox  sealing.Box     // of the addresses that alerts go to
	webhookBox  sealing.Box     // of the secrets that sign what programs are told

	stamps sealing.Box // of when a form was shown
	dumpAt job.Daily   // when the open data are written

	initiatives initiative.UseCases
	streets     *basemap.Archive // nil = no file of the operator's

	followers followers // of what has been published
}

// openProgram reads the content, opens the database and brings it up to date.
func openProgram(ctx context.Context, flags siteFlags, demo bool, to terminal) (*program, error) {
	if err := flags.check(); err != nil {
		return nil, err
	}
	library, geography, err := readKnowledge(flags.Content)
	if err != nil {
		return nil, err
	}
	s, err := openStore(ctx, flags.databaseFlags)
	if err != nil {
		return nil, err
	}
	kept, err := blob.OpenDirectory(filepath.Join(flags.Data, "files"))
	if err != nil {
		s.Close()
		return nil, err
	}
	p := &program{
		flags: flags, demo: demo, after: time.After, importWatch: &importing.Watch{}, clock: clock.Ahead{By: flags.ClockAhead}, library: library, store: s, files: kept, towns: geography.towns,
		log: slog.New(slog.NewJSONHandler(to.errs, nil)),
		site: &shell.Site{
			BaseURL: flags.base(), HelpMail: flags.HelpMail, Demo: demo,
			Taxonomies: library.Taxonomies, Cookies: shell.NewCookies(flags.base()),
			Land: townmap.Land(geography.land), Towns: geography.towns,
		},
	}
	if p.dumpAt, err = flags.dumpTime(); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	p.reads = &readership.Counter{Clock: p.clock}
	if p.openFiles, err = openfile.Open(filepath.Join(flags.Data, "open")); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	if p.texts, err = openfile.OpenScratch(filepath.Join(flags.Data, "open")); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	p.directory = twin.NewDirectory(s)
	p.index = atlas.NewIndex(s, library.Taxonomies, searchLanguage(library, geography.towns), p.clock, p.log)
	p.index.Gazetteer, p.index.Texts = geography.towns, p.texts
	p.refusals = &publication.Refusals{Consents: s, Generation: p.index.Generation}
	p.practices = &practice.Catalogue{Records: s, Vocabulary: p.practiceVocabulary(), Generation: p.index.Generation}
	if err := p.openStreets(); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	if err := p.seal(ctx); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	if err := p.readSheets(); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

// openStore opens and migrates the database.
func openStore(ctx context.Context, flags databaseFlags) (*store.Store, error) {
	dsn, err := flags.dsn()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(flags.Data, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	s, err := store.Open(ctx, dsn)
	if err != nil {
		return nil, err
	}
	if _, err := s.Migrate(ctx); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// handler answers every request.
func (p *program) handler() (http.Handler, error) {
	server, err := p.server()
	if err != nil {
		return nil, err
	}
	if wrong := content.WrongPageLinks(p.library.Files, linkable(server.AllRoutes())); len(wrong) > 0 {
		return nil, fmt.Errorf("content: %s (telaio check lists all problems)", wrong[0])
	}
	return server.Handler()
}

// keptOnDisk is how many bytes of pages are kept at most: 10,000 organisations in
// both languages, as browsers take them, and most of them plain.
const keptOnDisk = 384 << 20

// server puts every page group together.
func (p *program) server() (*web.Server, error) {
	server := &web.Server{Site: p.site, Messages: p.library.Messages, Log: p.log, Ping: p.store.Ping, Draining: p.draining.Load, Reads: p.reads, Pictures: originOf(p.flags.MapTiles), Archives: originOf(p.flags.MapArchive)}
	server.Sessions = web.CookieSessions{Sessions: sessions(p.store, p.clock), Cookies: p.site.Cookies}
	if !p.flags.NoLimits {
		server.Limiter = web.NewLimiter(p.clock, p.flags.TrustedProxies)
	}
	if !p.flags.NoCache {
		server.Cache = web.NewCache(filepath.Join(p.flags.Data, "open"), keptOnDisk, p.index.Generation)
	}
	assets, err := asset.Load()
	if err != nil {
		return nil, err
	}
	p.assets, p.site.Assets = assets, assets.Addresses()
	for _, routes := range [][]shell.Route{
		assets.Routes(),
		home.Pages{Figures: p.figures}.Routes(),
		organisation.Pages{Reader: publication.Reader{Records: p.store}, Files: p.files, Practices: p.practices, SelfAssessments: p.reports(), Previews: p.reviewDesk(), Clock: p.clock}.Routes(),
		p.accountRoutes(),
		atlaspage.Pages{Index: openIndex{p.index, p.refusals}, Practices: p.practices.All, Shelf: p.openFiles, Clock: p.clock, Tiles: p.tiles()}.Routes(),
		basemappage.Pages{Archive: p.streets}.Routes(),
		p.reuseRoutes(),
		p.relationRoutes(),
		p.apiRoutes(),
		p.practiceRoutes(),
		p.sharingRoutes(),
		p.peerRoutes(),
		p.kitStudyRoutes(),
		p.participationRoutes(),
		p.publishing(p.areaRoutes()),
		p.stewardshipRoutes(),
		p.claimRoutes(),
		p.cycleRoutes(),
		initiativepage.Pages{UseCases: p.initiatives}.Routes(),
		selfassessment.Pages{Kits: p.library}.Routes(),
		p.quickCheckRoutes(),
		p.respondRoutes(),
		p.resultRoutes(),
		p.publishing(p.resultPublishingRoutes()),
		town.Pages{Towns: p.towns}.Routes(),
		text.Pages{Page: p.library.Page, Clock: p.clock}.Routes(),
		p.mergeRoutes(),
		p.archiveRoutes(),
		p.publishing(p.deskRoutes()),
		p.importRoutes(),
	} {
		server.Routes = append(server.Routes, routes...)
	}
	return server, nil
}

// Close closes the database, the files and the folder of keys, once nothing that
// was published is being followed any more.
func (p *program) Close() error {
	if !p.followers.stop(followStop) {
		p.log.Warn("closed while the atlas was still following what was published")
	}
	err := errors.Join(p.store.Close(), p.files.Close())
	if p.texts != nil {
		err = errors.Join(err, p.texts.Close())
	}
	if p.streets != nil {
		err = errors.Join(err, p.streets.Close())
	}
	if p.keys != nil {
		err = errors.Join(err, p.keys.Close())
	}
	if p.sealedFiles != nil {
		err = errors.Join(err, p.sealedFiles.Close())
	}
	return err
}
