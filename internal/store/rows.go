package store

import (
	"context"
	"strings"
)

// valuesAtOnce is how many values one statement writes at most: rows as they
// come are slower, and so are many, for SQLite looks each value's name up in a
// list of them. The text of the statement stays the same, and is parsed once.
const valuesAtOnce = 96

// insertRows writes many rows in the transaction of the context: head is the
// statement up to "values", tail what comes after the rows, args their values,
// width of them each.
func (s *Store) insertRows(ctx context.Context, head string, width int, args []any, tail string) error {
	for _, atOnce := range []int{max(1, valuesAtOnce/width), 1} {
		size := atOnce * width
		whole := len(args) / size * size
		if err := s.insertAlike(ctx, head+valuesOf(atOnce, width)+tail, size, args[:whole]); err != nil {
			return unavailable(conflictIfDuplicate(err))
		}
		args = args[whole:]
	}
	return nil
}

// insertAlike runs one statement for each size values; none are left over.
func (s *Store) insertAlike(ctx context.Context, query string, size int, args []any) error {
	if len(args) <= size {
		if len(args) == 0 {
			return nil
		}
		return s.exec(ctx, query, args...)
	}
	ready, err := tx(ctx).PrepareContext(ctx, query)
	if err != nil {
		return err
	}
	defer ready.Close()
	for ; len(args) > 0; args = args[size:] {
		if _, err := ready.ExecContext(ctx, args[:size]...); err != nil {
			return err
		}
	}
	return nil
}

// valuesOf writes "($1, …), …" for so many rows.
func valuesOf(rows, width int) string {
	var b strings.Builder
	for row := range rows {
		if row > 0 {
			b.WriteString(", ")
		}
		b.WriteString("(" + placeholders(row*width+1, width) + ")")
	}
	return b.String()
}
