package web

import (
	"bytes"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// The codings of bodies, the better first.
const (
	zstandard = "zstd"
	gzipped   = "gzip"
)

// encode returns the body in the coding.
func encode(plain []byte, coding string) []byte {
	if coding == zstandard {
		return toZstandard(plain)
	}
	return toGzip(plain)
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
	// Level 3 takes half the time of level 6 for a page that is 5 % larger.
	gzipWriters = sync.Pool{New: func() any {
		w, err := gzip.NewWriterLevel(nil, 3)
		if err != nil {
			panic(err) // the level is a constant
		}
		return w
	}}
)

func toZstandard(plain []byte) []byte {
	room := rooms.Get().(*[]byte)
	defer rooms.Put(room)
	*room = zstdEncoder().EncodeAll(plain, (*room)[:0])
	return bytes.Clone(*room) // without room to spare: it is kept
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
