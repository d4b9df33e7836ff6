package store

import (
	"context"
	"fmt"

	"telaio/internal/atlas"
	"telaio/internal/organisation"
)

// textSearch is the full-text index of one engine. Its columns are the name's
// words, and the body's, which has those too.
type textSearch interface {
	save(ctx context.Context, c conn, t atlas.SearchText) error
	remove(ctx context.Context, c conn, organisationID string) error
	// find selects the organisations that have all the words in a column.
	find(words []string, column string) (query string, arg any)
}

// PublishedAfter lists at most limit published organisations whose id comes
// after id, in the order of ids.
func (s *Store) PublishedAfter(ctx context.Context, id string, limit int) ([]organisation.Organisation, error) {
	return list(ctx, s.read(ctx), scanOrganisation, `
		select `+organisationColumns+organisationTable+`
		where o.state = $1 and o.id > $2 order by o.id limit $3`, organisation.Published, id, limit)
}

// SearchStamps returns the stamp of each search text by organisation.
func (s *Store) SearchStamps(ctx context.Context) (map[string]string, error) {
	type stamped struct{ id, stamp string }
	scan := func(row scanner) (t stamped, err error) {
		err = row.Scan(&t.id, &t.stamp)
		return t, err
	}
	all, err := list(ctx, s.read(ctx), scan, `select organisation_id, stamp from organisation_search`)
	if err != nil {
		return nil, err
	}
	stamps := make(map[string]string, len(all))
	for _, t := range all {
		stamps[t.id] = t.stamp
	}
	return stamps, nil
}

// SaveSearchTexts replaces the texts of some organisations and takes out those
// of others.
func (s *Store) SaveSearchTexts(ctx context.Context, texts []atlas.SearchText, gone []string) error {
	if len(texts) == 0 && len(gone) == 0 {
		return nil
	}
	return s.InTx(ctx, func(ctx context.Context) error {
		for _, t := range texts {
			if err := s.dialect.search.save(ctx, s.write(ctx), t); err != nil {
				return fmt.Errorf("save the search text of %s: %w", t.OrganisationID, err)
			}
		}
		for _, id := range gone {
			if err := s.dialect.search.remove(ctx, s.write(ctx), id); err != nil {
				return fmt.Errorf("take out the search text of %s: %w", id, err)
			}
		}
		return nil
	})
}

// Search finds the organisations that have, for each word, one that begins so.
// The words are folded: letters and digits only.
func (s *Store) Search(ctx context.Context, words []string) (atlas.Matches, error) {
	if len(words) == 0 {
		return atlas.Matches{}, nil
	}
	find := func(column string) ([]string, error) {
		query, arg := s.dialect.search.find(words, column)
		return list(ctx, s.read(ctx), scanText, query, arg)
	}
	names, err := find("name")
	if err != nil {
		return atlas.Matches{}, fmt.Errorf("search the names: %w", err)
	}
	all, err := find("body")
	if err != nil {
		return atlas.Matches{}, fmt.Errorf("search the texts: %w", err)
	}
	return atlas.Matches{Names: names, All: all}, nil
}
