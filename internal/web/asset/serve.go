package asset

import (
	"net/http"
	"strconv"
	"strings"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/web/shell"
)

// Routes serves the bundle.
func (b *Bundle) Routes() []shell.Route {
	return []shell.Route{{
		Name: "asset", Method: http.MethodGet, Paths: shell.Only("/assets/{hash}/{name}"),
		Action: account.ReadPublic, Handle: b.serve,
	}}
}

// serve sends an asset. A page that another version of the program wrote asks
// for another hash: it gets what there is now, and no one keeps it.
func (b *Bundle) serve(w http.ResponseWriter, r *http.Request, _ *shell.Visit) error {
	f, ok := b.files[r.PathValue("name")]
	if !ok {
		return fault.New(fault.NotFound, "error.not_found")
	}
	forNoDocument(w.Header())
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	if r.PathValue("hash") != f.hash {
		w.Header().Set("Cache-Control", "public, no-cache")
	}
	f.Send(w, r)
	return nil
}

// forNoDocument takes away what browsers heed in a document only: a page asks for
// up to nine assets, and over HTTP/1.1 these headers weighed as much as the
// smallest. An icon that is opened by itself may still load and run nothing.
func forNoDocument(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'")
	for _, name := range []string{"Cross-Origin-Embedder-Policy", "Cross-Origin-Opener-Policy", "Permissions-Policy", "Referrer-Policy"} {
		h.Del(name)
	}
}

// Send answers with the body in the best coding that the browser accepts. Who
// may keep it has been said by then.
func (f *File) Send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Vary", "Accept-Encoding")
	body, coding := f.in(r.Header.Get("Accept-Encoding"))
	h.Set("ETag", `"`+f.hash+coding+`"`)
	if shell.HasCopy(r, h.Get("ETag")) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if coding != "" {
		h.Set("Content-Encoding", coding)
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // when it fails the reader has gone: nobody is left to tell
}

// in returns the body in the best coding that the browser accepts, and the
// coding's name, "" for none.
func (f *File) in(accepted string) (body []byte, coding string) {
	if Accepts(accepted, "br") {
		if body = f.brotli(); body != nil {
			return body, "br"
		}
	}
	if Accepts(accepted, "gzip") {
		if body = f.gzip(); body != nil {
			return body, "gzip"
		}
	}
	return f.plain, ""
}

// Accepts reports whether an Accept-Encoding header names the coding and does
// not refuse it with a weight of zero.
func Accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if !strings.EqualFold(strings.TrimSpace(name), coding) {
			continue
		}
		q, found := strings.CutPrefix(strings.TrimSpace(weight), "q=")
		value, err := strconv.ParseFloat(q, 64)
		return !found || err == nil && value > 0
	}
	return false
}
