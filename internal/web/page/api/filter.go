package api

import (
	"net/url"

	"github.com/danielgtaylor/huma/v2"

	"telaio/internal/atlas"
	"telaio/internal/fault"
	"telaio/internal/taxonomy"
)

// Filter is the atlas's own way of choosing organisations.
type Filter struct {
	Text      string   `query:"q"`
	Forms     []string `query:"forma,explode"`
	Types     []string `query:"tipo,explode"`
	Targets   []string `query:"target,explode"`
	Regions   []string `query:"regione,explode"`
	Online    string   `query:"online"`
	Confirmed string   `query:"conferma"`
	Towns     []string `query:"comune,explode"`
}

// query is the filter as the atlas understands it. A page leaves out what it does
// not understand; a program is told.
func (f Filter) query(vocabulary taxonomy.Set) (atlas.Query, error) {
	q := atlas.Parse(f.values(), vocabulary)
	for _, code := range f.Towns {
		if !q.Has(atlas.Towns, code) {
			return atlas.Query{}, fault.New(fault.Malformed, "problem.town")
		}
	}
	return q, nil
}

// values are the filter as it stands in an address.
func (f Filter) values() url.Values {
	values := url.Values{}
	set := func(name string, texts ...string) {
		if len(texts) > 0 && texts[0] != "" {
			values[name] = texts
		}
	}
	set("q", f.Text)
	set(atlas.Forms.Parameter(), f.Forms...)
	set(atlas.Types.Parameter(), f.Types...)
	set(atlas.Targets.Parameter(), f.Targets...)
	set(atlas.Regions.Parameter(), f.Regions...)
	set(atlas.Online.Parameter(), f.Online)
	set(atlas.Freshness.Parameter(), f.Confirmed)
	set(atlas.Towns.Parameter(), f.Towns...)
	return values
}

// Paging is how a list is cut into pages.
type Paging struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"4096"`
}

// Ordering is how a list is sorted.
type Ordering struct {
	Order string `query:"ordine" enum:"id,nome,aggiornamento,rilevanza"`
}

// order is the atlas's name for the order: by relevance if something is looked
// for, else by id.
func (o Ordering) order(q atlas.Query) (atlas.Order, error) {
	switch {
	case o.Order == "rilevanza" && q.Text == "":
		return "", fault.New(fault.Malformed, "problem.relevance")
	case o.Order == "rilevanza" || o.Order == "" && q.Text != "":
		return atlas.ByRelevance, nil
	case o.Order == "":
		return atlas.ByID, nil
	default:
		return atlas.Order(o.Order), nil
	}
}

// Lining is the choice between pages and everything, line by line.
type Lining struct {
	Format string `query:"format" enum:"json,ndjson"`
}

// limitCodes tells, in the description and when a request is read, which codes a
// facet has.
func limitCodes(op *huma.Operation, vocabulary taxonomy.Set) {
	for _, f := range atlas.Facets() {
		for _, p := range op.Parameters {
			if p.Name != f.Parameter() {
				continue
			}
			schema := p.Schema
			if schema.Type == huma.TypeArray {
				schema = schema.Items
			}
			schema.Enum = nil
			for _, code := range f.Codes(vocabulary) {
				schema.Enum = append(schema.Enum, code)
			}
			schema.PrecomputeMessages()
		}
	}
}
