// Package dump writes all that is published as a set of files with a version:
// the organisations in every form that tools expect, the vocabularies, a licence,
// a description for people and one for catalogues, and checksums.
package dump

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"time"

	"telaio/internal/clock"
	"telaio/internal/hsds"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/publication"
	"telaio/internal/questionnaire"
)

// Records is what a dump reads.
type Records interface {
	// InSnapshot runs fn on the records as they are at one moment.
	InSnapshot(ctx context.Context, fn func(context.Context) error) error
	PublishedAfter(ctx context.Context, id string, limit int) ([]organisation.Organisation, error)
	publication.Consents
	publication.Cards
}

// Maker writes sets.
type Maker struct {
	Records   Records
	Publisher publication.Publisher
	HSDS      hsds.Writer
	Form      *questionnaire.Definition // whose questions the fields are
	Printer   func(i18n.Language) *i18n.Printer
	Address   string // of this site, without a final slash
	HelpMail  string
	Clock     clock.Clock
}

// File is one file of a set.
type File struct {
	Name  string
	Media string
	Bytes int64
	Sum   string // SHA-256 in hex
}

// Set is one version.
type Set struct {
	Version       string // as 20261122T0300Z: the moment at which it was made
	At            time.Time
	Organisations int
	Files         []File // in the order of README
}

// versionForm is how a version is written: it sorts by time, and fits a path.
const versionForm = "20060102T1504Z"

// PackageFile is the file for programs that read directories of services.
const PackageFile = "hsds.zip"

// batch is how many organisations are in memory at a time.
const batch = 250

// Write makes a set in the folder, which must be empty. All files are about the
// same moment. Organisations that refused open data are left out.
func (m Maker) Write(ctx context.Context, dir string) (Set, error) {
	at := m.Clock.Now().UTC()
	set := Set{Version: at.Format(versionForm), At: at}
	w := &writer{dir: dir}
	err := m.Records.InSnapshot(ctx, func(ctx context.Context) error { return m.organisations(ctx, w, &set) })
	for _, write := range []func(*writer, *Set) error{m.vocabularies, m.licence, m.readme, m.catalogues} {
		if err == nil {
			err = write(w, &set)
		}
	}
	if err != nil {
		return Set{}, fmt.Errorf("write a dump: %w", errors.Join(err, w.abandon()))
	}
	set.Files = w.files
	if err := w.sums(); err != nil {
		return Set{}, fmt.Errorf("write the checksums of a dump: %w", err)
	}
	return set, nil
}

// form is one form in which the organisations are written.
type form struct {
	name, media string
	begin       func(io.Writer) (publication.Collection, error)
}

func (m Maker) forms() []form {
	p := m.Publisher
	return []form{
		{"organisations.csv", "text/csv", publication.CSV},
		{"organisations.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", publication.XLSX},
		{"organisations.geojson", "application/geo+json", p.GeoJSON},
		{"organisations.jsonld", "application/ld+json", p.JSONLDGraph},
		{"organisations.ndjson", "application/x-ndjson", func(w io.Writer) (publication.Collection, error) { return p.NDJSON(w), nil }},
		{PackageFile, "application/zip", func(w io.Writer) (publication.Collection, error) {
			return hsds.NewPackage(w, m.HSDS, m.Printer(i18n.Italian).T("dump.title"))
		}},
	}
}

// organisations writes every form in one walk, so that all hold the same ones.
func (m Maker) organisations(ctx context.Context, w *writer, set *Set) error {
	refusals := publication.Refusals{Consents: m.Records, Generation: func() uint64 { return 0 }}
	withheld, err := refusals.Refused(ctx)
	if err != nil {
		return err
	}
	var collections []publication.Collection
	var files []*draft
	for _, f := range m.forms() {
		file, err := w.begin(f.name, f.media)
		if err != nil {
			return err
		}
		collection, err := f.begin(file)
		if err != nil {
			return err
		}
		files, collections = append(files, file), append(collections, collection)
	}
	err = m.each(ctx, func(page publication.Page) error {
		if withheld[page.ID] {
			return nil
		}
		set.Organisations++
		for _, c := range collections {
			if err := c.Add(page); err != nil {
				return err
			}
		}
		return nil
	})
	for i := range collections {
		if err == nil {
			err = errors.Join(collections[i].Close(), files[i].finish())
		}
	}
	return err
}

func (m Maker) each(ctx context.Context, take func(publication.Page) error) error {
	shelf, last := publication.Shelf{Cards: m.Records}, ""
	for {
		some, err := m.Records.PublishedAfter(ctx, last, batch)
		if err != nil {
			return fmt.Errorf("read published organisations: %w", err)
		}
		pages, err := shelf.Whole(ctx, some)
		if err != nil {
			return err
		}
		for _, page := range pages {
			if err := take(page); err != nil {
				return err
			}
			last = page.ID
		}
		if len(some) < batch {
			return ctx.Err()
		}
	}
}

// writer makes the files of a folder and remembers what is in them.
type writer struct {
	dir   string
	open  []*draft
	files []File
}

// draft is a file under way.
type draft struct {
	*bufio.Writer
	to    *writer
	file  *os.File
	sum   hash.Hash
	is    File
	ended bool
}

func (w *writer) begin(name, media string) (*draft, error) {
	file, err := os.OpenFile(filepath.Join(w.dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, err
	}
	d := &draft{to: w, file: file, sum: sha256.New(), is: File{Name: name, Media: media}}
	d.Writer = bufio.NewWriterSize(io.MultiWriter(file, d.sum), 64<<10)
	w.open = append(w.open, d)
	return d, nil
}

// finish makes the file last, and adds it to the set.
func (d *draft) finish() error {
	err := errors.Join(d.Flush(), d.file.Sync())
	info, statErr := d.file.Stat()
	d.ended = true
	if err := errors.Join(err, statErr, d.file.Close()); err != nil {
		return fmt.Errorf("finish %s: %w", d.is.Name, err)
	}
	d.is.Bytes, d.is.Sum = info.Size(), hex.EncodeToString(d.sum.Sum(nil))
	d.to.files = append(d.to.files, d.is)
	return nil
}

// whole writes a file that is at hand.
func (w *writer) whole(name, media string, content []byte) error {
	d, err := w.begin(name, media)
	if err != nil {
		return err
	}
	if _, err := d.Write(content); err != nil {
		return err
	}
	return d.finish()
}

// sums writes the checksums of all files as sha256sum reads them.
func (w *writer) sums() error {
	var text []byte
	for _, f := range w.files {
		text = append(text, f.Sum+"  "+f.Name+"\n"...)
	}
	d, err := w.begin(sumsName, "text/plain")
	if err != nil {
		return err
	}
	if _, err := d.Write(text); err != nil {
		return err
	}
	return d.finish()
}

// abandon closes what is open.
func (w *writer) abandon() error {
	var err error
	for _, d := range w.open {
		if !d.ended {
			err = errors.Join(err, d.file.Close())
		}
	}
	return err
}
