package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"telaio/internal/web/asset"
)

// keptPage is one answer, in every coding that it has been asked for in.
type keptPage struct {
	key    pageKey
	status int
	header http.Header // what the page adds to the headers of every answer
	plain  []byte
	tag    string // of the plain body; codings add their name

	gzipped, zstded coded
}

// coded is a body that is compressed when it is first asked for.
type coded struct {
	once sync.Once
	body []byte
}

func newKeptPage(key pageKey, status int, header http.Header, body []byte) *keptPage {
	header.Del("Content-Length") // that of the coding is sent
	sum := sha256.Sum256(body)
	return &keptPage{key: key, status: status, header: header, plain: body, tag: hex.EncodeToString(sum[:12])}
}

// size is the memory that the page may come to take: compressed bodies are
// counted before they are made.
func (p *keptPage) size() int { return 512 + len(p.key.query) + len(p.plain)*3/2 }

// personal reports whether the page means to be one reader's.
func (p *keptPage) personal() bool {
	control := p.header.Get("Cache-Control")
	return p.header.Get("Set-Cookie") != "" || strings.Contains(control, "private") || strings.Contains(control, "no-store")
}

// send answers the request with the page, or tells the reader that the copy at
// hand is still good.
func (p *keptPage) send(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	maps.Copy(header, p.header)
	header.Del("Accept-Ranges") // a kept page is sent whole
	header["Vary"] = append([]string{"Accept-Encoding"}, p.header["Vary"]...)
	body, coding := p.in(r.Header.Get("Accept-Encoding"))
	tag := `"` + p.tag + coding + `"`
	if p.status == http.StatusOK {
		header.Set("ETag", tag)
		if matches(r.Header.Get("If-None-Match"), tag) || unchanged(r.Header, header.Get("Last-Modified")) {
			header.Del("Content-Type")
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	if coding != "" {
		header.Set("Content-Encoding", coding)
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(p.status)
	_, _ = w.Write(body) // when it fails the reader has gone: nobody is left to tell
}

// unchanged reports whether the page is no newer than the reader's copy. A tag
// that the reader names counts instead of the time.
func unchanged(asked http.Header, modified string) bool {
	if modified == "" || asked.Get("If-None-Match") != "" {
		return false
	}
	last, err := http.ParseTime(modified)
	if err != nil {
		return false
	}
	since, err := http.ParseTime(asked.Get("If-Modified-Since"))
	return err == nil && !last.After(since)
}

// matches reports whether an If-None-Match header names the tag.
func matches(header, tag string) bool {
	for named := range strings.SplitSeq(header, ",") {
		if named = strings.TrimPrefix(strings.TrimSpace(named), "W/"); named == tag {
			return true
		}
	}
	return false
}

// in returns the body in the best coding that the reader accepts.
func (p *keptPage) in(accepted string) (body []byte, coding string) {
	const worthIt = 600 // bytes
	if len(p.plain) < worthIt || accepted == "" || !compressible(p.header.Get("Content-Type")) {
		return p.plain, ""
	}
	switch {
	case asset.Accepts(accepted, "zstd"):
		p.zstded.once.Do(func() { p.zstded.body = zstandard(p.plain) })
		return p.zstded.body, "zstd"
	case asset.Accepts(accepted, "gzip"):
		p.gzipped.once.Do(func() { p.gzipped.body = gzipped(p.plain) })
		return p.gzipped.body, "gzip"
	}
	return p.plain, ""
}

// compressible reports whether the media type is text.
func compressible(mediaType string) bool {
	return strings.HasPrefix(mediaType, "text/") || strings.Contains(mediaType, "json") || strings.Contains(mediaType, "xml")
}

// encoders compress without being made anew each time, which costs more than
// the work itself. They hold no page between two uses.
var (
	zstdEncoder = sync.OnceValue(func() *zstd.Encoder {
		encoder, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(256<<10), zstd.WithLowerEncoderMem(true))
		if err != nil {
			panic(err) // the options are constants
		}
		return encoder
	})
	gzipWriters = sync.Pool{New: func() any {
		w, err := gzip.NewWriterLevel(nil, 6)
		if err != nil {
			panic(err) // the level is a constant
		}
		return w
	}}
)

func zstandard(raw []byte) []byte { return zstdEncoder().EncodeAll(raw, make([]byte, 0, len(raw)/4)) }

func gzipped(raw []byte) []byte {
	var packed bytes.Buffer
	w := gzipWriters.Get().(*gzip.Writer)
	defer gzipWriters.Put(w)
	w.Reset(&packed)
	_, _ = w.Write(raw) // writing to memory cannot fail
	_ = w.Close()
	return packed.Bytes()
}
