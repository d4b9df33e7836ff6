package atlas

import (
	"context"
	"strings"

	"telaio/internal/markdown"
	"telaio/internal/organisation"
	"telaio/internal/search"
)

// Texts keeps the long text of each organisation, in lines, so that an excerpt of
// it can be shown without reading the whole card.
type Texts interface {
	Put(id, text string) error
	// Get returns false if there is none under the id.
	Get(id string) (text string, ok bool)
	Drop(id string)
}

// Excerpts finds, for the entries of the page whose texts show nothing of what
// was looked for, the part of a longer text that does, by organisation.
func (x *Index) Excerpts(ctx context.Context, r Result) (map[string][]search.Piece, error) {
	excerpts := map[string][]search.Piece{}
	if r.Asked.Empty() {
		return excerpts, nil
	}
	for _, e := range r.Entries {
		if r.Marker.In(e.Name) || r.Marker.In(e.Text) {
			continue
		}
		text, err := x.longText(ctx, e.ID)
		if err != nil {
			return nil, err
		}
		if pieces, ok := r.Marker.Excerpt(text); ok {
			excerpts[e.ID] = pieces
		}
	}
	return excerpts, nil
}

// longText is what the public may read of an organisation beside what lists show,
// "" if there is nothing.
func (x *Index) longText(ctx context.Context, id string) (string, error) {
	if x.Texts != nil {
		if text, ok := x.Texts.Get(id); ok {
			return text, nil
		}
	}
	o, err := x.published(ctx, id)
	if err != nil || o == nil {
		return "", err
	}
	return plainText(o.Card), nil
}

// plainText is the long texts without Markdown, one a line.
func plainText(c organisation.Card) string {
	var lines []string
	for _, text := range longTexts(c) {
		if plain := markdown.Plain(text); plain != "" {
			lines = append(lines, plain)
		}
	}
	return strings.Join(lines, "\n")
}

// keepFirst keeps the text unless there is one: what was read for the words may be
// older than a change that was taken in meanwhile.
func (x *Index) keepFirst(o *organisation.Organisation) {
	if x.Texts == nil {
		return
	}
	if _, kept := x.Texts.Get(o.ID); !kept {
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
		if err := x.Texts.Put(id, plainText(o.Card)); err != nil {
			x.Texts.Drop(id)
		}
	}
}
