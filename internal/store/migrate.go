package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migration/*.sql
var migrations embed.FS

// Migrate brings the schema up to date and returns how many migrations it ran.
// Of several nodes that start together, one migrates and the others wait. A
// database that a newer program has migrated is refused.
func (s *Store) Migrate(ctx context.Context) (int, error) {
	steps, err := s.migrationSteps()
	if err != nil {
		return 0, err
	}
	dialect := goose.DialectSQLite3
	options := []goose.ProviderOption{goose.WithGoMigrations(steps...), goose.WithDisableGlobalRegistry(true)}
	if s.dialect.name == "postgres" {
		dialect = goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return 0, fmt.Errorf("make the migration lock: %w", err)
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(dialect, s.writer, nil, options...)
	if err != nil {
		return 0, fmt.Errorf("read the migrations: %w", err)
	}
	unlock, err := s.lockFile(ctx)
	if err != nil {
		return 0, err
	}
	defer unlock()
	if err := refuseNewer(ctx, provider); err != nil {
		return 0, err
	}
	done, err := provider.Up(ctx)
	if err != nil {
		return len(done), fmt.Errorf("migrate: %w", err)
	}
	return len(done), nil
}

// lockFile keeps other programs from migrating the same file of SQLite, which
// has no lock that outlasts a transaction. PostgreSQL locks the session.
func (s *Store) lockFile(ctx context.Context) (unlock func(), err error) {
	if s.path == "" {
		return func() {}, nil
	}
	file := flock.New(s.path + ".lock")
	if _, err := file.TryLockContext(ctx, 20*time.Millisecond); err != nil {
		return nil, fmt.Errorf("wait for another program to migrate: %w", err)
	}
	return func() { _ = file.Close() }, nil // the lock ends with the program at the latest
}

func refuseNewer(ctx context.Context, p *goose.Provider) error {
	current, target, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the schema's version: %w", err)
	}
	if current > target {
		return fmt.Errorf("the database has schema %d and this program knows only up to %d: use a newer telaio", current, target)
	}
	return nil
}

// migrationSteps turns migration/NNNN_name.sql into steps. The type tokens of
// dialect.go are replaced; a file NNNN_name.ENGINE.sql is empty on the other
// engine.
func (s *Store) migrationSteps() ([]*goose.Migration, error) {
	names, err := fs.Glob(migrations, "migration/*.sql")
	if err != nil {
		return nil, fmt.Errorf("list the migrations: %w", err)
	}
	var steps []*goose.Migration
	for _, name := range names {
		number, _, _ := strings.Cut(path.Base(name), "_")
		version, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("migration %s has no number: %w", name, err)
		}
		body, err := migrations.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read a migration: %w", err)
		}
		query := s.dialect.tokens.Replace(string(body))
		if part := strings.Split(path.Base(name), "."); len(part) == 3 && part[1] != s.dialect.name {
			query = "select 1"
		}
		steps = append(steps, goose.NewGoMigration(version, &goose.GoFunc{
			RunTx: func(ctx context.Context, tx *sql.Tx) error {
				_, err := tx.ExecContext(ctx, query)
				if err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
				return nil
			},
		}, nil))
	}
	return steps, nil
}
