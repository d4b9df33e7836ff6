package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"
)

// tableColumn is a column of a table.
type tableColumn struct{ table, column string }

// quoted writes a name from the database's own catalogue into a statement.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// MentionedFiles returns those of the files' ids that stand in any text of the
// database, whatever table it is in: a new kind of record with a file needs no
// change here. It stops reading once all are found.
func (s *Store) MentionedFiles(ctx context.Context, ids []string) (map[string]bool, error) {
	wanted := map[string]bool{}
	for _, id := range ids {
		wanted[id] = true
	}
	found := map[string]bool{}
	columns, err := s.textColumns(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the columns: %w", err)
	}
	for _, c := range append([]tableColumn{{"revision", "logo"}}, columns...) {
		if len(found) == len(wanted) {
			return found, nil
		}
		if c.table == "unused_file" {
			continue
		}
		if err := s.findMentions(ctx, c, wanted, found); err != nil {
			return nil, fmt.Errorf("look for files in %s.%s: %w", c.table, c.column, err)
		}
	}
	return found, nil
}

func (s *Store) textColumns(ctx context.Context) ([]tableColumn, error) {
	scan := func(row scanner) (c tableColumn, err error) { err = row.Scan(&c.table, &c.column); return c, err }
	return list(ctx, s.read(ctx), scan, s.dialect.textColumns)
}

func (s *Store) findMentions(ctx context.Context, c tableColumn, wanted, found map[string]bool) error {
	column := quoted(c.column)
	rows, err := s.reader.QueryContext(ctx, `select `+column+` from `+quoted(c.table)+` where length(`+column+`) >= 64`)
	if err != nil {
		return unavailable(err)
	}
	defer rows.Close()
	var text sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&text); err != nil {
			return err
		}
		eachHash(text, func(id string) {
			if wanted[id] {
				found[id] = true
			}
		})
	}
	return unavailable(rows.Err())
}

// hashLength is that of a file's id: a SHA-256 in hex.
const hashLength = 64

// eachHash calls visit with everything in the text that could be a file's id.
func eachHash(text []byte, visit func(string)) {
	run := 0
	for i, b := range text {
		if b >= '0' && b <= '9' || b >= 'a' && b <= 'f' {
			run++
		} else {
			run = 0
		}
		if run >= hashLength {
			visit(string(text[i+1-hashLength : i+1]))
		}
	}
}

// UnusedFiles lists the files that were mentioned nowhere, and since when that
// is known.
func (s *Store) UnusedFiles(ctx context.Context) (map[string]time.Time, error) {
	type unused struct {
		id    string
		since time.Time
	}
	scan := func(row scanner) (u unused, err error) { err = row.Scan(&u.id, nullTime{&u.since}); return u, err }
	rows, err := list(ctx, s.read(ctx), scan, `select id, since from unused_file`)
	if err != nil {
		return nil, err
	}
	files := map[string]time.Time{}
	for _, u := range rows {
		files[u.id] = u.since
	}
	return files, nil
}

// NoteUnused notes that a file is mentioned nowhere. An earlier note stays.
func (s *Store) NoteUnused(ctx context.Context, id string, at time.Time) error {
	return s.exec(ctx, `insert into unused_file (id, since) values ($1, $2) on conflict (id) do nothing`, id, at.UTC())
}

// ForgetUnused forgets such a note.
func (s *Store) ForgetUnused(ctx context.Context, id string) error {
	return s.exec(ctx, `delete from unused_file where id = $1`, id)
}
