package asset

import (
	"bytes"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
)

// inGzip returns raw in gzip. Writing to memory cannot fail.
func inGzip(raw []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return raw
	}
	if _, err := w.Write(raw); err != nil {
		return raw
	}
	if err := w.Close(); err != nil {
		return raw
	}
	return b.Bytes()
}

// How hard Brotli tries: dense takes 0.5 s for the largest script and is done once
// in a program's life, quick takes a hundredth of that for a tenth more bytes.
const (
	dense = 10
	quick = 5
)

// inBrotli returns raw in Brotli, which every browser knows and which makes of
// texts of this size a sixth less than Zstandard. It looks back 256 KB, longer
// than any of them, and so works in 11 MB at most.
func inBrotli(raw []byte, quality int) []byte {
	var b bytes.Buffer
	w := brotli.NewWriterOptions(&b, brotli.WriterOptions{Quality: quality, LGWin: 18})
	if _, err := w.Write(raw); err != nil {
		return raw
	}
	if err := w.Close(); err != nil {
		return raw
	}
	return b.Bytes()
}

// smaller returns what compressing made, nil if it gained nothing.
func smaller(coded, raw []byte) []byte {
	if len(coded) >= len(raw) {
		return nil
	}
	return coded
}
