package web

import (
	"bytes"
	"container/list"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"telaio/internal/web/asset"
)

// keptPage is one answer.
type keptPage struct {
	key    pageKey
	status int
	header http.Header // what the page adds to the headers of every answer
	length int         // of the plain body
	tag    string      // of the plain body; codings add their name
	packed []byte      // the body in zstd; nil = it is not compressed

	bodies atomic.Pointer[bodies]
	opened *list.Element // on the shelf of pages that have bodies; the cache's
}

// bodies are the plain body, and the same in gzip once someone has asked for it.
type bodies struct {
	plain   []byte
	once    sync.Once
	gzipped []byte
}

func newKeptPage(key pageKey, status int, header http.Header, body []byte) *keptPage {
	header.Del("Content-Length") // that of the coding is sent
	sum := sha256.Sum256(body)
	p := &keptPage{key: key, status: status, header: header, length: len(body), tag: hex.EncodeToString(sum[:12])}
	p.bodies.Store(&bodies{plain: body})
	return p
}

// compressible reports whether compressing the page is worth it.
func (p *keptPage) compressible() bool {
	const worthIt = 600 // bytes
	kind := p.header.Get("Content-Type")
	return p.length >= worthIt && (strings.HasPrefix(kind, "text/") || strings.Contains(kind, "json") || strings.Contains(kind, "xml"))
}

// pack compresses the page, before anyone else sees it.
func (p *keptPage) pack() {
	if p.compressible() {
		p.packed = zstandard(p.bodies.Load().plain)
	}
}

// size is the memory that the page takes on the shelf of all pages.
func (p *keptPage) size() int {
	const around = 1024 // key, headers, lists
	if p.packed == nil {
		return around + p.length
	}
	return around + len(p.packed)
}

// personal reports whether the page means to be one reader's.
func (p *keptPage) personal() bool {
	control := p.header.Get("Cache-Control")
	return p.header.Get("Set-Cookie") != "" || strings.Contains(control, "private") || strings.Contains(control, "no-store")
}

// send answers the request with the page, or tells the reader that the copy at
// hand is still good.
func (p *keptPage) send(w http.ResponseWriter, r *http.Request, c *Cache) {
	header := w.Header()
	maps.Copy(header, p.header)
	header.Del("Accept-Ranges") // a kept page is sent whole
	header["Vary"] = append([]string{"Accept-Encoding"}, p.header["Vary"]...)
	body, coding := p.in(r.Header.Get("Accept-Encoding"), c)
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
func (p *keptPage) in(accepted string, c *Cache) (body []byte, coding string) {
	switch {
	case p.packed != nil && asset.Accepts(accepted, "zstd"):
		return p.packed, "zstd"
	case p.compressible() && asset.Accepts(accepted, "gzip"):
		b := p.open(c)
		b.once.Do(func() { b.gzipped = gzipped(b.plain) })
		return b.gzipped, "gzip"
	}
	return p.open(c).plain, ""
}

// open returns the bodies, out of the compressed one where they have gone.
func (p *keptPage) open(c *Cache) *bodies {
	if b := p.bodies.Load(); b != nil {
		return b
	}
	b := &bodies{plain: unzstandard(p.packed, p.length)}
	p.bodies.Store(b)
	c.opened(p)
	return b
}

// encoders compress without being made anew each time, which costs more than
// the work itself. They hold no page between two uses.
var (
	zstdEncoder = sync.OnceValue(func() *zstd.Encoder {
		encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(256<<10), zstd.WithLowerEncoderMem(true))
		if err != nil {
			panic(err) // the options are constants
		}
		return encoder
	})
	zstdRoom    = sync.Pool{New: func() any { return new([]byte) }}
	zstdDecoder = sync.OnceValue(func() *zstd.Decoder {
		decoder, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderLowmem(true))
		if err != nil {
			panic(err) // the options are constants
		}
		return decoder
	})
	// Level 3 takes half the time of level 6 for a page that is 5 % larger.
	gzipWriters = sync.Pool{New: func() any {
		w, err := gzip.NewWriterLevel(nil, 3)
		if err != nil {
			panic(err) // the level is a constant
		}
		return w
	}}
)

func zstandard(raw []byte) []byte {
	room := zstdRoom.Get().(*[]byte)
	defer zstdRoom.Put(room)
	*room = zstdEncoder().EncodeAll(raw, (*room)[:0])
	return bytes.Clone(*room) // without room to spare: it is kept
}

// unzstandard undoes zstandard; the bytes are our own, so that it cannot fail.
func unzstandard(packed []byte, length int) []byte {
	plain, err := zstdDecoder().DecodeAll(packed, make([]byte, 0, length))
	if err != nil {
		panic(err)
	}
	return plain
}

func gzipped(raw []byte) []byte {
	var packed bytes.Buffer
	w := gzipWriters.Get().(*gzip.Writer)
	defer gzipWriters.Put(w)
	w.Reset(&packed)
	_, _ = w.Write(raw) // writing to memory cannot fail
	_ = w.Close()
	return packed.Bytes()
}
