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
	Language i18n.Language // of terms, in the reader's; "" = of the organisation's own words
}

// Excerpts finds, for each entry of the page whose texts show nothing of what was
// looked for, the part of a longer text that does or, if none does, of what it
// offers and to whom.
func (x *Index) Excerpts(ctx context.Context, r Result, language i18n.Language) ([]Excerpt, error) {
	excerpts := make([]Excerpt, len(r.Entries))
	if r.Asked.Empty() {
		return excerpts, nil
	}
	for i, e := range r.Entries {
		if !r.hides(i) || r.shows(i) {
			continue
		}
		text, err := x.longText(ctx, e.ID)
		if err != nil {
			return nil, err
		}
		excerpts[i] = excerptOf(text, &r.Marker, language)
	}
	return excerpts, nil
}

// excerptOf takes the excerpt out of a text that plainText has written. Terms that
// were found in another language are shown in that one.
func excerptOf(text string, m *search.Marker, language i18n.Language) Excerpt {
	own, terms, _ := strings.Cut(text, termsBegin)
	if e := m.Excerpt(own); e.Text != "" {
		return Excerpt{Excerpt: e}
	}
	other := Excerpt{}
	for _, l := range i18n.Languages() {
		var these string
		these, terms, _ = strings.Cut(terms, termsBegin)
		e := Excerpt{m.Excerpt(these), l}
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

// hides reports whether something of what was looked for may be in texts of an
// entry that lists do not show. Labels may: those of its type are shown.
func (r *Result) hides(entry int) bool {
	fields := r.Fields[entry]
	return fields.Has(search.Long, search.Name, search.Brief) || fields.Has(search.Label) && !fields.Has(search.Place)
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

// termsBegin stands before the terms of each language in what plainText writes.
const termsBegin = "\f"

// plainText is what lists do not show, one text a line: the other names, the long
// texts without Markdown, and what the organisation offers to whom, in every
// language.
func (x *Index) plainText(c organisation.Card) string {
	lines := []string{strings.Join(c.OtherNames, ", ")}
	if c.ShortDescription != "" {
		lines = append(lines, c.Target) // else lists show it
	}
	for _, text := range longTexts(c) {
		lines = append(lines, strings.ReplaceAll(markdown.Plain(text), termsBegin, " "))
	}
	for _, language := range i18n.Languages() {
		lines = append(lines, termsBegin+x.listed(taxonomy.Service, c.Services, language), x.listed(taxonomy.TargetGroup, c.TargetGroups, language))
	}
	return strings.Join(slices.DeleteFunc(lines, func(line string) bool { return line == "" }), "\n")
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
