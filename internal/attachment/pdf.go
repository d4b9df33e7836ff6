package attachment

import (
	"bytes"
	"regexp"
	"strconv"

	"telaio/internal/fault"
)

// looksLikePDF reports whether the bytes begin as a PDF does.
func looksLikePDF(raw []byte) bool { return bytes.HasPrefix(raw, []byte("%PDF-")) }

var (
	version = regexp.MustCompile(`^%PDF-[12]\.\d`)
	ending  = regexp.MustCompile(`startxref\s+(\d+)\s+%%EOF\s*$`)
)

// lastBytes is where a reader looks for the end of a PDF.
const lastBytes = 1024

// checkPDF refuses what is cut short, goes on after its end, or only begins like
// a PDF: the file has to name a version and end with the place of its index,
// and the index has to begin there. Nothing in it is read or run.
func checkPDF(raw []byte) error {
	if len(raw) > MaxPDF {
		return fault.New(fault.TooLarge, "attachment.too_heavy")
	}
	tail := raw[max(0, len(raw)-lastBytes):]
	found := ending.FindSubmatch(tail)
	if !version.Match(raw) || found == nil {
		return fault.New(fault.Invalid, "attachment.broken")
	}
	at, err := strconv.Atoi(string(found[1]))
	if err != nil || at <= 0 || at >= len(raw) || !beginsIndex(raw[at:]) {
		return fault.New(fault.Invalid, "attachment.broken")
	}
	return nil
}

var (
	table  = regexp.MustCompile(`^\s*xref\s`)
	stream = regexp.MustCompile(`^\s*\d+\s+\d+\s+obj\b`)
)

// beginsIndex reports whether a cross-reference table, or the stream that newer
// files have instead, begins here.
func beginsIndex(b []byte) bool {
	b = b[:min(len(b), 64)]
	return table.Match(b) || stream.Match(b)
}
