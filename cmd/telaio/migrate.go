package main

import (
	"context"
	"fmt"
)

// migrateCommand brings the database up to date without serving.
type migrateCommand struct{ databaseFlags }

// Run migrates.
func (c migrateCommand) Run(ctx context.Context, to terminal) error {
	s, err := openStore(ctx, c.databaseFlags)
	if err != nil {
		return err
	}
	defer s.Close()
	fmt.Fprintln(to.out, "The database is up to date.")
	return nil
}
