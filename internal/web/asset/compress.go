package asset

import (
	"bytes"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
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

// inZstd returns raw in zstd. The best level would take 45 MB while it works,
// for a gain of some hundred bytes.
func inZstd(raw []byte) []byte {
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return raw
	}
	defer encoder.Close()
	return encoder.EncodeAll(raw, nil)
}

// smaller returns what compressing made, nil if it gained nothing.
func smaller(coded, raw []byte) []byte {
	if len(coded) >= len(raw) {
		return nil
	}
	return coded
}
