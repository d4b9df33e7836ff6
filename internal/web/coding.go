package web

import (
	"bytes"
	"net/http"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"telaio/internal/web/asset"
)

// The codings of bodies. Brotli makes less of a page than Zstandard, and takes
// several times as long: BenchmarkEncode tells how much.
const (
	brotlied  = "br"
	zstandard = "zstd"
	gzipped   = "gzip"
)

// bestCoding is the best coding that the reader accepts, "" for none. A page that
// has an address of its own is made once and read often, and is what people come
// to first: it may take longer. What answers a search is mostly read once.
func bestCoding(r *http.Request) string {
	codings := []string{brotlied, zstandard, gzipped}
	if r.URL.RawQuery != "" {
		codings = codings[1:]
	}
	accepted := r.Header.Get("Accept-Encoding")
	for _, coding := range codings {
		if asset.Accepts(accepted, coding) {
			return coding
		}
	}
	return ""
}

// encode returns the body in the coding.
func encode(plain []byte, coding string) []byte {
	switch coding {
	case brotlied:
		return toBrotli(plain)
	case zstandard:
		return toZstandard(plain)
	default:
		return toGzip(plain)
	}
}

// The encoders work without being made anew each time, which costs more than
// the work itself. They hold no page between two uses.
var (
	zstdEncoder = sync.OnceValue(func() *zstd.Encoder {
		encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(256<<10), zstd.WithLowerEncoderMem(true))
		if err != nil {
			panic(err) // the options are constants
		}
		return encoder
	})
	// Level 6 gains nothing, level 4 loses a twentieth. What is larger than any page,
	// like the map of the site, takes level 2, which is as quick as gzip.
	brotliWriters      = brotliOf(5)
	quickBrotliWriters = brotliOf(2)
	// Level 3 takes half the time of level 6 for a page that is 5 % larger.
	gzipWriters = sync.Pool{New: func() any {
		w, err := gzip.NewWriterLevel(nil, 3)
		if err != nil {
			panic(err) // the level is a constant
		}
		return w
	}}
)

func brotliOf(level int) *sync.Pool {
	return &sync.Pool{New: func() any {
		return brotli.NewWriterOptions(nil, brotli.WriterOptions{Quality: level, LGWin: 18})
	}}
}

func toZstandard(plain []byte) []byte {
	room := rooms.Get().(*[]byte)
	defer rooms.Put(room)
	*room = zstdEncoder().EncodeAll(plain, (*room)[:0])
	return bytes.Clone(*room) // without room to spare: it is kept
}

func toBrotli(plain []byte) []byte {
	var packed bytes.Buffer
	const page = 256 << 10 // bytes
	writers := brotliWriters
	if len(plain) > page {
		writers = quickBrotliWriters
	}
	w := writers.Get().(*brotli.Writer)
	defer writers.Put(w)
	w.Reset(&packed)
	_, _ = w.Write(plain) // writing to memory cannot fail
	_ = w.Close()
	return packed.Bytes()
}

func toGzip(plain []byte) []byte {
	var packed bytes.Buffer
	w := gzipWriters.Get().(*gzip.Writer)
	defer gzipWriters.Put(w)
	w.Reset(&packed)
	_, _ = w.Write(plain) // writing to memory cannot fail
	_ = w.Close()
	return packed.Bytes()
}
