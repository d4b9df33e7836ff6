package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"telaio/internal/atlas"
)

// liteSearch is FTS5: an index of words by number, and a table that says whose
// number it is.
type liteSearch struct{}

func (l liteSearch) save(ctx context.Context, c conn, t atlas.SearchText) error {
	if err := l.remove(ctx, c, t.OrganisationID); err != nil {
		return err
	}
	var number int64
	err := c.QueryRowContext(ctx, `
		insert into organisation_search (organisation_id, stamp) values ($1, $2) returning number`,
		t.OrganisationID, t.Stamp).Scan(&number)
	if err != nil {
		return err
	}
	_, err = c.ExecContext(ctx, `insert into organisation_words (rowid, name, body) values ($1, $2, $3)`, number, t.Name, t.Body)
	return err
}

func (liteSearch) remove(ctx context.Context, c conn, organisationID string) error {
	var number int64
	err := c.QueryRowContext(ctx, `
		delete from organisation_search where organisation_id = $1 returning number`, organisationID).Scan(&number)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = c.ExecContext(ctx, `delete from organisation_words where rowid = $1`, number)
	return err
}

func (liteSearch) find(words []string, where string) (string, any) {
	return `
		select s.organisation_id from organisation_words w join organisation_search s on s.number = w.rowid
		where w.organisation_words match $1`, where + ` : ("` + strings.Join(words, `"* AND "`) + `"*)`
}
