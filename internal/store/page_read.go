package store

import (
	"context"

	"telaio/internal/readership"
)

// AddReads adds the counts to those that are stored. A slug that no organisation
// has (any more) counts for the page's kind alone.
func (s *Store) AddReads(ctx context.Context, counts []readership.Count) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		for _, c := range counts {
			err := s.exec(ctx, `
				insert into page_read (day, page, organisation_id, reads)
				values ($1, $2, coalesce((select id from organisation where slug = $3), ''), $4)
				on conflict (day, page, organisation_id) do update set reads = page_read.reads + excluded.reads`,
				c.Day, c.Name, c.Slug, c.Reads)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func scanRead(row scanner) (c readership.Count, err error) {
	err = row.Scan(&c.Day, &c.Name, &c.Reads)
	return c, err
}

// ReadsOfOrganisation lists how often the organisation's pages were read each day
// since one.
func (s *Store) ReadsOfOrganisation(ctx context.Context, organisationID, since string) ([]readership.Count, error) {
	return list(ctx, s.read(ctx), scanRead, `
		select day, page, reads from page_read where organisation_id = $1 and day >= $2 order by day, page`, organisationID, since)
}

// ReadsOfPages lists how often each kind of page was read each day since one.
func (s *Store) ReadsOfPages(ctx context.Context, since string) ([]readership.Count, error) {
	return list(ctx, s.read(ctx), scanRead, `
		select day, page, sum(reads) from page_read where day >= $1 group by day, page order by day, page`, since)
}

// ForgetReads removes the counts of the days before one.
func (s *Store) ForgetReads(ctx context.Context, before string) error {
	return s.exec(ctx, `delete from page_read where day < $1`, before)
}
