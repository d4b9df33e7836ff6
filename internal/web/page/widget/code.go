package widget

import (
	"html"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"telaio/internal/atlas"
	"telaio/internal/i18n"
	"telaio/internal/web/part/filterwords"
	"telaio/internal/web/shell"
)

// The parameters that only the page with the code knows.
const (
	organisationParameter = "organizzazione" // slug of the one that is embedded
	heightParameter       = "altezza"        // pixels
)

// heights are those that can be chosen for a list, the usual one first.
func heights() []int { return []int{listHeight, 400, 720} }

// code is what a person pastes into a page of their own. Where frames are taken
// out, the link below stays.
type code struct {
	Address string // whole, of the embedded page
	Page    string // whole, of the page behind it
	Title   string // of the frame, for screen readers
	Link    string // text of the link below
	Width   string
	Height  int
}

func (c code) html() string {
	return `<iframe src="` + html.EscapeString(c.Address) + `" title="` + html.EscapeString(c.Title) + `" width="` + c.Width +
		`" height="` + strconv.Itoa(c.Height) + `" loading="lazy" frameborder="0"></iframe>` + "\n" +
		`<p><a href="` + html.EscapeString(c.Page) + `">` + html.EscapeString(c.Link+": "+c.Title) + `</a></p>`
}

// maker is the page that makes the code.
type maker struct {
	look
	Query  atlas.Query
	Slug   string // of the one organisation, "" = a list
	Name   string // of that organisation
	Others []word // of the filter that the form has no field for
	Height int
	Code   string
	Path   string // of the embedded page
	Title  string
}

// word is a value of the filter, as a parameter and as people read it.
type word struct{ Name, Value, Label string }

func (p Pages) code(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
	values := r.URL.Query()
	m := maker{look: readLook(values), Slug: values.Get(organisationParameter), Height: heights()[0]}
	if m.Language == "" {
		m.Language = v.Language
	}
	if n, err := strconv.Atoi(values.Get(heightParameter)); err == nil && slices.Contains(heights(), n) {
		m.Height = n
	}
	shown := *v // in the language of what is embedded
	shown.Printer = p.Printer(m.Language)
	e, err := p.chosen(r, &shown, &m, values)
	if err != nil {
		return err
	}
	m.Title, m.Path = e.title, withLook(e.path, m.look)
	m.Code = code{Address: v.Absolute(m.Path), Page: v.Absolute(e.page), Title: e.title, Link: shown.T("widget.on_site"), Width: "100%", Height: m.Height}.html()
	allowPreview(w.Header())
	return shell.Render(w, r, http.StatusOK, codeView(v, m))
}

// chosen is what will be embedded.
func (p Pages) chosen(r *http.Request, shown *shell.Visit, m *maker, values url.Values) (embed, error) {
	if m.Slug != "" {
		e, err := p.embeddedOne(r.Context(), shown, m.Slug)
		m.Name, m.Height = e.title, oneHeight
		return e, err
	}
	m.Query = atlas.Parse(values, shown.Site.Taxonomies)
	m.Query.Page = 0
	result, err := p.Index.Find(r.Context(), m.Query)
	if err != nil {
		return embed{}, err
	}
	m.Query = result.Query
	m.Others = others(shown, result)
	return p.embeddedList(r.Context(), shown, values)
}

// others are the values of facets that the form has no field for: they come from
// the atlas and stay.
func others(v *shell.Visit, r atlas.Result) []word {
	speaker := filterwords.Speaker{Printer: v.Printer, Site: v.Site}
	var words []word
	for _, f := range []atlas.Facet{atlas.Types, atlas.Targets, atlas.Online, atlas.Freshness} {
		for _, code := range r.Query.Chosen[f] {
			words = append(words, word{f.Parameter(), code, strings.Join(speaker.Of(atlas.Query{}.Only(f, code), nil), "")})
		}
	}
	for _, town := range r.Towns {
		words = append(words, word{atlas.Towns.Parameter(), town.Code, v.Town(town)})
	}
	for _, region := range r.Query.Chosen[atlas.Regions][min(1, len(r.Query.Chosen[atlas.Regions])):] {
		words = append(words, word{atlas.Regions.Parameter(), region, v.Label(atlas.Regions.Taxonomy(), region)})
	}
	return words
}

// withLook adds how the page looks to its address.
func withLook(path string, l look) string {
	before, query, _ := strings.Cut(path, "?")
	return withQuery(before, and(query, l.encode()))
}

// allowPreview lets the page show what will be embedded, from this site.
func allowPreview(header http.Header) {
	header.Set("Content-Security-Policy", strings.Replace(header.Get("Content-Security-Policy"), "default-src 'none';", "default-src 'none'; frame-src 'self';", 1))
}

// language names a language in itself.
func languageName(v *shell.Visit, language i18n.Language) string {
	return v.T("account.language." + string(language))
}
