package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"telaio/internal/clock"
	"telaio/internal/content"
	"telaio/internal/dump"
	"telaio/internal/intake"
	"telaio/internal/job"
	"telaio/internal/store"
	pages "telaio/internal/web/page/dump"
	hsdspage "telaio/internal/web/page/hsds"
	"telaio/internal/web/part/opendata"
	"telaio/internal/web/shell"
)

// dumpCommand writes all that is published into a folder.
type dumpCommand struct {
	readingFlags
	Dir string `arg:"" help:"Folder to write to. It must be empty, or not exist." type:"path"`
}

// Run writes the set and says what is in it.
func (c dumpCommand) Run(ctx context.Context, to terminal) error {
	if err := emptyFolder(c.Dir); err != nil {
		return err
	}
	return c.read(ctx, func(r reading) error {
		set, err := dumpMaker(r.store, r.library, r.site, r.clock).Write(ctx, c.Dir)
		if err != nil {
			return err
		}
		fmt.Fprintf(to.out, "version %s: %d organisations\n", set.Version, set.Organisations)
		for _, f := range set.Files {
			fmt.Fprintf(to.out, "%s  %10d  %s\n", f.Sum, f.Bytes, f.Name)
		}
		return nil
	})
}

func emptyFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the folder: %w", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("look into the folder: %w", err)
	}
	if len(entries) > 0 {
		return errors.New(dir + " is not empty")
	}
	return nil
}

// dumpRoutes are the pages on which the sets can be downloaded.
func (p *program) dumpRoutes() []shell.Route {
	return pages.Pages{Folder: p.dumps(), Clock: p.clock}.Routes()
}

func (p *program) dumps() dump.Folder {
	return dump.Folder{Dir: filepath.Join(p.flags.Data, "dumps")}
}

func (p *program) dumpMaker() dump.Maker { return dumpMaker(p.store, p.library, p.site, p.clock) }

func dumpMaker(s *store.Store, library *content.Library, site *shell.Site, now clock.Clock) dump.Maker {
	form := library.Questionnaires[intake.QuestionnaireID]
	return dump.Maker{
		Records: s, Publisher: opendata.Publisher(&shell.Visit{Site: site}), HSDS: hsdspage.Writer(site, library.Messages), Form: form[len(form)-1],
		Printer: library.Messages.Printer, Address: site.BaseURL, HelpMail: site.HelpMail, Clock: now,
	}
}

// makeDumps writes a new set each night if anything has changed. A node that
// starts after a night without any makes up for it.
func (p *program) makeDumps() job.Task {
	return job.Task{Name: "write the open data", Daily: &p.dumpAt, Do: func(ctx context.Context) error {
		set, err := p.dumps().Make(ctx, p.dumpMaker())
		if err == nil {
			p.log.LogAttrs(ctx, slog.LevelInfo, "open data written", slog.String("version", set.Version), slog.Int("organisations", set.Organisations))
		}
		return err
	}}
}
