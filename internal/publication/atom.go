package publication

import (
	"encoding/xml"
	"fmt"
	"io"
	"time"

	"telaio/internal/organisation"
)

// Feed is what an Atom feed says of itself.
type Feed struct {
	Title    string
	Self     string // its own whole address
	Page     string // of the same list for people
	Language string
	Updated  time.Time
	Author   string
	Gone     []Gone // the newest first
}

// Gone is an organisation that has left the atlas.
type Gone struct {
	ID        string
	At        time.Time
	Successor string // whole address of what took its place, "" = nothing, or it has none
	Name      string // of one without a page here, "" = not known
	Comment   string // the same as a sentence
}

// The elements of a feed: RFC 4287, and RFC 6721 for what is gone.
type (
	atomFeed struct {
		XMLName xml.Name     `xml:"http://www.w3.org/2005/Atom feed"`
		At      string       `xml:"xmlns:at,attr"`
		Lang    string       `xml:"xml:lang,attr"`
		ID      string       `xml:"id"`
		Title   string       `xml:"title"`
		Updated string       `xml:"updated"`
		Author  string       `xml:"author>name"`
		Rights  string       `xml:"rights"`
		Links   []atomLink   `xml:"link"`
		Gone    []atomGone   `xml:"at:deleted-entry"`
		Entries []*atomEntry `xml:"entry"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr,omitempty"`
		Href string `xml:"href,attr"`
		Name string `xml:"title,attr,omitempty"`
	}
	atomGone struct {
		Ref     string     `xml:"ref,attr"`
		When    string     `xml:"when,attr"`
		Comment string     `xml:"at:comment,omitempty"`
		Links   []atomLink `xml:"link"`
	}
	atomEntry struct {
		Lang    string     `xml:"xml:lang,attr,omitempty"`
		ID      string     `xml:"id"`
		Title   string     `xml:"title"`
		Updated string     `xml:"updated"`
		Links   []atomLink `xml:"link"`
		Summary string     `xml:"summary,omitempty"`
		Terms   []atomTerm `xml:"category"`
	}
	atomTerm struct {
		Term  string `xml:"term,attr"`
		Label string `xml:"label,attr"`
	}
)

// atom writes a feed.
type atom struct {
	p    Publisher
	w    io.Writer
	feed atomFeed
}

// Atom writes organisations, the newest first, as a feed of changes.
func (p Publisher) Atom(w io.Writer, f Feed) Collection {
	a := &atom{p: p, w: w, feed: atomFeed{
		At: "http://purl.org/atompub/tombstones/1.0", Lang: f.Language, ID: f.Self, Title: f.Title, Updated: stamp(f.Updated), Author: f.Author, Rights: Licence,
		Links: []atomLink{{Rel: "self", Type: "application/atom+xml", Href: f.Self}, {Rel: "alternate", Type: "text/html", Href: f.Page}, {Rel: "license", Href: Licence}},
	}}
	for _, gone := range f.Gone {
		deleted := atomGone{Ref: p.entryID(gone.ID), When: stamp(gone.At), Comment: gone.Comment}
		if gone.Successor != "" { // RFC 5829 names the relation
			deleted.Links = []atomLink{{Rel: "successor-version", Type: "text/html", Href: gone.Successor, Name: gone.Name}}
		}
		a.feed.Gone = append(a.feed.Gone, deleted)
	}
	return a
}

// entryID is the permanent name of an organisation, the same in every feed of a
// site and whatever the organisation's address.
func (p Publisher) entryID(id string) string { return p.Addresses.Page(p.Languages[0], "") + "#" + id }

// Add keeps an entry for the page.
func (a *atom) Add(page Page) error {
	a.feed.Entries = append(a.feed.Entries, a.p.atomEntry(page.Organisation, a.feed.Lang))
	return nil
}

// atomEntry leads to the page in the feed's language. What it says is in the
// organisation's own.
func (p Publisher) atomEntry(o organisation.Organisation, language string) *atomEntry {
	address := p.Addresses.Page(language, o.Slug)
	e := &atomEntry{
		Lang: Language(o.Card), ID: p.entryID(o.ID), Title: o.Card.Name, Updated: stamp(o.UpdatedAt), Summary: o.Card.ShortDescription,
		Links: []atomLink{{Rel: "alternate", Type: "text/html", Href: address}, {Rel: "alternate", Type: "application/json", Href: address + ".json"}},
	}
	for _, code := range o.Card.Forms() {
		e.Terms = append(e.Terms, atomTerm{code, p.Taxonomies.Label("solidarity_form", code, language)})
	}
	return e
}

// Close writes the feed, all of it: XML wants what is gone and what is there
// under one head.
func (a *atom) Close() error {
	if _, err := io.WriteString(a.w, xml.Header); err != nil {
		return fmt.Errorf("begin a feed: %w", err)
	}
	if err := xml.NewEncoder(a.w).Encode(a.feed); err != nil {
		return fmt.Errorf("write a feed: %w", err)
	}
	return nil
}

// stamp is a time as machines read it (RFC 3339), "" for the zero time.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
