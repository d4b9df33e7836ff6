package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"telaio/internal/atlas"
	"telaio/internal/hsds"
	"telaio/internal/i18n"
	"telaio/internal/publication"
	"telaio/internal/taxonomy"
	hsdspage "telaio/internal/web/page/hsds"
	"telaio/internal/web/part/opendata"
	"telaio/internal/web/shell"
)

// exportCommand writes what is published in one form, while the site runs or not.
type exportCommand struct {
	readingFlags
	Format string `short:"f" help:"csv, xlsx, geojson, json, jsonld, ndjson or hsds; without it what --output ends in, else csv." enum:",csv,xlsx,geojson,json,jsonld,ndjson,hsds" default:"" placeholder:"FORM"`
	Filter string `help:"Only what the atlas finds: the part of its address after the question mark." placeholder:"QUERY"`
	Output string `short:"o" help:"File to write, whole or not at all; without it, or with -, the standard output." placeholder:"FILE"`
}

// notAsked is the exit status of an export that was asked for what it cannot be.
const notAsked = 2

// Help is what --help says beside the flags.
func (exportCommand) Help() string {
	return `Only what everybody may have is written: published pages, places as far as they are public, and
nothing of organisations that refused open data. The site may be running or not, and nothing in it changes.

  telaio export > atlante.csv
  telaio export -o atlante.xlsx
  telaio export --filter 'forma=advocacy&regione=lazio' --format geojson -o lazio.geojson
  telaio export --format ndjson | jq .name
  telaio export | telaio import --dry-run -

csv, xlsx and geojson are the files of the atlas page, json and ndjson have everything on a page
(docs/organisation-json.md), jsonld is schema.org, and hsds is a package of Open Referral's tables, zipped.
All but jsonld can be imported again. The filters are those of the atlas:
` + strings.Join(atlas.Parameters(), ", ") + `.

Exit status: 0 done, 1 it failed, 2 the form or the filter cannot be understood.`
}

// exportForm is a form of what is published.
type exportForm struct {
	name   string
	ends   string // of the names of its files
	binary bool   // it is not for eyes
	begin  func(reading, io.Writer) (publication.Collection, error)
}

func exportForms() []exportForm {
	publisher := func(r reading) publication.Publisher { return opendata.Publisher(&shell.Visit{Site: r.site}) }
	return []exportForm{
		{"csv", ".csv", false, func(_ reading, w io.Writer) (publication.Collection, error) { return publication.CSV(w) }},
		{"xlsx", ".xlsx", true, func(_ reading, w io.Writer) (publication.Collection, error) { return publication.XLSX(w) }},
		{"geojson", ".geojson", false, func(r reading, w io.Writer) (publication.Collection, error) { return publisher(r).GeoJSON(w) }},
		{"json", ".json", false, func(r reading, w io.Writer) (publication.Collection, error) { return publisher(r).JSONList(w) }},
		{"jsonld", ".jsonld", false, func(r reading, w io.Writer) (publication.Collection, error) { return publisher(r).JSONLDGraph(w) }},
		{"ndjson", ".ndjson", false, func(r reading, w io.Writer) (publication.Collection, error) { return publisher(r).NDJSON(w), nil }},
		{"hsds", ".zip", true, func(r reading, w io.Writer) (publication.Collection, error) {
			return hsds.NewPackage(w, hsdspage.Writer(r.site, r.library.Messages), r.library.Messages.Printer(i18n.Italian).T("dump.title"))
		}},
	}
}

// Run writes the file, or to the standard output.
func (c exportCommand) Run(ctx context.Context, to terminal) error {
	form, err := c.form()
	if err != nil {
		return statusError{err, notAsked}
	}
	seen := c.Output == "" || c.Output == "-"
	if seen && form.binary && isTerminal(to.out) {
		return statusError{fmt.Errorf("%s is not for a terminal: name a file with -o, or send it on with | or >", form.name), notAsked}
	}
	return c.read(ctx, func(r reading) error {
		q, err := askedOf(c.Filter, r.library.Taxonomies)
		if err != nil {
			return statusError{err, notAsked}
		}
		ids, refused, err := r.found(ctx, q)
		if err != nil {
			return inWords(err)
		}
		n := 0
		write := func(out io.Writer) (err error) {
			n, err = r.write(ctx, form, ids, out)
			return err
		}
		if seen {
			return write(to.out)
		}
		if err := writeWhole(c.Output, write); err != nil {
			return err
		}
		fmt.Fprintf(to.errs, "%s: %s\n", c.Output, counted(n, "organisation", "organisations"))
		if refused > 0 {
			fmt.Fprintf(to.errs, "%s left out: they do not want to be among the open data\n", counted(refused, "organisation is", "organisations are"))
		}
		return nil
	})
}

// form is the one that was asked for, or that the name of the file asks for.
func (c exportCommand) form() (exportForm, error) {
	forms := exportForms()
	end := strings.ToLower(filepath.Ext(c.Output))
	at := slices.IndexFunc(forms, func(f exportForm) bool {
		if c.Format == "" {
			return f.ends == end || end == ""
		}
		return f.name == c.Format
	})
	if at < 0 {
		return exportForm{}, fmt.Errorf("no form has files that end in %q: say which one with --format", end)
	}
	return forms[at], nil
}

// askedOf reads a filter as it stands in an address of the atlas. A page forgives
// what it does not understand; a file that has more than was asked for misleads.
func askedOf(filter string, vocabulary taxonomy.Set) (atlas.Query, error) {
	if _, after, whole := strings.Cut(filter, "?"); whole {
		filter = after // the whole address was copied
	}
	values, err := url.ParseQuery(filter)
	if err != nil {
		return atlas.Query{}, fmt.Errorf("--filter: %w", err)
	}
	switch name, value, misread := atlas.Misread(values, vocabulary); {
	case misread && value == "":
		return atlas.Query{}, fmt.Errorf("--filter: the atlas has no filter %q; it has %s", name, strings.Join(atlas.Parameters(), ", "))
	case misread:
		return atlas.Query{}, fmt.Errorf("--filter: %s cannot be %q%s", name, value, canBe(name, vocabulary))
	}
	q := atlas.Parse(values, vocabulary)
	q.Page = 0
	return q, nil
}

// canBe tells which values a filter has, if they are listed.
func canBe(name string, vocabulary taxonomy.Set) string {
	for _, f := range atlas.Facets() {
		if f.Parameter() == name {
			return "; it can be " + strings.Join(f.Codes(vocabulary), ", ")
		}
	}
	return ""
}

// write writes the organisations with these ids in a form, and returns how many
// there were. What fails on the way is left without an end, so that nobody takes
// it for whole.
func (r reading) write(ctx context.Context, form exportForm, ids []string, to io.Writer) (int, error) {
	buffered := bufio.NewWriterSize(to, 64<<10)
	gate := &gate{to: buffered}
	collection, err := form.begin(r, gate)
	if err != nil {
		return 0, err
	}
	n, err := r.hand(ctx, ids, collection)
	if err != nil {
		gate.shut = true
		_ = collection.Close() // it gives back what it holds; that nothing can be written is meant
		return 0, err
	}
	return n, errors.Join(collection.Close(), buffered.Flush())
}

// gate lets through what is written until it is shut.
type gate struct {
	to   io.Writer
	shut bool
}

var errShut = errors.New("nothing more is written")

func (g *gate) Write(b []byte) (int, error) {
	if g.shut {
		return 0, errShut
	}
	return g.to.Write(b)
}
