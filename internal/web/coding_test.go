package web

import (
	"os"
	"testing"
)

// BenchmarkEncode tells what a page costs and weighs in each coding.
func BenchmarkEncode(b *testing.B) {
	page, err := os.ReadFile("part/form/testdata/english.html")
	if err != nil {
		b.Fatal(err)
	}
	for _, coding := range []string{brotlied, zstandard, gzipped} {
		b.Run(coding, func(b *testing.B) {
			size := 0
			for b.Loop() {
				size = len(encode(page, coding))
			}
			b.ReportMetric(float64(len(page)), "B-plain")
			b.ReportMetric(float64(size), "B-encoded")
		})
	}
}
