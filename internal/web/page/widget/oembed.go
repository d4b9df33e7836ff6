package widget

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"telaio/internal/atlas"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/web/part/opendata"
	"telaio/internal/web/shell"
)

// The size of an embedded page in pixels, unless the site that asks has less
// room, and the least that can be read.
const (
	usualWidth  = 640
	listHeight  = 560
	oneHeight   = 360
	leastWidth  = 240
	leastHeight = 180
)

// answer is what oEmbed 1.0 (oembed.com, section 2.3) wants to know of a page.
type answer struct {
	XMLName      xml.Name `json:"-" xml:"oembed"`
	Version      string   `json:"version" xml:"version"`
	Type         string   `json:"type" xml:"type"`
	Title        string   `json:"title" xml:"title"`
	ProviderName string   `json:"provider_name" xml:"provider_name"`
	ProviderURL  string   `json:"provider_url" xml:"provider_url"`
	CacheAge     int      `json:"cache_age" xml:"cache_age"` // seconds
	HTML         string   `json:"html" xml:"html"`
	Width        int      `json:"width" xml:"width"`
	Height       int      `json:"height" xml:"height"`
}

// oembed answers which code embeds one of this site's pages.
func (p Pages) oembed(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	values := r.URL.Query()
	format := values.Get("format")
	if format != "" && format != "json" && format != "xml" {
		http.Error(w, "format: json or xml", http.StatusNotImplemented) // the specification's own status
		return nil
	}
	e, err := p.embeddable(r.Context(), v, values.Get("url"))
	if err != nil {
		return err
	}
	made := answer{
		Version: "1.0", Type: "rich", Title: e.title, ProviderName: e.visit.T("site.name"), ProviderURL: v.Site.BaseURL, CacheAge: 3600,
		Width: within(usualWidth, values.Get("maxwidth"), leastWidth), Height: within(e.height, values.Get("maxheight"), leastHeight),
	}
	made.HTML = code{
		Address: v.Absolute(e.path), Page: v.Absolute(e.page), Title: e.title, Link: e.visit.T("widget.on_site"), Width: strconv.Itoa(made.Width), Height: made.Height,
	}.html()
	opendata.OpenToAll(w.Header())
	return write(w, made, format)
}

func write(w http.ResponseWriter, made answer, format string) error {
	raw, err := json.Marshal(made)
	kind := "application/json"
	if format == "xml" {
		raw, err = xml.Marshal(made)
		raw, kind = append([]byte(xml.Header), raw...), "text/xml; charset=utf-8"
	}
	if err != nil {
		return fmt.Errorf("write an oEmbed answer: %w", err)
	}
	w.Header().Set("Content-Type", kind)
	_, _ = w.Write(raw) // fails when the reader has gone: nobody is left to tell
	return nil
}

// within is the usual size, or what the site has room for, but no less than can
// be read.
func within(usual int, most string, least int) int {
	if n, err := strconv.Atoi(most); err == nil {
		return max(least, min(usual, n))
	}
	return usual
}

// embed is a page of this site that can be embedded.
type embed struct {
	visit  *shell.Visit // in the page's language
	title  string
	path   string // of what is embedded
	page   string // of the page itself
	height int
}

// embeddable finds what the address of a page stands for: the atlas with its
// filters, or an organisation. Anything else is fault.NotFound.
func (p Pages) embeddable(ctx context.Context, v *shell.Visit, address string) (embed, error) {
	none := fault.New(fault.NotFound, "error.not_found")
	u, err := url.Parse(address)
	if err != nil || u.Scheme+"://"+u.Host != v.Site.BaseURL {
		return embed{}, none
	}
	for _, language := range i18n.Languages() {
		in := *v
		in.Printer = p.Printer(language)
		if u.Path == v.Site.Paths.In(language, "atlas") {
			return p.embeddedList(ctx, &in, u.Query())
		}
		before, _, _ := strings.Cut(v.Site.Paths["organisation"][language], "{slug}")
		if slug, ok := strings.CutPrefix(u.Path, before); ok && slug != "" && !strings.Contains(slug, "/") {
			return p.embeddedOne(ctx, &in, slug)
		}
	}
	return embed{}, none
}

func (p Pages) embeddedList(ctx context.Context, v *shell.Visit, values url.Values) (embed, error) {
	q := atlas.Parse(values, v.Site.Taxonomies)
	q.Page = 0
	result, err := p.Index.Find(ctx, q)
	if err != nil {
		return embed{}, err
	}
	query := result.Query.Encode()
	return embed{visit: v, title: title(v, result), path: withQuery(v.Path("widget"), query), page: withQuery(v.Path("atlas"), query), height: listHeight}, nil
}

func (p Pages) embeddedOne(ctx context.Context, v *shell.Visit, slug string) (embed, error) {
	page, err := p.Reader.Find(ctx, slug)
	if err != nil {
		return embed{}, err
	}
	return embed{
		visit: v, title: page.Card.Name, path: v.Path("widget-organisation", "slug", page.Slug), page: v.Path("organisation", "slug", page.Slug), height: oneHeight,
	}, nil
}
