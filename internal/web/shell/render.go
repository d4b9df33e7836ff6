package shell

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/a-h/templ"
)

// Head is what a page says about itself.
type Head struct {
	Title       string // without the site's name; "" on the home page
	Description string
	Area        Area   // which header and navigation it carries
	Own         Own    // whose area it is, of pages of one organisation's area
	Current     string // route name of the navigation entry it belongs to
	First       bool   // people come to the site here: it does with the first style sheet and script
	Work        bool   // it takes the third style sheet too, as every page of an area does
	NoIndex     bool
	Canonical   string // path; "" = the page's own address without a query
	Image       string // path of a picture for previews
	JSONLD      string // a JSON document, already escaped for a script element
	Feeds       []Feed
}

// Own is the organisation whose area a page belongs to. The navigation then leads
// to its pages.
type Own struct{ ID, Name string }

// Feed is another form of the page's content.
type Feed struct{ Type, Title, Path string }

// Area is one of the site's parts, each with its own navigation.
type Area string

// The areas.
const (
	PublicArea       Area = ""
	DeskArea         Area = "desk"
	OrganisationArea Area = "area"
)

// Render writes a whole page. It is rendered before the first byte is sent, so
// that an error becomes an error page and never half a page.
func Render(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	body := rooms.Get().(*HTML)
	*body = (*body)[:0]
	defer rooms.Put(body)
	if err := page.Render(r.Context(), body); err != nil {
		return fmt.Errorf("render %s: %w", r.Pattern, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(*body)))
	w.WriteHeader(status)
	_, _ = w.Write(*body) // fails when the reader has gone: nobody is left to tell
	return nil
}
