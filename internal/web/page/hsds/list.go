package hsds

import (
	"context"
	"strconv"

	"telaio/internal/atlas"
	"telaio/internal/hsds"
	"telaio/internal/publication"
	"telaio/internal/web/part/program"
)

// paged is a page of a list.
type paged[T any] struct{ Body hsds.Page[T] }

// listing is a list of what organisations have.
type listing[T any] struct {
	name  string
	count func(*atlas.Entry) int // how many an organisation has
	of    func(publication.Page) []T
}

// answer gives the page that was asked for, or everything line by line.
func answer[T any](ctx context.Context, p Pages, l listing[T], paging Paging, c chosen) (*paged[T], error) {
	entries, err := p.entries(ctx, c)
	if err != nil {
		return nil, err
	}
	if call := program.CallOf(ctx); call.Lines {
		lines, err := inLines(ctx, p, l, c, entries)
		call.Stream = lines.Serve
		return &paged[T]{}, err
	}
	total, skip := 0, (paging.Page-1)*paging.PerPage
	var ids []string
	before := -1 // how many come before the first of ids
	for _, e := range entries {
		n := l.count(e)
		if n > 0 && total+n > skip && total < skip+paging.PerPage {
			if before < 0 {
				before = total
			}
			ids = append(ids, e.ID)
		}
		total += n
	}
	pages, err := p.Cards.Pages(ctx, ids)
	if err != nil {
		return nil, err
	}
	var contents []T
	for _, page := range pages {
		contents = append(contents, l.of(page)...)
	}
	from := min(max(0, skip-before), len(contents))
	contents = contents[from:min(from+paging.PerPage, len(contents))]
	return &paged[T]{hsds.NewPage(contents, total, paging.Page, paging.PerPage)}, nil
}

// inLines is the whole list.
func inLines[T any](ctx context.Context, p Pages, l listing[T], c chosen, entries []*atlas.Entry) (program.Lines, error) {
	snapshot, err := p.Index.Snapshot(ctx)
	if err != nil {
		return program.Lines{}, err
	}
	ids := make([]string, len(entries))
	for i, e := range entries {
		ids[i] = e.ID
	}
	return program.Lines{
		Name: "hsds-" + l.name + ".ndjson", Version: p.started + "-" + strconv.FormatUint(snapshot.Generation, 10), Query: c.naming,
		Now: p.Clock.Now(), Cards: p.Cards, Files: p.Files, Of: program.Each(l.of),
		IDs: func(context.Context) ([]string, error) { return ids, nil },
	}, nil
}

// find returns the organisation that the UUID belongs to, with its card.
func (p Pages) find(ctx context.Context, uuid string) (publication.Page, bool, error) {
	snapshot, err := p.Index.Snapshot(ctx)
	if err != nil {
		return publication.Page{}, false, err
	}
	id, ok := hsds.Owner(uuid)
	if !ok {
		return publication.Page{}, false, nil
	}
	if _, ok := snapshot.Entry(id); !ok {
		id = byDigest(snapshot, uuid)
	}
	refused, err := p.Refusals.Refused(ctx)
	if err != nil || id == "" || refused[id] {
		return publication.Page{}, false, err
	}
	pages, err := p.Cards.Pages(ctx, []string{id})
	if err != nil || len(pages) == 0 {
		return publication.Page{}, false, err
	}
	return pages[0], true, nil
}

// byDigest finds an organisation whose id is none of ours, "" if there is none.
func byDigest(s *atlas.Snapshot, uuid string) string {
	for _, e := range s.All() {
		if !hsds.Ours(e.ID) && hsds.Belongs(uuid, e.ID) {
			return e.ID
		}
	}
	return ""
}
