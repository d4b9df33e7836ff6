package shell

import (
	"net/url"
	"strconv"
	"strings"

	"telaio/internal/account"
	"telaio/internal/gazetteer"
	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/taxonomy"
)

// Site is what holds for every visit to this installation.
type Site struct {
	BaseURL    string // without a final slash
	HelpMail   string
	Demo       bool // sample content and the mail folder are shown
	Taxonomies taxonomy.Set
	Assets     Assets
	Paths      Paths
	Cookies    Cookies
	Land       string // Italy as an SVG path for the maps, "" where it is not built in
	Towns      Towns  // nil = towns have one name in every language

	fixed fixed
}

// Towns knows by which name readers of a language know a municipality.
type Towns interface {
	Called(m *organisation.Municipality, in i18n.Language) string
	// LabelIn is the name with what tells it from others: "Castello (FI)".
	LabelIn(m *organisation.Municipality, in i18n.Language) string
	// ProvinceIn is the name of its province, or of the region abroad that it is in.
	ProvinceIn(m *organisation.Municipality, in i18n.Language) string
}

// Assets are the addresses of the style sheets, script, font and icon, "" where the
// program was built without them. MoreStyle and MoreScript are what all pages take
// besides but those to which people come first, WorkStyle is what those take as well
// on which people work.
type Assets struct {
	Style, MoreStyle, WorkStyle, Script, MoreScript, SansFont, Icon string
	// The map that can be moved: its script, its style sheet, the outlines it is
	// drawn on, and the modules for an operator's own tiles and streets. No other page
	// loads them.
	MapScript, MapStyle, MapLand, MapTiles, MapStreets string
}

// Paths maps a route's name to its path pattern in each language.
type Paths map[string]map[i18n.Language]string

// PathsOf are the paths of routes.
func PathsOf(groups ...[]Route) Paths {
	paths := Paths{}
	for _, routes := range groups {
		for _, route := range routes {
			paths[route.Name] = route.Paths
		}
	}
	return paths
}

// Visit is one request by one reader. It carries no cookies or headers: only
// what a page may depend on.
type Visit struct {
	*i18n.Printer
	Site    *Site
	Subject account.Subject
	Theme   string // "", "light" or "dark"
	Route   string // name of the route
	URL     *url.URL
	Values  map[string]string // path wildcards of the route
	Notice  string            // key under "notice." to show on top, "" = none
	Loaded  any               // what the route's Object loaded, for its handler
	Typed   []Typed           // what a form held that could not be taken this time
	Cause   error             // of a failure that the page itself tells the reader about; the server logs it
	Request string            // random id of the request, the same as in the log
}

// Path returns the address of the named route in the reader's language. Pairs
// fill the pattern's wildcards: v.Path("organisation", "slug", "officine-zero").
// An unknown name gives "#", which a test of all pages refuses.
func (v *Visit) Path(name string, pairs ...string) string {
	return v.Site.Paths.In(v.Language, name, pairs...)
}

// Has reports whether the site has a route of the name.
func (p Paths) Has(name string) bool {
	_, ok := p[name]
	return ok
}

// In returns the address of the named route in the given language.
func (p Paths) In(lang i18n.Language, name string, pairs ...string) string {
	patterns, ok := p[name]
	if !ok {
		return "#"
	}
	pattern, ok := patterns[lang]
	if !ok {
		pattern = patterns[i18n.Italian]
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		pattern = strings.ReplaceAll(pattern, "{"+pairs[i]+"}", url.PathEscape(pairs[i+1]))
	}
	return strings.ReplaceAll(pattern, "{$}", "")
}

// Absolute returns the whole address of a path of this site.
func (v *Visit) Absolute(path string) string { return v.Site.BaseURL + path }

// LanguageParameter names the query parameter that chooses the language of a
// page with one path for every language.
const LanguageParameter = "lingua"

// noticeParameter names the notice that a page shows on top.
const noticeParameter = "notice"

// InLanguage returns the address of the page that is being visited in another
// language, with the same query.
func (v *Visit) InLanguage(lang i18n.Language) string {
	path := v.Site.Paths.In(lang, v.Route, v.pairs()...)
	query := ""
	if v.URL != nil {
		query = v.URL.RawQuery
	}
	onePath := len(v.Site.Paths[v.Route]) == 1
	if onePath || strings.Contains(query, LanguageParameter) || strings.Contains(query, noticeParameter) {
		values, _ := url.ParseQuery(query) // what cannot be read of it is left out
		values.Del(LanguageParameter)
		values.Del(noticeParameter) // it has been read
		if onePath {
			values.Set(LanguageParameter, string(lang))
		}
		query = values.Encode()
	}
	if query != "" {
		path += "?" + query
	}
	return path
}

// pairs are the path's wildcards as Path takes them.
func (v *Visit) pairs() []string {
	pairs := make([]string, 0, 2*len(v.Values))
	for name, value := range v.Values {
		pairs = append(pairs, name, value)
	}
	return pairs
}

// Other returns the language that the page is not in.
func (v *Visit) Other() i18n.Language {
	if v.Language == i18n.Italian {
		return i18n.English
	}
	return i18n.Italian
}

// Label returns a taxonomy term's label in the reader's language.
func (v *Visit) Label(id taxonomy.ID, code string) string {
	return v.Site.Taxonomies.Label(id, code, string(v.Language))
}

// Labels returns the labels of several terms.
func (v *Visit) Labels(id taxonomy.ID, codes []string) []string {
	labels := make([]string, len(codes))
	for i, code := range codes {
		labels[i] = v.Label(id, code)
	}
	return labels
}

// Town is the municipality's name in the reader's language.
func (v *Visit) Town(m *organisation.Municipality) string { return v.Site.Town(m, v.Language) }

// TownLabel is the municipality's name with what tells it from others of its name, in
// the page's language.
func (v *Visit) TownLabel(m *organisation.Municipality) string {
	if v.Site.Towns == nil {
		return gazetteer.Label(*m)
	}
	return v.Site.Towns.LabelIn(m, v.Language)
}

// Province is the name of the municipality's province, or of its region abroad, in
// the page's language; "" if none is known.
func (v *Visit) Province(m *organisation.Municipality) string {
	if v.Site.Towns == nil {
		return m.Province
	}
	return v.Site.Towns.ProvinceIn(m, v.Language)
}

// Town is the municipality's name in a language.
func (s *Site) Town(m *organisation.Municipality, in i18n.Language) string {
	if s.Towns == nil {
		return m.Name
	}
	return s.Towns.Called(m, in)
}

// Gloss returns a taxonomy term's explaining sentence, "" if it has none.
func (v *Visit) Gloss(id taxonomy.ID, code string) string {
	return v.Site.Taxonomies.Gloss(id, code, string(v.Language))
}

// The sides of a logo, in pixels.
const (
	LargeLogo = 512
	SmallLogo = 128
)

// Logo returns the address of the picture with the blob id and the side, "" if
// there is none or the site serves no logos.
func (v *Visit) Logo(id string, side int) string {
	if _, served := v.Site.Paths["logo"]; id == "" || !served {
		return ""
	}
	return v.Path("logo", "id", id, "size", strconv.Itoa(side)+".png")
}
