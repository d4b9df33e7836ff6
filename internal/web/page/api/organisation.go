package api

import (
	"context"
	"net/url"
	"strconv"

	"telaio/internal/atlas"
	"telaio/internal/fault"
	"telaio/internal/publication"
	"telaio/internal/web/part/opendata"
	"telaio/internal/web/part/program"
	"telaio/internal/web/shell"
)

// List is a page of a list.
type List[T any] struct {
	Licence string `json:"licence"`
	Total   *int   `json:"total,omitempty"` // of the whole list, where it is known
	Next    string `json:"next,omitempty"`  // whole address of the next page
	Data    []T    `json:"data"`
}

// listed is a page with its headers.
type listed[T any] struct {
	Link string `header:"Link"`
	Body List[T]
}

// newList is a page whose next one has the address next, "" for none.
func newList[T any](data []T, next string) *listed[T] {
	if data == nil {
		data = []T{}
	}
	l := &listed[T]{Body: List[T]{Licence: publication.Licence, Next: next, Data: data}}
	if next != "" {
		l.Link = "<" + next + `>; rel="next"`
	}
	return l
}

// organisationsInput is what can be asked of the list of organisations.
type organisationsInput struct {
	Filter
	Ordering
	Paging
	Lining
}

// values are everything that was asked but the page.
func (in organisationsInput) values() url.Values {
	values := in.Filter.values()
	if in.Order != "" {
		values.Set("ordine", in.Order)
	}
	return values
}

// organisations answers with a page of the list.
func (p Pages) organisations(ctx context.Context, in *organisationsInput) (*listed[publication.Record], error) {
	q, err := in.query(p.Site.Taxonomies)
	if err != nil {
		return nil, err
	}
	if order, err := in.order(q); err != nil {
		return nil, err
	} else if order == atlas.ByName || order == atlas.ByFreshness {
		q.Order = order
	}
	if lines, err := p.inLines(ctx, "organisations.ndjson", q, program.Each(p.recordsOf)); lines || err != nil {
		return newList[publication.Record](nil, ""), err
	}
	pages, part, next, err := p.walk(ctx, in.values(), *in)
	if err != nil {
		return nil, err
	}
	var records []publication.Record
	for _, page := range pages {
		records = append(records, p.record(page))
	}
	l := newList(records, next)
	l.Body.Total = &part.Total
	return l, nil
}

// walk reads the organisations of a page and the address of the next one.
func (p Pages) walk(ctx context.Context, values url.Values, in organisationsInput) ([]publication.Page, atlas.Part, string, error) {
	q, err := in.query(p.Site.Taxonomies)
	if err != nil {
		return nil, atlas.Part{}, "", err
	}
	order, err := in.order(q)
	if err != nil {
		return nil, atlas.Part{}, "", err
	}
	from, err := readMark(in.Cursor, order)
	if err != nil {
		return nil, atlas.Part{}, "", err
	}
	refused, err := p.Refusals.Refused(ctx)
	if err != nil {
		return nil, atlas.Part{}, "", err
	}
	part, err := p.Index.Walk(ctx, atlas.Walk{Query: q, Order: order, Without: refused}, from, in.Limit)
	if err != nil {
		return nil, atlas.Part{}, "", err
	}
	ids := make([]string, len(part.Entries))
	for i, e := range part.Entries {
		ids[i] = e.ID
	}
	pages, err := p.Cards.Pages(ctx, ids)
	if err != nil {
		return nil, atlas.Part{}, "", err
	}
	if !part.More {
		return pages, part, "", nil
	}
	values.Set("limit", strconv.Itoa(in.Limit))
	values.Set("cursor", pack(markOf(order, part.Last)))
	return pages, part, p.Site.BaseURL + program.CallOf(ctx).Visit.URL.Path + "?" + values.Encode(), nil
}

// oneInput names an organisation by its slug or by its id.
type oneInput struct {
	Name string `path:"slug" maxLength:"200"`
}

type oneRecord struct{ Body publication.Record }

// organisation answers with one organisation.
func (p Pages) organisation(ctx context.Context, in *oneInput) (*oneRecord, error) {
	page, err := p.Reader.FindID(ctx, in.Name)
	asked := page.ID
	if fault.KindOf(err) == fault.NotFound {
		page, err = p.Reader.Find(ctx, in.Name)
		asked = page.Slug
	}
	if err != nil {
		return nil, err
	}
	refused, err := p.Refusals.Refused(ctx)
	if err != nil {
		return nil, err
	}
	if refused[page.ID] {
		return nil, fault.New(fault.Denied, "problem.not_open")
	}
	if asked != in.Name {
		program.CallOf(ctx).Redirect = Root + "/organisations/" + url.PathEscape(page.Slug)
		return &oneRecord{}, nil
	}
	return &oneRecord{p.record(page)}, nil
}

// record is the organisation's public record.
func (p Pages) record(page publication.Page) publication.Record {
	return opendata.Publisher(&shell.Visit{Site: p.Site}).Record(page)
}

func (p Pages) recordsOf(page publication.Page) []publication.Record {
	return []publication.Record{p.record(page)}
}
