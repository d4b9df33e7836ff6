// Package organisationrow is one organisation in a list.
package organisationrow

import (
	"cmp"

	"telaio/internal/i18n"
	"telaio/internal/organisation"
	"telaio/internal/search"
	"telaio/internal/taxonomy"
	"telaio/internal/web/part/fresh"
	"telaio/internal/web/shell"
)

// Entry is what a row shows.
type Entry struct {
	Name         string
	Path         string   // of its page
	Logo         string   // address of the picture, "" = initials
	Types        []string // labels
	Municipality string
	Forms        []string // codes
	Text         string   // one or two sentences
	Language     string   // of Text, "" = Italian
	Example      bool     // invented sample content
	// Fresh says how far the page can be relied on; its zero value says nothing.
	Fresh fresh.Line
}

// Finding is what a search adds to a row; its zero value adds nothing.
type Finding struct {
	Marker   *search.Marker // of what was looked for
	Shown    bool           // something of it may be in what the row shows
	Excerpts [2]Excerpt     // of what the row does not show: of a place, of a longer text
	Away     string         // how far it is from where the reader is, in words; "" = not said
}

// Excerpt is a part of a text about the organisation that has what was looked for;
// one without a text is not drawn.
type Excerpt struct {
	search.Excerpt
	Language i18n.Language
}

// Of returns the row of a published organisation.
func Of(v *shell.Visit, o organisation.Organisation) Entry {
	var types []string
	for _, code := range o.Card.Types {
		if code != "other" || o.Card.TypeOther == "" {
			types = append(types, v.Label(taxonomy.OrganisationType, code))
		}
	}
	if o.Card.TypeOther != "" {
		types = append(types, o.Card.TypeOther)
	}
	return Entry{
		Name: o.Card.Name, Path: v.Path("organisation", "slug", o.Slug), Logo: v.Logo(o.Card.Logo, shell.SmallLogo),
		Types: types, Municipality: municipality(v, o.Card.Places), Forms: o.Card.Forms(),
		Text: text(o.Card), Language: o.Card.Language, Example: o.Example,
	}
}

// municipality is the first one among the places, in their order.
func municipality(v *shell.Visit, places []organisation.Place) string {
	for _, p := range places {
		if p.Municipality.Name != "" {
			return v.Town(&p.Municipality)
		}
	}
	return ""
}

func text(c organisation.Card) string {
	if c.ShortDescription != "" {
		return c.ShortDescription
	}
	return c.Target
}

// language is that of the organisation's own words.
func (e Entry) language() i18n.Language { return Language(e.Language) }

// Language is that of an organisation's own words: Italian where it is not said.
func Language(said string) i18n.Language { return i18n.Language(cmp.Or(said, string(i18n.Italian))) }
