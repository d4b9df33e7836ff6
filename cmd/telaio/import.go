package main

import (
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
	Map           string `help:"File that says what the headings mean: {\"columns\": {\"Heading\": \"name\"}, \"towns\": {\"Castello\": \"IT-…\"}}." placeholder:"FILE" type:"path"`
	Report        string `help:"Write what becomes of every row, and what is wrong with it, into this file, as CSV." placeholder:"FILE" type:"path"`
	FetchLoopback bool   `hidden:"" env:"TELAIO_FETCH_LOOPBACK"`
	Content       string `help:"Folder whose files replace the built-in content, one by one." env:"TELAIO_CONTENT"`
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
			return inWords(err)
		}
	}
	towns, err := gazetteer.Load()
	if err != nil {
		return fmt.Errorf("gazetteer: %w", err)
	}
	return withStore(ctx, c.databaseFlags, func(s *store.Store) error {
		u := importUseCases(s, library, towns, clock.System{})
		u.Watch = &importing.Watch{Tell: func(p importing.Progress) {
			if p.Done > 0 {
				fmt.Fprintf(to.errs, "\r%d / %d", p.Done, p.Total)
			}
		}}
		return c.run(ctx, to, u, d, printer)
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
	raw, err := io.ReadAll(io.LimitReader(from, importing.MostBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return raw, nil
}

func (c importCommand) run(ctx context.Context, to terminal, u importing.UseCases, d importing.Draft, printer *i18n.Printer) error {
	by := account.Subject{PersonID: account.System, Name: d.Source, Grants: []account.Grant{{Role: account.Administrator}}}
	report, err := u.DryRun(ctx, d)
	if err != nil {
		return err
	}
	c.tell(to, report, printer)
	if err := c.writeReport(report, printer); err != nil {
		return err
	}
	switch {
	case report.Problem.Key != "":
		return errors.New("nothing was taken")
	case !report.Applicable(d.Options):
		return fmt.Errorf("nothing was taken: %s cannot be (--skip takes the others)", counted(report.Counts[importing.Wrong], "row", "rows"))
	case c.DryRun:
		fmt.Fprintln(to.out, "Nothing was changed: this was a dry run.")
		return nil
	case !report.Learns():
		fmt.Fprintln(to.out, "Nothing to change.")
		return nil
	}
	done, err := u.Take(ctx, by, d)
	if err != nil {
		return err
	}
	fmt.Fprintf(to.errs, "\r")
	fmt.Fprintf(to.out, "Import %s: %d added, %d changed, of which %d to be reviewed.\n",
		done.ID, done.Report.Counts[importing.Added], done.Report.Counts[importing.Changed], done.Report.Proposed)
	return nil
}

// toldProblems is how many problems are told; a report has all.
const toldProblems = 50

// tell says what the file holds and what would become of it.
func (c importCommand) tell(to terminal, r importing.Report, printer *i18n.Printer) {
	fmt.Fprintf(to.errs, "\r")
	if r.Problem.Key != "" {
		fmt.Fprintln(to.out, questionnaire.Sentence(printer, r.Problem))
	}
	for _, h := range r.Headings {
		if h.Sureness == importing.Unused {
			fmt.Fprintf(to.out, "column %q: not used\n", h.Text)
		} else if h.Sureness != importing.Same {
			fmt.Fprintf(to.out, "column %q: %s\n", h.Text, h.Column)
		}
	}
	for n, p := range r.Problems {
		if n == toldProblems {
			fmt.Fprintf(to.out, "… and %d more (--report FILE has all)\n", len(r.Problems)-n+r.More)
			break
		}
		kind := ""
		if p.Warning {
			kind = "note: "
		}
		fmt.Fprintf(to.out, "row %d, %s: %s%s", p.Row, p.Column, kind, questionnaire.Sentence(printer, p.Message))
		if p.Cell != "" {
			fmt.Fprintf(to.out, " [%s]", p.Cell)
		}
		fmt.Fprintln(to.out)
	}
	for _, o := range importing.Outcomes() {
		if n := r.Counts[o]; n > 0 {
			fmt.Fprintf(to.out, "%s: %d\n", printer.T("import.outcome."+string(o)), n)
		}
	}
}

func (c importCommand) writeReport(r importing.Report, printer *i18n.Printer) error {
	if c.Report == "" {
		return nil
	}
	f, err := os.Create(c.Report)
	if err != nil {
		return err
	}
	return errors.Join(r.WriteTable(f, printer), f.Close())
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
