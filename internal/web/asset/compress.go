package asset

import (
	"bytes"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// compressed returns raw in gzip and in zstd, nil for a coding that gains
// nothing. Writing to memory cannot fail.
func compressed(raw []byte) (gz, zst []byte) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, nil
	}
	if _, err := w.Write(raw); err != nil {
		return nil, nil
	}
	if err := w.Close(); err != nil {
		return nil, nil
	}
	// The best level takes 45 MB while it works, for a gain of some hundred bytes.
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return smaller(b.Bytes(), raw), nil
	}
	defer encoder.Close()
	return smaller(b.Bytes(), raw), smaller(encoder.EncodeAll(raw, nil), raw)
}

func smaller(coded, raw []byte) []byte {
	if len(coded) >= len(raw) {
		return nil
	}
	return coded
}
