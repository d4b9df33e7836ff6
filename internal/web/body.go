package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"telaio/internal/fault"
	"telaio/internal/web/shell"
)

const (
	defaultBody = 1 << 20
	mostFields  = 10_000
)

// readable reads the query and the form of the request within limits, so that
// handlers find clean text in r.Form and nothing larger than they declared.
func readable(w http.ResponseWriter, r *http.Request, route shell.Route) error {
	if err := readableQuery(r); err != nil {
		return err
	}
	if r.Method != http.MethodPost {
		return nil
	}
	limit := route.MaxBody
	if limit == 0 {
		limit = defaultBody
	}
	kind, parameters, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "multipart/form-data" && route.MaxFile > 0 {
		r.Body = http.MaxBytesReader(w, r.Body, mostSent)
		if err := cutFiles(r, parameters["boundary"], limit, route.MaxFile+1); err != nil {
			return err
		}
		return readMultipart(r, limit+route.MaxFile, route.AnyText)
	}
	r.Body = http.MaxBytesReader(w, r.Body, limit)
	switch kind {
	case "multipart/form-data":
		return readMultipart(r, limit, route.AnyText)
	case "application/x-www-form-urlencoded":
		return readForm(r, route.AnyText)
	default:
		return nil // the handler reads it, within the same limit
	}
}

// readableQuery reads the query, unless the form has it already.
func readableQuery(r *http.Request) error {
	query := r.Form
	if query == nil && r.URL.RawQuery != "" {
		var err error
		if query, err = url.ParseQuery(r.URL.RawQuery); err != nil {
			return fault.Wrap(fault.Malformed, "error.malformed", errors.New("the query cannot be parsed"))
		}
	}
	return fewFields(query, false)
}

func readForm(r *http.Request, anyText bool) error {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return bodyFault(err)
	}
	if bytes.Count(raw, []byte{'&'}) >= mostFields {
		return fault.New(fault.TooLarge, "error.too_large")
	}
	r.Body = io.NopCloser(bytes.NewReader(raw))
	if err := r.ParseForm(); err != nil {
		return bodyFault(err)
	}
	return fewFields(r.Form, anyText)
}

// readMultipart keeps files in memory: the limit of the body is theirs too, and
// nothing is left on the disk.
func readMultipart(r *http.Request, limit int64, anyText bool) error {
	if err := r.ParseMultipartForm(limit); err != nil {
		return bodyFault(err)
	}
	for _, files := range r.MultipartForm.File {
		for _, file := range files {
			if !isText(file.Filename) {
				return fault.New(fault.Malformed, "error.malformed")
			}
		}
	}
	return fewFields(r.Form, anyText)
}

// bodyFault names the limit that was passed. The parser's own words may quote
// what was sent, so they are not kept.
func bodyFault(err error) error {
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge || errors.Is(err, multipart.ErrMessageTooLarge) {
		return fault.New(fault.TooLarge, "error.too_large")
	}
	return fault.Wrap(fault.Malformed, "error.malformed", fmt.Errorf("the form cannot be parsed (%T)", err))
}

// fewFields refuses a form with too many fields, or with names or values that
// are no text.
func fewFields(form url.Values, anyText bool) error {
	fields := 0
	for name, values := range form {
		if fields += len(values); fields > mostFields {
			return fault.New(fault.TooLarge, "error.too_large")
		}
		if !isText(name) {
			return fault.New(fault.Malformed, "error.malformed")
		}
		for _, text := range values {
			if !anyText && !isText(text) {
				return fault.New(fault.Malformed, "error.malformed")
			}
		}
	}
	return nil
}

// isText reports whether s is valid UTF-8 without the NUL that PostgreSQL
// cannot keep.
func isText(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }
