package importing

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"telaio/internal/fault"
	"telaio/internal/outbound"
)

// Web asks other servers, and refuses those inside the network.
type Web interface {
	Do(request *http.Request) (*http.Response, error)
	// Check says whether an address may be asked, as far as that can be told
	// without looking its name up.
	Check(address string) (*url.URL, error)
}

// Download is what an address answered.
type Download struct {
	Raw  []byte
	File string // its name
	Seen Seen
	Same bool // as what was seen before: there is nothing else in it
}

// Fetcher fetches files for imports.
type Fetcher struct {
	Web   Web
	Agent string // what it calls itself, with an address at which it is explained
}

// mostPages is how many pages of one list are fetched.
const mostPages = 500

// Fetch fetches a file, or the pages of a list of the Human Services Data
// Specification one after the other. What the server says is the same as before
// is not fetched. An answer that is of no use is a refusal that tells a person
// why, in Fetch's words; after says how long the server wants to be left alone.
func (f Fetcher) Fetch(ctx context.Context, address string, seen Seen) (d Download, after time.Duration, err error) {
	response, err := f.ask(ctx, address, seen)
	if err != nil {
		return d, 0, err
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusNotModified && seen != (Seen{}) {
		return Download{Same: true, Seen: seen}, 0, nil
	}
	if response.StatusCode != http.StatusOK {
		return d, retryAfter(response.Header), useless(response.StatusCode)
	}
	raw, err := body(response)
	if err != nil {
		return d, 0, err
	}
	if isPage(response.Header, raw) {
		return d, 0, unfit("web_page")
	}
	pages := bytes.NewBuffer(raw)
	if err := f.rest(ctx, address, raw, pages); err != nil {
		return d, 0, err
	}
	d = Download{Raw: pages.Bytes(), File: nameOf(response)}
	d.Seen = Seen{Digest: digest(string(d.Raw))}
	if d.Same = d.Seen.Digest == seen.Digest; d.Same {
		d.Raw = nil
	}
	if pages.Len() == len(raw) { // of several pages, a mark of the first says nothing of the others
		d.Seen.ETag, d.Seen.Modified = mark(response.Header.Get("ETag")), mark(response.Header.Get("Last-Modified"))
	}
	return d, 0, nil
}

// mark is a header to be sent back, unless it is unreasonably long.
func mark(header string) string {
	if len(header) > 300 {
		return ""
	}
	return header
}

func (f Fetcher) ask(ctx context.Context, address string, seen Seen) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, unfit("address")
	}
	request.Header.Set("User-Agent", f.Agent)
	request.Header.Set("Accept", "text/csv, application/geo+json, application/json, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, application/zip, */*;q=0.1")
	if seen.ETag != "" {
		request.Header.Set("If-None-Match", seen.ETag)
	}
	if seen.Modified != "" {
		request.Header.Set("If-Modified-Since", seen.Modified)
	}
	response, err := f.Web.Do(request)
	switch {
	case err == nil:
		return response, nil
	case ctx.Err() != nil:
		return nil, fmt.Errorf("fetch an address: %w", ctx.Err())
	case errors.Is(err, outbound.ErrRefused):
		return nil, unfit("refused")
	default:
		return nil, unfit("unreachable")
	}
}

// body reads an answer whole.
func body(response *http.Response) ([]byte, error) {
	raw, err := io.ReadAll(response.Body)
	switch {
	case errors.Is(err, outbound.ErrTooLarge):
		return nil, unfit("too_large", "Max", MostFetched>>20)
	case err != nil:
		return nil, unfit("cut_off")
	case len(bytes.TrimSpace(raw)) == 0:
		return nil, unfit("empty")
	}
	return raw, nil
}

// MostFetched is how much an address may answer, in bytes.
const MostFetched = 16 << 20

// unfit is a refusal of what was fetched.
func unfit(key string, pairs ...any) error {
	m := problem(key, pairs...)
	m.Key = "import.fetch." + key
	return &fault.Error{Kind: fault.Invalid, Message: m}
}

// useless says why an answer with that status is of no use.
func useless(status int) error {
	switch status {
	case http.StatusNotFound, http.StatusGone:
		return unfit("not_there")
	case http.StatusUnauthorized, http.StatusForbidden:
		return unfit("forbidden")
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return unfit("busy")
	default:
		return unfit("status", "Status", strconv.Itoa(status))
	}
}

// retryAfter is how long the server wants to be left alone, 0 if it does not
// say so in seconds.
func retryAfter(h http.Header) time.Duration {
	seconds, err := strconv.ParseUint(h.Get("Retry-After"), 10, 31)
	if err != nil {
		return 0
	}
	return time.Duration(seconds) * time.Second
}

// isPage reports whether the answer is made for people.
func isPage(h http.Header, raw []byte) bool {
	media, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err == nil && (media == "text/html" || media == "application/xhtml+xml") {
		return true
	}
	head := strings.ToLower(string(bytes.TrimSpace(raw[:min(len(raw), 300)])))
	return strings.HasPrefix(head, "<!doctype html") || strings.HasPrefix(head, "<html")
}

// nameOf is what the server calls the file, or the end of its address.
func nameOf(response *http.Response) string {
	if _, values, err := mime.ParseMediaType(response.Header.Get("Content-Disposition")); err == nil && values["filename"] != "" {
		return path.Base(values["filename"])
	}
	at := response.Request.URL
	if name := path.Base(at.Path); name != "/" && name != "." {
		return name
	}
	return at.Host
}

// rest adds the further pages of a list of the Human Services Data
// Specification, one a line.
func (f Fetcher) rest(ctx context.Context, address string, first []byte, to *bytes.Buffer) error {
	pages := pagesIn(first)
	if pages > mostPages {
		return unfit("too_large", "Max", MostFetched>>20)
	}
	for n := 2; n <= pages; n++ {
		next, err := url.Parse(address)
		if err != nil {
			return unfit("address")
		}
		query := next.Query()
		query.Set("page", strconv.Itoa(n))
		next.RawQuery = query.Encode()
		raw, err := f.page(ctx, next.String())
		if err != nil {
			return err
		}
		if to.Len()+len(raw) > MostFetched {
			return unfit("too_large", "Max", MostFetched>>20)
		}
		to.WriteByte('\n')
		to.Write(raw)
	}
	return nil
}

func (f Fetcher) page(ctx context.Context, address string) ([]byte, error) {
	response, err := f.ask(ctx, address, Seen{})
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, useless(response.StatusCode)
	}
	return body(response)
}

// pagesIn is how many pages a list has whose first page it is, 1 for anything
// else.
func pagesIn(raw []byte) int {
	if !bytes.HasPrefix(bytes.TrimSpace(raw), []byte("{")) {
		return 1
	}
	var list struct {
		Number   int              `json:"page_number"`
		Pages    int              `json:"total_pages"`
		Contents *json.RawMessage `json:"contents"`
	}
	if json.Unmarshal(raw, &list) != nil || list.Contents == nil || list.Number > 1 {
		return 1
	}
	return list.Pages
}
