package web

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/http"
	"strconv"
	"strings"

	"telaio/internal/openfile"
	"telaio/internal/web/shell"
)

// keptPage is one answer in one coding. It does not change.
type keptPage struct {
	status int
	header http.Header   // what the page adds to the headers of every answer
	sum    [12]byte      // of the plain body
	coding string        // of the body; "" = plain
	body   openfile.Part // where it is kept
}

// newKeptPage describes a page that is sent in the coding, if it is worth it.
func newKeptPage(status int, header http.Header, plain []byte, coding string) keptPage {
	header.Del("Content-Length") // that of the coding is sent
	header.Del("Accept-Ranges")  // a kept page is sent whole
	page := keptPage{status: status, header: header, coding: coding}
	sum := sha256.Sum256(plain)
	copy(page.sum[:], sum[:])
	if !compressible(header.Get("Content-Type"), len(plain)) {
		page.coding = ""
	}
	return page
}

// compressible reports whether compressing a body is worth it.
func compressible(kind string, length int) bool {
	const worthIt = 600 // bytes
	return length >= worthIt && (strings.HasPrefix(kind, "text/") || strings.Contains(kind, "json") || strings.Contains(kind, "xml"))
}

// forAll reports whether the page is one that every reader may be given.
func (p keptPage) forAll() bool {
	control := p.header.Get("Cache-Control")
	return p.status == http.StatusOK && p.header.Get("Set-Cookie") == "" && !strings.Contains(control, "private") && !strings.Contains(control, "no-store")
}

// tag is the page's name among all versions and codings of it.
func (p keptPage) tag() string { return `"` + hex.EncodeToString(p.sum[:]) + p.coding + `"` }

// settled answers where the body need not be sent: the reader wants another
// version only, or has this one.
func (p keptPage) settled(w http.ResponseWriter, r *http.Request) bool {
	switch {
	case p.status == http.StatusOK && shell.WantsOther(r, p.tag()):
		w.Header().Set("Cache-Control", "private, no-store")
		w.WriteHeader(http.StatusPreconditionFailed)
	case p.atHand(r):
		p.tellUnchanged(w)
	default:
		return false
	}
	return true
}

// atHand reports whether the reader's copy is still good.
func (p keptPage) atHand(r *http.Request) bool {
	return p.status == http.StatusOK && (shell.HasCopy(r, p.tag()) || unchanged(r.Header, p.header.Get("Last-Modified")))
}

// tellUnchanged says that the reader's copy is still good.
func (p keptPage) tellUnchanged(w http.ResponseWriter) {
	p.setHeader(w.Header())
	w.Header().Del("Content-Type")
	w.WriteHeader(http.StatusNotModified)
}

// send answers with the page, whose body in its coding is given.
func (p keptPage) send(w http.ResponseWriter, body []byte) {
	header := w.Header()
	p.setHeader(header)
	if p.coding != "" {
		header.Set("Content-Encoding", p.coding)
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(p.status)
	_, _ = w.Write(body) // when it fails the reader has gone: nobody is left to tell
}

func (p keptPage) setHeader(header http.Header) {
	maps.Copy(header, p.header)
	header["Vary"] = append([]string{"Accept-Encoding"}, p.header["Vary"]...)
	if p.status == http.StatusOK {
		header["Etag"] = []string{p.tag()}
	}
}

// unchanged reports whether the page is no newer than the reader's copy. A tag
// that the reader names counts instead of the time.
func unchanged(asked http.Header, modified string) bool {
	if modified == "" || asked.Get("If-None-Match") != "" {
		return false
	}
	last, err := http.ParseTime(modified)
	if err != nil {
		return false
	}
	since, err := http.ParseTime(asked.Get("If-Modified-Since"))
	return err == nil && !last.After(since)
}
