package store

import (
	"context"
	"database/sql"
	"fmt"
)

// InSnapshot runs fn while every Store method given fn's context reads the
// database as it is now, whatever is written meanwhile. fn must not write.
func (s *Store) InSnapshot(ctx context.Context, fn func(context.Context) error) error {
	if ctx.Value(txKey{}) != nil {
		return fn(ctx)
	}
	options := &sql.TxOptions{ReadOnly: true}
	if s.dialect.name == "postgres" {
		options.Isolation = sql.LevelRepeatableRead // SQLite has no weaker one
	}
	tx, err := s.reader.BeginTx(ctx, options)
	if err != nil {
		return unavailable(fmt.Errorf("begin to read: %w", err))
	}
	defer tx.Rollback()
	return fn(context.WithValue(ctx, txKey{}, tx))
}
