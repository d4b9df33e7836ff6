package atlas

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/organisation"
)

// Whole hands over every organisation that the query finds, with its whole
// card, whatever page the query is on. What stops being public meanwhile is left
// out. An error of take ends it.
func (x *Index) Whole(ctx context.Context, q Query, take func(organisation.Organisation) error) error {
	ids, err := x.ids(ctx, q)
	if err != nil {
		return err
	}
	for _, id := range ids {
		o, err := x.published(ctx, id)
		if err != nil {
			return err
		}
		if o == nil {
			continue
		}
		if err := take(*o); err != nil {
			return err
		}
	}
	return nil
}

// ids are those of all that the query finds, in its order.
func (x *Index) ids(ctx context.Context, q Query) ([]string, error) {
	entries, err := x.all(ctx, q)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(entries))
	for i, e := range entries {
		ids[i] = e.ID
	}
	return ids, nil
}

// Entries lists all that the query finds, in its order, whatever page it is on. In
// towns that nobody is in it finds nobody.
func (x *Index) Entries(ctx context.Context, q Query) ([]*Entry, error) {
	s, err := x.Snapshot(ctx)
	if err != nil || len(q.Chosen[Towns]) > 0 && len(s.known(q).Chosen[Towns]) == 0 {
		return nil, err
	}
	return x.all(ctx, q)
}

func (x *Index) all(ctx context.Context, q Query) ([]*Entry, error) {
	s, m, err := x.search(ctx, q.Text)
	if err != nil {
		return nil, err
	}
	q, _ = x.near(s.known(q))
	found := s.under(s.within(m.set(), q.Area), s.chosen(q), -1)
	return s.some(found, m, q, window{0, int(found.Count())}), nil
}

// Gone lists each organisation that has left the atlas since a time once, the
// newest first.
func (x *Index) Gone(ctx context.Context, since time.Time) ([]organisation.PublicChange, error) {
	changes, err := x.stored.GoneSince(ctx, since)
	if err != nil {
		return nil, fmt.Errorf("read what has left the atlas: %w", err)
	}
	seen := map[string]bool{}
	var gone []organisation.PublicChange
	for _, c := range changes {
		if !seen[c.OrganisationID] {
			seen[c.OrganisationID] = true
			gone = append(gone, c)
		}
	}
	return gone, nil
}
