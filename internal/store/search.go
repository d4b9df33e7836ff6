package store

import (
	"context"
	"fmt"

	"telaio/internal/atlas"
	"telaio/internal/organisation"
)

// textSearch is the full-text index of one engine.
type textSearch interface {
	// save replaces one text.
	save(ctx context.Context, c conn, t atlas.SearchText) error
	// find returns the organisations that have all the words, with whether their
	// name has them.
	find(words []string) (query string, args []any)
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
			if err := s.exec(ctx, `delete from organisation_search where organisation_id = $1`, id); err != nil {
				return fmt.Errorf("take out the search text of %s: %w", id, err)
			}
		}
		return nil
	})
}

// Search finds the organisations that have, for each word, one that begins so.
// The words are folded: letters and digits only.
func (s *Store) Search(ctx context.Context, words []string) (atlas.Matches, error) {
	type match struct {
		id     string
		inName bool
	}
	scan := func(row scanner) (m match, err error) {
		err = row.Scan(&m.id, &m.inName)
		return m, err
	}
	if len(words) == 0 {
		return atlas.Matches{}, nil
	}
	query, args := s.dialect.search.find(words)
	found, err := list(ctx, s.read(ctx), scan, query, args...)
	if err != nil {
		return atlas.Matches{}, err
	}
	var matches atlas.Matches
	for _, m := range found {
		matches.All = append(matches.All, m.id)
		if m.inName {
			matches.Names = append(matches.Names, m.id)
		}
	}
	return matches, nil
}
