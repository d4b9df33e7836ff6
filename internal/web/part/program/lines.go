package program

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"telaio/internal/publication"
	"telaio/internal/web/asset"
	"telaio/internal/web/shell"
)

// WantsLines reports whether the program wants everything, line by line, instead
// of a page.
func WantsLines(r *http.Request) bool {
	switch r.URL.Query().Get("format") {
	case "ndjson":
		return true
	case "":
	default:
		return false
	}
	for accepted := range strings.SplitSeq(r.Header.Get("Accept"), ",") {
		kind, _, _ := strings.Cut(accepted, ";")
		if kind = strings.TrimSpace(kind); kind == MediaLines || kind == "application/ndjson" || kind == "application/jsonl" {
			return true
		}
	}
	return false
}

// Cards reads many published organisations at once.
type Cards interface {
	Pages(ctx context.Context, ids []string) ([]publication.Page, error)
}

// Files keeps files that are made once per version.
type Files interface {
	File(ctx context.Context, name, version string, write func(io.Writer) error) (*os.File, error)
}

// Lines is everything that was asked for, one value per line.
type Lines struct {
	Name    string    // of the file that holds all
	Version string    // of what the public sees
	Query   string    // names the part that was asked for; "" = all
	Patient time.Time // how long a slow reader may take

	Cards Cards
	Files Files
	// IDs lists the organisations to go through.
	IDs func(ctx context.Context) ([]string, error)
	// Of lists the values of one.
	Of func(publication.Page) []any
}

// inBatch is how many organisations are in memory at a time.
const inBatch = 50

// Serve answers with the lines. All of them are a file that is made once per
// version; a part of them is written as it is read.
func (l Lines) Serve(w http.ResponseWriter, r *http.Request) error {
	write := func(to io.Writer) error { return l.write(r.Context(), to) }
	name, header := l.Name, w.Header()
	header.Set("Content-Type", MediaLines)
	Open(header)
	header.Set("Vary", "Accept, Accept-Encoding")
	_ = http.NewResponseController(w).SetWriteDeadline(l.Patient) // a recorder in a test has none
	zipped := asset.Accepts(r.Header.Get("Accept-Encoding"), "gzip")
	header.Set("ETag", tag(l.Version, name, l.Query, strconv.FormatBool(zipped)))
	if zipped {
		header.Set("Content-Encoding", "gzip")
		name, write = name+".gz", compressed(write)
	}
	if l.Query != "" {
		return stream(w, r, write)
	}
	file, err := l.Files.File(r.Context(), name, l.Version, write)
	if err != nil {
		header.Del("Content-Encoding")
		return err
	}
	defer file.Close()
	http.ServeContent(w, r, "", time.Time{}, file)
	return nil
}

// compressed writes in gzip, quickly rather than small.
func compressed(write func(io.Writer) error) func(io.Writer) error {
	return func(to io.Writer) error {
		z, err := gzip.NewWriterLevel(to, gzip.BestSpeed)
		if err != nil {
			return fmt.Errorf("begin to compress: %w", err)
		}
		return errors.Join(write(z), z.Close())
	}
}

// write writes a line for each value.
func (l Lines) write(ctx context.Context, w io.Writer) error {
	ids, err := l.IDs(ctx)
	if err != nil {
		return err
	}
	lines := json.NewEncoder(w)
	lines.SetEscapeHTML(false)
	for batch := range slices.Chunk(ids, inBatch) {
		pages, err := l.Cards.Pages(ctx, batch)
		if err != nil {
			return err
		}
		for _, page := range pages {
			for _, value := range l.Of(page) {
				if err := lines.Encode(value); err != nil {
					return fmt.Errorf("write a line: %w", err)
				}
			}
		}
	}
	return nil
}

// tag is the ETag of a version.
func tag(parts ...string) string {
	h := fnv.New64a()
	h.Write([]byte(strings.Join(parts, "\n")))
	return `"` + strconv.FormatUint(h.Sum64(), 36) + `"`
}

// stream answers with what is written. Once a part is on its way, the only way
// to say that the rest failed is to break the connection off.
func stream(w http.ResponseWriter, r *http.Request, write func(io.Writer) error) error {
	if shell.HasCopy(r, w.Header().Get("ETag")) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	if r.Method == http.MethodHead {
		return nil
	}
	counted := &counter{w: w}
	err := write(counted)
	if err != nil && counted.n > 0 {
		panic(http.ErrAbortHandler)
	}
	if err != nil {
		w.Header().Del("Content-Encoding")
	}
	return err
}

// counter counts the bytes that go through it.
type counter struct {
	w io.Writer
	n int
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += n
	return n, err
}

// Each hands a list over value by value.
func Each[T any](of func(publication.Page) []T) func(publication.Page) []any {
	return func(page publication.Page) []any {
		values := of(page)
		all := make([]any, len(values))
		for i, value := range values {
			all[i] = value
		}
		return all
	}
}
