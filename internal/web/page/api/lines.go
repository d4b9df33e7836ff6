package api

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"telaio/internal/atlas"
	"telaio/internal/publication"
	"telaio/internal/web/asset"
)

// wantsLines reports whether the program wants everything, line by line, instead
// of a page.
func wantsLines(r *http.Request) bool {
	switch r.URL.Query().Get("format") {
	case "ndjson":
		return true
	case "":
	default:
		return false
	}
	for accepted := range strings.SplitSeq(r.Header.Get("Accept"), ",") {
		kind, _, _ := strings.Cut(accepted, ";")
		if kind = strings.TrimSpace(kind); kind == mediaLines || kind == "application/ndjson" || kind == "application/jsonl" {
			return true
		}
	}
	return false
}

// inBatch is how many organisations are in memory at a time.
const inBatch = 50

// patience is how long a slow reader may take for everything.
const patience = 15 * time.Minute

// inLines lets the request be answered with everything that the query finds, if
// the program wants that, and reports whether it does.
func (p Pages) inLines(ctx context.Context, name string, q atlas.Query, of func(publication.Page) []any) bool {
	c := callOf(ctx)
	if c.lines {
		q.Page = 0
		c.stream = func(w http.ResponseWriter, r *http.Request) error { return p.serveLines(w, r, name, q, of) }
	}
	return c.lines
}

// serveLines answers with everything that the query finds. All of the atlas is a
// file that is made once per version; a part of it is written as it is read.
func (p Pages) serveLines(w http.ResponseWriter, r *http.Request, name string, q atlas.Query, of func(publication.Page) []any) error {
	snapshot, err := p.Index.Snapshot(r.Context())
	if err != nil {
		return err
	}
	version := p.started + "-" + strconv.FormatUint(snapshot.Generation, 10)
	write := func(to io.Writer) error { return p.write(r.Context(), to, q, of) }
	header := w.Header()
	header.Set("Content-Type", mediaLines)
	open(header)
	header.Set("Vary", "Accept, Accept-Encoding")
	_ = http.NewResponseController(w).SetWriteDeadline(p.Clock.Now().Add(patience)) // a recorder in a test has none
	zipped := asset.Accepts(r.Header.Get("Accept-Encoding"), "gzip")
	header.Set("ETag", tag(version, name, q.Encode(), strconv.FormatBool(zipped)))
	if zipped {
		header.Set("Content-Encoding", "gzip")
		name, write = name+".gz", compressed(write)
	}
	if q.Encode() != "" {
		return stream(w, r, write)
	}
	file, err := p.Files.File(r.Context(), name, version, write)
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

// write writes a line for each value of each organisation that the query finds.
func (p Pages) write(ctx context.Context, w io.Writer, q atlas.Query, of func(publication.Page) []any) error {
	refused, err := p.Refusals.Refused(ctx)
	if err != nil {
		return err
	}
	ids, err := p.Index.IDs(ctx, atlas.Walk{Query: q, Without: refused})
	if err != nil {
		return err
	}
	lines := json.NewEncoder(w)
	lines.SetEscapeHTML(false)
	for batch := range slices.Chunk(ids, inBatch) {
		pages, err := p.Cards.Pages(ctx, batch)
		if err != nil {
			return err
		}
		for _, page := range pages {
			for _, value := range of(page) {
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
	if r.Header.Get("If-None-Match") == w.Header().Get("ETag") {
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

// each hands a list over value by value.
func each[T any](of func(publication.Page) []T) func(publication.Page) []any {
	return func(page publication.Page) []any {
		values := of(page)
		all := make([]any, len(values))
		for i, value := range values {
			all[i] = value
		}
		return all
	}
}
