package hsds

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"telaio/internal/atlas"
	"telaio/internal/fault"
	"telaio/internal/hsds"
	"telaio/internal/taxonomy"
)

// Paging is how lists are cut into pages, and what all of them can be asked.
type Paging struct {
	Search  string `query:"search"`
	Page    int    `query:"page" minimum:"1" maximum:"1000000" default:"1"`
	PerPage int    `query:"per_page" minimum:"1" maximum:"200" default:"50"`
	Format  string `query:"format" enum:"json,ndjson"`
}

// Filter narrows a list down. Everything must hold.
type Filter struct {
	TermID         string `query:"taxonomy_term_id"`
	TaxonomyID     string `query:"taxonomy_id"`
	OrganizationID string `query:"organization_id"`
	ModifiedAfter  string `query:"modified_after"`
}

// chosen is a filter that has been understood.
type chosen struct {
	text   string
	facet  atlas.Facet // of the term
	code   string      // of the term; "" = any
	term   bool        // a term or a taxonomy was asked for
	owner  string      // UUID of the organisation
	since  time.Time
	naming string // of everything that was asked, "" = nothing
}

// understand reads the filter. What we cannot look for is refused: to leave it
// out would give more than was asked for.
func (p Pages) understand(paging Paging, f Filter) (chosen, error) {
	c := chosen{text: strings.TrimSpace(paging.Search), owner: f.OrganizationID, naming: url.Values{
		"s": {paging.Search}, "t": {f.TermID}, "x": {f.TaxonomyID}, "o": {f.OrganizationID}, "m": {f.ModifiedAfter},
	}.Encode()}
	if (Filter{}) == f && c.text == "" {
		c.naming = ""
	}
	if f.ModifiedAfter != "" {
		at, err := time.Parse(time.RFC3339, f.ModifiedAfter)
		if err != nil {
			at, err = time.Parse(time.DateOnly, f.ModifiedAfter)
		}
		if err != nil {
			return chosen{}, fault.New(fault.Malformed, "problem.modified_after")
		}
		c.since = at
	}
	for _, asked := range []string{f.TaxonomyID, f.TermID} {
		if asked == "" {
			continue
		}
		id, code, ok := p.writer().Find(asked)
		facet := slices.IndexFunc(facets(), func(f atlas.Facet) bool { return f.Taxonomy() == id })
		if !ok || facet < 0 || c.term && c.facet != facets()[facet] {
			return chosen{}, fault.New(fault.Malformed, "problem.hsds_term")
		}
		c.term, c.facet, c.code = true, facets()[facet], code
	}
	return c, nil
}

// facets lists those whose taxonomies can be filtered by.
func facets() []atlas.Facet {
	return []atlas.Facet{atlas.Forms, atlas.Types, atlas.Targets, atlas.Regions}
}

// entries finds the organisations that may have what was asked for.
func (p Pages) entries(ctx context.Context, c chosen) ([]*atlas.Entry, error) {
	snapshot, err := p.Index.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	refused, err := p.Refusals.Refused(ctx)
	if err != nil {
		return nil, err
	}
	ids, err := p.Index.IDs(ctx, atlas.Walk{Query: atlas.Parse(url.Values{"q": {c.text}}, taxonomy.Set{}), Without: refused})
	if err != nil {
		return nil, err
	}
	var entries []*atlas.Entry
	for _, id := range ids {
		if e, ok := snapshot.Entry(id); ok && c.fits(e) {
			entries = append(entries, e)
		}
	}
	return entries, nil
}

func (c chosen) fits(e *atlas.Entry) bool {
	if c.owner != "" && !hsds.Belongs(c.owner, e.ID) {
		return false
	}
	if !c.since.IsZero() && latest(e).Before(c.since) {
		return false
	}
	return !c.term || c.facet == atlas.Forms && len(c.forms(e.Forms)) > 0 || c.facet != atlas.Forms && c.among(valuesOf(e, c.facet))
}

func latest(e *atlas.Entry) time.Time {
	if e.ConfirmedAt.After(e.UpdatedAt) {
		return e.ConfirmedAt
	}
	return e.UpdatedAt
}

func valuesOf(e *atlas.Entry, f atlas.Facet) []string {
	switch f {
	case atlas.Types:
		return e.Types
	case atlas.Targets:
		return e.Targets
	case atlas.Regions:
		return e.Regions
	default:
		return e.Forms
	}
}

// among reports whether the codes have the one that was asked for, or any if
// only a taxonomy was.
func (c chosen) among(codes []string) bool {
	return c.code == "" && len(codes) > 0 || slices.Contains(codes, c.code)
}

// forms are those of an organisation's forms of solidarity whose services were
// asked for.
func (c chosen) forms(all []string) []string {
	if !c.term || c.facet != atlas.Forms || c.code == "" {
		return all
	}
	if slices.Contains(all, c.code) {
		return []string{c.code}
	}
	return nil
}
