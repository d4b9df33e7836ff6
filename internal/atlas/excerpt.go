package atlas

import (
	"context"
	"io"
	"slices"
	"strings"

	"telaio/internal/i18n"
	"telaio/internal/markdown"
	"telaio/internal/organisation"
	"telaio/internal/search"
	"telaio/internal/taxonomy"
)

// Texts keeps the long text of each organisation, in lines, so that an excerpt of
// it can be shown without reading the whole card.
type Texts interface {
	Put(id, text string) error
	Has(id string) bool
	// Read returns the text; false if there is none under the id.
	Read(id string) (text string, ok bool)
	Drop(id string)
	// Aside keeps bytes for as long as someone holds what it returns.
	Aside(b []byte) io.ReaderAt
}

// Excerpt is a part of a text that has what was looked for.
type Excerpt struct {
	search.Excerpt
	Language i18n.Language // of terms and places, in the reader's; "" = of the organisation's own words
}

// Excerpts finds, for each entry of the page, what was looked for in texts that the
// list does not show: the place, and the part of a longer text or, if it is in
// none, of what the organisation offers and to whom.
func (x *Index) Excerpts(ctx context.Context, r Result, language i18n.Language) ([][2]Excerpt, error) {
	excerpts := make([][2]Excerpt, len(r.Entries))
	if r.Asked.Empty() {
		return excerpts, nil
	}
	for i, e := range r.Entries {
		place, other := x.hidesPlace(&r, i, language), x.hides(&r, i, language) && !r.shows(i)
		if !place && !other {
			continue
		}
		text, err := x.longText(ctx, e.ID)
		if err != nil {
			return nil, err
		}
		own, inLanguages, _ := strings.Cut(text, sectionBegin)
		if place {
			excerpts[i][0] = told(inLanguages, placeSection, &r.Marker, language)
		}
		if !other {
			continue
		}
		if excerpts[i][1].Excerpt = r.Marker.Excerpt(own); excerpts[i][1].Text == "" {
			excerpts[i][1] = told(inLanguages, termSection, &r.Marker, language)
		}
	}
	return excerpts, nil
}

// The sections of each language in what plainText writes.
const (
	termSection = iota
	placeSection
	sectionCount
)

// told takes the excerpt out of one section of what plainText has written in every
// language. What is there in another language than the reader's only is shown in
// that one.
func told(inLanguages string, section int, m *search.Marker, language i18n.Language) Excerpt {
	other := Excerpt{}
	for _, l := range i18n.Languages() {
		var sections [sectionCount]string
		for i := range sections {
			sections[i], inLanguages, _ = strings.Cut(inLanguages, sectionBegin)
		}
		e := Excerpt{m.Excerpt(sections[section]), l}
		switch {
		case e.Text == "":
		case l == language:
			return e
		case other.Text == "":
			other = e
		}
	}
	return other
}

// hides reports whether something of what was looked for, other than a place, may
// be in texts of an entry that lists do not show.
func (x *Index) hides(r *Result, entry int, language i18n.Language) bool {
	fields := r.Fields[entry]
	return fields.Has(search.Long, search.Name, search.Brief) || fields.Has(search.Label) && !x.showsType(r, entry, language)
}

// showsType reports whether one of the entry's types is what was looked for.
func (x *Index) showsType(r *Result, entry int, language i18n.Language) bool {
	return slices.ContainsFunc(r.Entries[entry].Types, func(code string) bool {
		return r.Marker.In(x.vocabulary.Label(taxonomy.OrganisationType, code, string(language)))
	})
}

// hidesPlace reports whether an entry was found by a place that lists do not show:
// they have the name of its first town.
func (x *Index) hidesPlace(r *Result, entry int, language i18n.Language) bool {
	if !r.Fields[entry].Has(search.Place) {
		return false
	}
	town := r.Entries[entry].Town()
	return town == nil || !r.Marker.In(x.called(town, language))
}

// shows reports whether the texts of an entry that lists show have something of
// what was looked for. Others count as its name and its description too.
func (r *Result) shows(entry int) bool {
	e := r.Entries[entry]
	return r.Fields[entry].Has(search.Name, search.Brief) && (r.Marker.In(e.Name) || r.Marker.In(e.Text))
}

// longText is what the public may read of an organisation beside what lists show,
// "" if there is nothing.
func (x *Index) longText(ctx context.Context, id string) (string, error) {
	if x.Texts != nil {
		if text, ok := x.Texts.Read(id); ok {
			return text, nil
		}
	}
	o, err := x.published(ctx, id)
	if err != nil || o == nil {
		return "", err
	}
	return x.plainText(o.Card), nil
}

// sectionBegin stands before each section of what plainText writes.
const sectionBegin = "\f"

// plainText is what lists do not show, one text a line: the other names and the
// long texts without Markdown and then, in every language, what the organisation
// offers to whom, and where it is.
func (x *Index) plainText(c organisation.Card) string {
	lines := []string{strings.Join(c.OtherNames, ", ")}
	if c.ShortDescription != "" {
		lines = append(lines, c.Target) // else lists show it
	}
	for _, text := range longTexts(c) {
		lines = append(lines, markdown.Plain(text))
	}
	sections := []string{joined(lines)}
	for _, language := range i18n.Languages() {
		terms := []string{x.listed(taxonomy.Service, c.Services, language), x.listed(taxonomy.TargetGroup, c.TargetGroups, language)}
		sections = append(sections, joined(terms), joined(x.whereabouts(c.Places, language)))
	}
	return strings.Join(sections, sectionBegin)
}

// joined is a section made of lines.
func joined(lines []string) string {
	lines = slices.DeleteFunc(lines, func(line string) bool { return line == "" })
	return strings.ReplaceAll(strings.Join(lines, "\n"), sectionBegin, " ")
}

// listed are terms as a line of text: "Formazione, Consulenza legale".
func (x *Index) listed(id taxonomy.ID, codes []string, language i18n.Language) string {
	all := make([]string, len(codes))
	for i, code := range codes {
		all[i] = x.vocabulary.Label(id, code, string(language))
	}
	return strings.Join(all, ", ")
}

// keepFirst keeps the text unless there is one: what was read for the words may be
// older than a change that was taken in meanwhile.
func (x *Index) keepFirst(o *organisation.Organisation) {
	if x.Texts != nil && !x.Texts.Has(o.ID) {
		x.keepText(o.ID, o)
	}
}

// keepText puts the organisation's long text where it is at hand, or takes it
// away if o is nil. One that cannot be kept is read from the records.
func (x *Index) keepText(id string, o *organisation.Organisation) {
	switch {
	case x.Texts == nil:
	case o == nil:
		x.Texts.Drop(id)
	default:
		if err := x.Texts.Put(id, x.plainText(o.Card)); err != nil {
			x.Texts.Drop(id)
		}
	}
}
