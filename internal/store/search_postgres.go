package store

import (
	"context"
	"strings"

	"telaio/internal/atlas"
)

// postgresSearch is a tsvector of the folded words themselves: no parser and no
// dictionary of the server has a say, so that both engines find the same.
type postgresSearch struct{}

func (postgresSearch) save(ctx context.Context, c conn, t atlas.SearchText) error {
	_, err := c.ExecContext(ctx, `
		insert into organisation_search (organisation_id, stamp, name, body)
		values ($1, $2, array_to_tsvector(string_to_array($3, ' ')), array_to_tsvector(string_to_array($4, ' ')))
		on conflict (organisation_id) do update set stamp = excluded.stamp, name = excluded.name, body = excluded.body`,
		t.OrganisationID, t.Stamp, t.Name, t.Body)
	return err
}

func (postgresSearch) remove(ctx context.Context, c conn, organisationID string) error {
	_, err := c.ExecContext(ctx, `delete from organisation_search where organisation_id = $1`, organisationID)
	return err
}

func (postgresSearch) find(words []string, where string) (string, any) {
	return `select organisation_id from organisation_search where ` + where + ` @@ cast($1 as tsquery)`,
		`'` + strings.Join(words, `':* & '`) + `':*`
}
