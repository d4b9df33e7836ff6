package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"telaio/internal/dump"
	"telaio/internal/i18n"
	"telaio/internal/intake"
	"telaio/internal/job"
	pages "telaio/internal/web/page/dump"
	hsdspage "telaio/internal/web/page/hsds"
	"telaio/internal/web/part/opendata"
	"telaio/internal/web/shell"
)

// dumpCommand writes all that is published into a folder.
type dumpCommand struct {
	siteFlags
	Dir string `arg:"" help:"Folder to write to. It must be empty, or not exist." type:"path"`
}

// Run writes the set and says what is in it.
func (c dumpCommand) Run(ctx context.Context, to terminal) error {
	if err := emptyFolder(c.Dir); err != nil {
		return err
	}
	p, err := openProgram(ctx, c.siteFlags, false, to)
	if err != nil {
		return err
	}
	defer p.Close()
	if _, err := p.handler(); err != nil { // gives the pages their addresses
		return err
	}
	set, err := p.dumpMaker().Write(ctx, c.Dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(to.out, "version %s: %d organisations\n", set.Version, set.Organisations)
	for _, f := range set.Files {
		fmt.Fprintf(to.out, "%s  %10d  %s\n", f.Sum, f.Bytes, f.Name)
	}
	return nil
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

func (p *program) dumpMaker() dump.Maker {
	form := p.library.Questionnaires[intake.QuestionnaireID]
	v := &shell.Visit{Printer: p.library.Messages.Printer(i18n.Italian), Site: p.site}
	return dump.Maker{
		Records: p.store, Publisher: opendata.Publisher(v), HSDS: hsdspage.Writer(p.site, p.library.Messages), Form: form[len(form)-1], Printer: p.library.Messages.Printer,
		Address: p.site.BaseURL, HelpMail: p.flags.HelpMail, Clock: p.clock,
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
