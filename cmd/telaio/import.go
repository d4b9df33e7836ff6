package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"telaio/internal/account"
	"telaio/internal/clock"
	"telaio/internal/content"
	"telaio/internal/fault"
	"telaio/internal/gazetteer"
	"telaio/internal/i18n"
	"telaio/internal/importing"
	"telaio/internal/intake"
	"telaio/internal/outbound"
	"telaio/internal/questionnaire"
	"telaio/internal/store"
	"telaio/internal/twin"
	importpage "telaio/internal/web/page/importing"
	"telaio/internal/web/shell"
)

// importCommand takes organisations from a file or from an address, while the
// site runs or not.
type importCommand struct {
	databaseFlags
	File          string `arg:"" help:"CSV, XLSX, GeoJSON, JSON or an HSDS package; http:// or https:// is fetched, - reads the standard input."`
	Source        string `help:"Where the rows come from; a row is known by its source and its id. Without it the name of the file, or of the site." placeholder:"NAME"`
	DryRun        bool   `help:"Say what would happen, row by row, and change nothing."`
	Publish       bool   `help:"Publish at once what nobody has to look at, instead of proposing it."`
	Skip          bool   `help:"Leave out the rows that cannot be taken, instead of taking none."`
	Map           string `help:"File that says what the headings mean: {\"columns\": {\"Heading\": \"name\"}, \"towns\": {\"Castello\": \"IT-…\"}, \"sheet\": \"Name\"}." placeholder:"FILE" type:"path"`
	Report        string `help:"Write what becomes of every row, and what is wrong with it, into this file, as CSV." placeholder:"FILE" type:"path"`
	FetchLoopback bool   `hidden:"" env:"TELAIO_FETCH_LOOPBACK"`
	Content       string `help:"Folder whose files replace the built-in content, one by one." env:"TELAIO_CONTENT"`
}

// Exit statuses of the import, besides 0 for done and 1 for what fails otherwise.
const (
	notRead    = 2 // the file or its mapping cannot be understood
	rowsToMend = 3 // rows have to be mended, and --skip was not given
)

// Help is what --help says beside the flags.
func (importCommand) Help() string {
	return `First the file is read and every row that cannot be taken is named; then all of it is taken, or nothing.
The site may be running or not. The same file again changes nothing, and what people have changed since stays.
A CSV with the headings of our own export needs no mapping; other headings are guessed, and told.
An import can be undone at /redazione/importa.

  telaio import registro.csv --dry-run --report rows.csv
  telaio import registro.csv --source "Registro regionale" --publish
  curl -s https://registro.example/enti.json | telaio import - --source Enti

Exit status: 0 done, 1 it failed, 2 the file or the mapping cannot be understood, 3 rows have to be mended.`
}

// Run checks the file, tells what it found, and takes it.
func (c importCommand) Run(ctx context.Context, to terminal) error {
	library, err := readContent(c.Content)
	if err != nil {
		return err
	}
	printer := library.Messages.Printer(i18n.English)
	d, err := c.draft(ctx, printer)
	if err != nil {
		return err
	}
	if c.Map != "" {
		told, err := c.read(c.Map)
		if err != nil {
			return err
		}
		if d.Mapping, err = importing.ReadMapping(told); err != nil {
			return statusError{fmt.Errorf("%s: %w", c.Map, inWords(err)), notRead}
		}
	}
	towns, err := gazetteer.Load()
	if err != nil {
		return fmt.Errorf("gazetteer: %w", err)
	}
	return withStore(ctx, c.databaseFlags, func(s *store.Store) error {
		u := importUseCases(s, library, towns, clock.System{})
		t := teller{to, printer, isTerminal(to.errs)}
		u.Watch = &importing.Watch{Tell: t.progress}
		return c.run(ctx, t, u, d)
	})
}

// draft is the file, or what is at the address.
func (c importCommand) draft(ctx context.Context, printer *i18n.Printer) (importing.Draft, error) {
	d := importing.Draft{Source: c.source(), File: filepath.Base(c.File), Options: importing.Options{Publish: c.Publish, Skip: c.Skip}}
	if !isAddress(c.File) {
		var err error
		d.Raw, err = c.read(c.File)
		return d, err
	}
	fetcher := importing.Fetcher{Web: outbound.New(fetchLimits(c.FetchLoopback)), Agent: outbound.Agent}
	got, _, err := fetcher.Fetch(ctx, c.File, importing.Seen{})
	if refusal, ok := errors.AsType[*fault.Error](err); ok {
		return d, errors.New(questionnaire.Sentence(printer, refusal.Message))
	}
	if err != nil {
		return d, err
	}
	d.File, d.Raw = got.File, got.Raw
	return d, nil
}

func isAddress(file string) bool {
	return strings.HasPrefix(file, "https://") || strings.HasPrefix(file, "http://")
}

// source is what the rows are known by.
func (c importCommand) source() string {
	if c.Source != "" {
		return c.Source
	}
	if u, err := url.Parse(c.File); err == nil && isAddress(c.File) {
		return u.Hostname()
	}
	return strings.TrimSuffix(filepath.Base(c.File), filepath.Ext(c.File))
}

// read reads a file that is not too long to be one of ours.
func (c importCommand) read(name string) ([]byte, error) {
	from := io.Reader(os.Stdin)
	if name != "-" && filepath.Base(name) != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		from = f
	}
	raw, err := piecewise(from, importing.MostBytes)
	switch {
	case errors.Is(err, errTooMuch):
		return nil, statusError{fmt.Errorf("%s has more than %d MB. Nothing was taken: split it", called(name), importing.MostBytes>>20), notRead}
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return raw, nil
}

// called is what people call the file.
func called(name string) string {
	if filepath.Base(name) == "-" {
		return "the standard input"
	}
	return name
}

var errTooMuch = errors.New("more than may be read")

// piecewise reads to the end: of what is too much, no more than
// its beginning is held once.
func piecewise(from io.Reader, most int) ([]byte, error) {
	var pieces [][]byte
	for total := 0; ; {
		piece := make([]byte, 1<<20)
		n, err := io.ReadFull(from, piece)
		pieces, total = append(pieces, piece[:n]), total+n
		switch {
		case total > most:
			return nil, errTooMuch
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return bytes.Join(pieces, nil), nil
		case err != nil:
			return nil, err
		}
	}
}

func (c importCommand) run(ctx context.Context, t teller, u importing.UseCases, d importing.Draft) error {
	by := account.Subject{PersonID: account.System, Name: d.Source, Grants: []account.Grant{{Role: account.Administrator}}}
	report, err := u.DryRun(ctx, d)
	t.clear()
	if err != nil {
		return err
	}
	if report.Problem.Key != "" && len(report.Headings) == 0 {
		return statusError{fmt.Errorf("%s: %s Nothing was taken", d.File, t.sentence(report.Problem)), notRead}
	}
	t.tell(report)
	if err := c.writeReport(report, t.printer); err != nil {
		return err
	}
	switch {
	case report.Problem.Key != "":
		return statusError{fmt.Errorf("%s Nothing was taken; --map FILE says what the headings mean", t.sentence(report.Problem)), notRead}
	case !report.Applicable(d.Options):
		n := report.Counts[importing.Wrong]
		return statusError{fmt.Errorf("%s to be mended. Nothing was taken: correct the file, or leave such rows out with --skip", counted(n, "row has", "rows have")), rowsToMend}
	case c.DryRun:
		fmt.Fprintln(t.out, "Nothing was changed: this was a dry run.")
		return nil
	case !report.Learns():
		fmt.Fprintln(t.out, "Nothing to change.")
		return nil
	}
	done, err := u.Take(ctx, by, d)
	t.clear()
	switch {
	case err != nil:
		return inWords(err)
	case done.State != importing.Applied:
		return errors.New("the atlas has changed meanwhile. Nothing was taken: try again")
	}
	t.taken(done)
	return nil
}

func (c importCommand) writeReport(r importing.Report, printer *i18n.Printer) error {
	if c.Report == "" {
		return nil
	}
	f, err := os.Create(c.Report)
	if err != nil {
		return err
	}
	return errors.Join(r.WriteTable(f, printer, nil), f.Close())
}

// importUseCases puts the use cases of imports together.
func importUseCases(s *store.Store, library *content.Library, towns *gazetteer.Gazetteer, now clock.Clock) importing.UseCases {
	form := library.Questionnaires[intake.QuestionnaireID]
	return importing.UseCases{
		Store: s, Directory: twin.NewDirectory(s), Form: form[len(form)-1], Taxonomies: library.Taxonomies,
		Towns: towns, Words: importing.NewWords(library.Messages), Clock: now,
	}
}

// fetchLimits bound what is fetched from the address of a source.
func fetchLimits(loopback bool) outbound.Limits {
	return outbound.Limits{Timeout: time.Minute, MaxBytes: importing.MostFetched, Redirects: 5, AllowLoopback: loopback}
}

// importRoutes are the team's pages about imports.
func (p *program) importRoutes() []shell.Route {
	return importpage.Pages{UseCases: p.imports()}.Routes()
}

// lapseImports leaves the imports about which nobody has decided in time.
func (p *program) lapseImports(ctx context.Context) error {
	lapsed, err := p.imports().Lapse(ctx)
	if lapsed > 0 {
		p.log.LogAttrs(ctx, slog.LevelInfo, "imports that nobody decided about left", slog.Int("imports", lapsed))
	}
	return err
}

// imports are the use cases of a running site, which tell how far they are.
func (p *program) imports() importing.UseCases {
	u := importUseCases(p.store, p.library, p.towns, p.clock)
	u.Watch, u.Directory = p.importWatch, p.directory
	u.Web, u.Agent = outbound.New(fetchLimits(p.flags.FetchLoopback)), outbound.Agent+" (+"+p.site.BaseURL+")"
	return u
}
