package hsds

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"telaio/internal/fault"
	"telaio/internal/hsds"
	"telaio/internal/web/part/program"
)

// Cutting is how the lists of the vocabulary are cut into pages.
type Cutting struct {
	Search  string `query:"search"`
	Page    int    `query:"page" minimum:"1" maximum:"1000000" default:"1"`
	PerPage int    `query:"per_page" minimum:"1" maximum:"500" default:"500"`
	Format  string `query:"format" enum:"json,ndjson"`
}

// cut is a page of a list that is in memory, without what does not have the
// words; all of it, line by line, if the program wants that.
func cut[T any](ctx context.Context, all []T, in Cutting, text func(T) string) *paged[T] {
	var found []T
	for _, value := range all {
		if strings.Contains(strings.ToLower(text(value)), strings.ToLower(strings.TrimSpace(in.Search))) {
			found = append(found, value)
		}
	}
	if call := program.CallOf(ctx); call.Lines {
		call.Stream = func(w http.ResponseWriter, r *http.Request) error {
			var body bytes.Buffer
			lines := json.NewEncoder(&body)
			lines.SetEscapeHTML(false)
			for _, value := range found {
				if err := lines.Encode(value); err != nil {
					return fmt.Errorf("write a line: %w", err)
				}
			}
			return program.Send(w, r, program.MediaLines, body.Bytes())
		}
		return &paged[T]{}
	}
	from := min((in.Page-1)*in.PerPage, len(found))
	return &paged[T]{hsds.NewPage(found[from:min(from+in.PerPage, len(found))], len(found), in.Page, in.PerPage)}
}

func (p Pages) taxonomies(ctx context.Context, in *Cutting) (*paged[hsds.Taxonomy], error) {
	return cut(ctx, p.writer().All(), *in, func(t hsds.Taxonomy) string { return t.Name + " " + t.Description }), nil
}

func (p Pages) taxonomy(_ context.Context, in *idInput) (*one[hsds.Taxonomy], error) {
	for _, t := range p.writer().All() {
		if t.ID == in.ID {
			return &one[hsds.Taxonomy]{t}, nil
		}
	}
	return nil, fault.New(fault.NotFound, "error.not_found")
}

type termsInput struct {
	Cutting
	TaxonomyID string `query:"taxonomy_id"`
	TopOnly    bool   `query:"top_only"`
	ParentID   string `query:"parent_id"`
}

// terms answers with terms. None of ours has a parent.
func (p Pages) terms(ctx context.Context, in *termsInput) (*paged[hsds.Term], error) {
	var all []hsds.Term
	if in.ParentID == "" {
		all = p.writer().Terms(in.TaxonomyID)
	}
	return cut(ctx, all, in.Cutting, func(t hsds.Term) string { return t.Code + " " + t.Name + " " + t.Description }), nil
}

func (p Pages) term(_ context.Context, in *idInput) (*one[hsds.Term], error) {
	for _, t := range p.writer().Terms("") {
		if t.ID == in.ID {
			return &one[hsds.Term]{t}, nil
		}
	}
	return nil, fault.New(fault.NotFound, "error.not_found")
}
