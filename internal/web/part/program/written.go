package program

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"telaio/internal/web/asset"
	"telaio/internal/web/shell"
)

// patience is how long a slow reader may take for a long answer.
const patience = 15 * time.Minute

// Files keeps files that are made once per version.
type Files interface {
	File(ctx context.Context, name, version string, write func(io.Writer) error) (*os.File, error)
}

// Written is a long answer. All of something is a file that is made once per
// version; a part of it is written as it is read.
type Written struct {
	Name    string // of the file that holds all
	Version string // of what the public sees
	Query   string // names the part that was asked for; "" = all
	Packed  bool   // it is compressed already
	Now     time.Time
	Files   Files
	Write   func(ctx context.Context, to io.Writer) error
}

// Serve sends the answer, compressed if the reader takes that, or says that the
// reader's copy is still good.
func (a Written) Serve(w http.ResponseWriter, r *http.Request) error {
	name, header := a.Name, w.Header()
	write := func(to io.Writer) error { return a.Write(r.Context(), to) }
	BePatient(w, a.Now)
	zipped := !a.Packed && asset.Accepts(r.Header.Get("Accept-Encoding"), "gzip")
	header.Set("ETag", tag(a.Version, name, a.Query, strconv.FormatBool(zipped)))
	if zipped {
		header.Set("Content-Encoding", "gzip")
		name, write = name+".gz", compressed(write)
	}
	if a.Query != "" {
		return stream(w, r, write)
	}
	file, err := a.Files.File(r.Context(), name, a.Version, write)
	if err != nil {
		header.Del("Content-Encoding")
		return err
	}
	defer file.Close()
	http.ServeContent(w, r, "", time.Time{}, file)
	return nil
}

// BePatient gives a slow reader longer for an answer that is long.
func BePatient(w http.ResponseWriter, now time.Time) {
	_ = http.NewResponseController(w).SetWriteDeadline(now.Add(patience)) // a recorder in a test has none
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
		header := w.Header()
		header.Del("Content-Encoding")
		header.Del("Content-Type")
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
