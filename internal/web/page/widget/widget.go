// Package widget lets other sites show the atlas: a page to embed for any of its
// filters and for one organisation, the page that makes the code to paste, and
// oEmbed for sites that find the code by themselves.
package widget

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"telaio/internal/account"
	"telaio/internal/atlas"
	"telaio/internal/clock"
	"telaio/internal/i18n"
	"telaio/internal/publication"
	"telaio/internal/web/part/filterwords"
	"telaio/internal/web/part/opendata"
	"telaio/internal/web/part/organisationrow"
	"telaio/internal/web/part/townmap"
	"telaio/internal/web/shell"
)

// Index answers queries about the published organisations.
type Index interface {
	Find(ctx context.Context, q atlas.Query) (atlas.Result, error)
}

// Reader finds one published organisation.
type Reader interface {
	Find(ctx context.Context, slug string) (publication.Page, error)
}

// Pages are the routes of this group.
type Pages struct {
	Index  Index
	Reader Reader
	Clock  clock.Clock
	// Printer has the words of a language.
	Printer func(i18n.Language) *i18n.Printer
	// Row is how lists show an entry.
	Row func(v *shell.Visit, e atlas.Entry) organisationrow.Entry
}

// Routes lists the pages.
func (p Pages) Routes() []shell.Route {
	get := func(name, italian, english string, handle func(http.ResponseWriter, *http.Request, *shell.Visit) error, query []string) shell.Route {
		return shell.Route{
			Name: name, Method: http.MethodGet, Paths: shell.Both(italian, english), Action: account.ReadPublic,
			Handle: handle, Cached: true, Counted: name != "widget-code", Open: name != "widget-code", Query: query, Limit: shell.LimitSearch,
		}
	}
	oembed := get("oembed", "", "", p.oembed, []string{"url", "format", "maxwidth", "maxheight"})
	oembed.Paths, oembed.Counted = shell.Only("/oembed"), false
	code := slices.Concat(atlas.Parameters(), lookParameters(), []string{organisationParameter, heightParameter})
	return []shell.Route{
		get("widget", "/widget", "/en/widget", p.list, slices.Concat(atlas.Parameters(), lookParameters())),
		get("widget-organisation", "/widget/organizzazioni/{slug}", "/en/widget/organisations/{slug}", p.one, lookParameters()),
		get("widget-code", "/widget/codice", "/en/widget/code", p.code, code),
		oembed,
	}
}

// The parameters that say how an embedded page looks, the same in every
// language.
const (
	themeParameter = "tema"
	mapParameter   = "mappa"
	countParameter = "quanti"
)

func lookParameters() []string {
	return []string{shell.LanguageParameter, themeParameter, mapParameter, countParameter}
}

// look is how an embedded page looks.
type look struct {
	Language i18n.Language // "" = that of the address
	Theme    string        // "chiaro", "scuro", or "" = as the reader's device has it
	NoMap    bool
	Count    int // organisations in the list
}

// counts are how many organisations a list can have, the usual number first.
func counts() []int { return []int{10, 5, atlas.PageSize} }

// themes are the looks that can be asked for; "" is the device's own.
func themes() []string { return []string{"", "chiaro", "scuro"} }

// readLook reads the parameters. What they cannot mean is left out.
func readLook(values url.Values) look {
	l := look{NoMap: values.Get(mapParameter) == "no", Count: counts()[0]}
	if language := i18n.Language(values.Get(shell.LanguageParameter)); slices.Contains(i18n.Languages(), language) {
		l.Language = language
	}
	if theme := values.Get(themeParameter); slices.Contains(themes(), theme) {
		l.Theme = theme
	}
	if n, err := strconv.Atoi(values.Get(countParameter)); err == nil && slices.Contains(counts(), n) {
		l.Count = n
	}
	return l
}

// encode writes the look as parameters of an address, "" for the usual one. The
// language is in the path.
func (l look) encode() string {
	values := url.Values{}
	if l.Theme != "" {
		values.Set(themeParameter, l.Theme)
	}
	if l.NoMap {
		values.Set(mapParameter, "no")
	}
	if l.Count != counts()[0] {
		values.Set(countParameter, strconv.Itoa(l.Count))
	}
	return values.Encode()
}

// dataTheme is the look as the style sheet knows it.
func (l look) dataTheme() string {
	return map[string]string{"chiaro": "light", "scuro": "dark"}[l.Theme]
}

// frame is an embedded page of several organisations.
type frame struct {
	look
	Title string
	Rows  []organisationrow.Entry
	Total int
	More  string // path of the list on this site
	Map   townmap.Map
}

// elsewhere sends a reader who asks for another language to its own address. It
// keeps no cookie, as the page does not.
func elsewhere(w http.ResponseWriter, r *http.Request, v *shell.Visit, l look) bool {
	if l.Language == "" || l.Language == v.Language {
		return false
	}
	values := r.URL.Query()
	values.Del(shell.LanguageParameter)
	pairs := []string{}
	for name, value := range v.Values {
		pairs = append(pairs, name, value)
	}
	http.Redirect(w, r, withQuery(v.Site.Paths.In(l.Language, v.Route, pairs...), values.Encode()), http.StatusFound)
	return true
}

func (p Pages) list(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	l := readLook(r.URL.Query())
	if elsewhere(w, r, v, l) {
		return nil
	}
	q := atlas.Parse(r.URL.Query(), v.Site.Taxonomies)
	q.Page = 0
	result, err := p.Index.Find(r.Context(), q)
	if err != nil {
		return err
	}
	f := frame{look: l, Title: title(v, result), Total: result.Total, More: withQuery(v.Path("atlas"), result.Query.Encode())}
	for _, e := range result.Entries[:min(l.Count, len(result.Entries))] {
		f.Rows = append(f.Rows, p.Row(v, *e))
	}
	if !l.NoMap {
		f.Map = drawn(v, result)
	}
	allowEmbedding(w.Header())
	return shell.Render(w, r, http.StatusOK, listView(v, f))
}

// title is "Organizzazioni dell'atlante: Empowerment, Lazio".
func title(v *shell.Visit, r atlas.Result) string {
	words := filterwords.Speaker{Printer: v.Printer, Site: v.Site}.Of(r.Query, r.Towns)
	if len(words) == 0 {
		return v.T("widget.title")
	}
	return v.T("widget.title_of", i18n.Args{"Filter": joined(words)})
}

// joined is the first words of a filter; more would not fit a title.
func joined(words []string) string {
	const most = 4
	text := strings.Join(words[:min(most, len(words))], ", ")
	if len(words) > most {
		text += "…"
	}
	return text
}

// drawn is the map; a dot leads to the atlas, narrowed to its town.
func drawn(v *shell.Visit, r atlas.Result) townmap.Map {
	base := r.Query.Only(atlas.Towns).Encode()
	if base != "" {
		base += "&"
	}
	m := townmap.Map{
		Land: v.Site.Land, Abroad: r.Abroad, Unplaced: r.Unplaced,
		Others: v.Path("atlas") + "?" + base + atlas.Towns.Parameter() + "=",
		Back: func(t townmap.Town) string {
			return withQuery(v.Path("atlas"), r.Query.Only(atlas.Towns, t.Code).Encode())
		},
	}
	for _, d := range r.Dots {
		m.Towns = append(m.Towns, townmap.Town{Municipality: d.Town, Count: d.Count, Chosen: d.Chosen, Stale: d.Stale})
	}
	return m
}

func (p Pages) one(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	l := readLook(r.URL.Query())
	if elsewhere(w, r, v, l) {
		return nil
	}
	slug := r.PathValue("slug")
	page, err := p.Reader.Find(r.Context(), slug)
	if err != nil {
		return err
	}
	if page.Slug != slug {
		http.Redirect(w, r, withQuery(v.Path("widget-organisation", "slug", page.Slug), l.encode()), http.StatusMovedPermanently)
		return nil
	}
	allowEmbedding(w.Header())
	return shell.Render(w, r, http.StatusOK, oneView(v, newSingle(v, l, page, p.Clock.Now())))
}

// allowEmbedding lets any site show the page in a frame. The page itself loads
// the style and the pictures of this site, and nothing else.
func allowEmbedding(header http.Header) {
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *")
	header.Set("Cross-Origin-Opener-Policy", "unsafe-none")
	opendata.OpenToAll(header)
}

func withQuery(path, query string) string {
	if query == "" {
		return path
	}
	return path + "?" + query
}

// and joins two encoded queries.
func and(a, b string) string {
	if a == "" || b == "" {
		return cmp.Or(a, b)
	}
	return a + "&" + b
}
