package web

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"

	"telaio/internal/fault"
)

// mostSent is how much of a form with files is read at all. What lies between
// it and the limits is read only to find the fields behind a file.
const mostSent = 64 << 20

// cutFiles replaces the body of a multipart form by one that fits the memory:
// its files together have at most mostFile bytes and end there, its texts stay
// as they are or are refused when they have more than mostText together.
func cutFiles(r *http.Request, boundary string, mostText, mostFile int64) error {
	var kept bytes.Buffer
	form := multipart.NewWriter(&kept)
	if err := form.SetBoundary(boundary); err != nil {
		return bodyFault(err)
	}
	kept.Grow(int(min(max(r.ContentLength, 0), mostText+mostFile)))
	parts := multipart.NewReader(r.Body, boundary)
	for number := 0; ; number++ {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return bodyFault(err)
		}
		if number >= mostFields {
			return fault.New(fault.TooLarge, "error.too_large")
		}
		room := &mostText
		if part.FileName() != "" {
			room = &mostFile
		}
		n, err := copyPart(form, part, *room)
		if err != nil {
			return bodyFault(err)
		}
		if *room -= n; room == &mostText && *room <= 0 {
			return fault.New(fault.TooLarge, "error.too_large")
		}
	}
	if err := form.Close(); err != nil {
		return bodyFault(err)
	}
	r.Body = io.NopCloser(&kept)
	return nil
}

// copyPart copies the part up to most bytes and reads the rest away.
func copyPart(form *multipart.Writer, part *multipart.Part, most int64) (int64, error) {
	to, err := form.CreatePart(part.Header)
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(to, io.LimitReader(part, most))
	if err != nil {
		return n, err
	}
	_, err = io.Copy(io.Discard, part)
	return n, err
}
