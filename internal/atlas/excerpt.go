package atlas

import (
	"context"
	"slices"

	"telaio/internal/markdown"
	"telaio/internal/search"
)

// Mark divides a text into what the query looked for and the rest.
func (r Result) Mark(text string) []search.Piece { return r.Asked.Mark(text, r.Meant) }

// Excerpts finds, for the entries of the page whose texts show nothing of what
// was looked for, the part of a longer text that does, by organisation.
func (x *Index) Excerpts(ctx context.Context, r Result) (map[string][]search.Piece, error) {
	excerpts := map[string][]search.Piece{}
	if r.Asked.Empty() {
		return excerpts, nil
	}
	for _, e := range r.Entries {
		if r.shows(e.Name) || r.shows(e.Text) {
			continue
		}
		o, err := x.published(ctx, e.ID)
		if err != nil {
			return nil, err
		}
		if o == nil {
			continue
		}
		for _, text := range longTexts(o.Card) {
			if pieces, ok := r.Asked.Excerpt(markdown.Plain(text), r.Meant); ok {
				excerpts[e.ID] = pieces
				break
			}
		}
	}
	return excerpts, nil
}

func (r Result) shows(text string) bool {
	return slices.ContainsFunc(r.Mark(text), func(p search.Piece) bool { return p.Marked })
}
