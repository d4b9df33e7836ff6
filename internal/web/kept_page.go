package web

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"telaio/internal/web/asset"
)

// keptPage is one answer. It does not change once others can see it.
type keptPage struct {
	status  int
	header  http.Header // what the page adds to the headers of every answer
	length  int         // of the plain body
	tag     string      // of the plain body; codings add their name
	pattern *pattern    // of its kind; nil = the page is not kept
	folded  []byte      // the body as the pattern folds it
}

func newKeptPage(status int, header http.Header, plain []byte) *keptPage {
	header.Del("Content-Length") // that of the coding is sent
	sum := sha256.Sum256(plain)
	return &keptPage{status: status, header: header, length: len(plain), tag: hex.EncodeToString(sum[:12])}
}

// fold makes the page ready to be kept, before anyone else sees it.
func (p *keptPage) fold(plain []byte, by *pattern) {
	p.pattern, p.folded = by, by.fold(plain)
	if reflect.DeepEqual(p.header, by.header) {
		p.header = by.header
	}
}

// read calls do with the body: plain if it is at hand, else what was folded. It
// is there only as long as do takes.
func (p *keptPage) read(plain []byte, do func(plain []byte)) {
	if plain != nil || p.pattern == nil {
		do(plain)
		return
	}
	p.pattern.unfold(p.folded, do)
}

// compressible reports whether compressing the page is worth it.
func (p *keptPage) compressible() bool {
	const worthIt = 600 // bytes
	kind := p.header.Get("Content-Type")
	return p.length >= worthIt && (strings.HasPrefix(kind, "text/") || strings.Contains(kind, "json") || strings.Contains(kind, "xml"))
}

// size is the memory that the page takes.
func (p *keptPage) size() int {
	const around = 512 // key, tag, lists
	return around + len(p.folded)
}

// personal reports whether the page means to be one reader's.
func (p *keptPage) personal() bool {
	control := p.header.Get("Cache-Control")
	return p.header.Get("Set-Cookie") != "" || strings.Contains(control, "private") || strings.Contains(control, "no-store")
}

// send answers the request with the page, or tells the reader that the copy at
// hand is still good. plain is the body if it is at hand.
func (p *keptPage) send(w http.ResponseWriter, r *http.Request, plain []byte, c *Cache) {
	header := w.Header()
	maps.Copy(header, p.header)
	header.Del("Accept-Ranges") // a kept page is sent whole
	header["Vary"] = append([]string{"Accept-Encoding"}, p.header["Vary"]...)
	coding := p.coding(r.Header.Get("Accept-Encoding"))
	if p.status == http.StatusOK {
		tag := `"` + p.tag + coding + `"`
		header.Set("ETag", tag)
		if matches(r.Header.Get("If-None-Match"), tag) || unchanged(r.Header, header.Get("Last-Modified")) {
			header.Del("Content-Type")
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	write := func(body []byte) {
		header.Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(p.status)
		_, _ = w.Write(body) // when it fails the reader has gone: nobody is left to tell
	}
	if coding == "" {
		p.read(plain, write)
		return
	}
	header.Set("Content-Encoding", coding)
	write(c.encoded(p, plain, coding))
}

// coding is the best one that the reader accepts, "" for none.
func (p *keptPage) coding(accepted string) string {
	if p.compressible() {
		for _, coding := range []string{zstandard, gzipped} {
			if asset.Accepts(accepted, coding) {
				return coding
			}
		}
	}
	return ""
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

// matches reports whether an If-None-Match header names the tag.
func matches(header, tag string) bool {
	for named := range strings.SplitSeq(header, ",") {
		if named = strings.TrimPrefix(strings.TrimSpace(named), "W/"); named == tag {
			return true
		}
	}
	return false
}
