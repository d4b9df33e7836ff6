package store

import (
	"context"
	"strings"

	"telaio/internal/atlas"
)

// liteSearch is FTS5: a table of texts, and the index that follows it by
// triggers.
type liteSearch struct{}

func (liteSearch) save(ctx context.Context, c conn, t atlas.SearchText) error {
	if _, err := c.ExecContext(ctx, `delete from organisation_search where organisation_id = $1`, t.OrganisationID); err != nil {
		return err
	}
	_, err := c.ExecContext(ctx, `
		insert into organisation_search (organisation_id, stamp, name, body) values ($1, $2, $3, $4)`,
		t.OrganisationID, t.Stamp, t.Name, t.Body)
	return err
}

func (liteSearch) find(words []string) (string, []any) {
	all := `"` + strings.Join(words, `"* AND "`) + `"*`
	return `
		select s.organisation_id, n.rowid is not null
		from organisation_words w
		join organisation_search s on s.number = w.rowid
		left join (select rowid from organisation_words where organisation_words match $2) n on n.rowid = w.rowid
		where w.organisation_words match $1`,
		[]any{`body : (` + all + `)`, `name : (` + all + `)`}
}
