// Package store keeps the records in SQLite or PostgreSQL. All SQL lives here:
// one portable text with $1…$n for both engines; what differs is in dialect.go.
package store

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"runtime"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the PostgreSQL driver

	"telaio/internal/fault"
	"telaio/internal/sealing"
)

// Store is the database. Its methods are safe for concurrent use.
type Store struct {
	writer  *sql.DB // SQLite: one connection; PostgreSQL: the same pool as reader
	reader  *sql.DB
	reading conn // the reader; on SQLite with its statements kept ready
	dialect dialect
	path    string // of the file of SQLite
	saves   saveQueue

	letterBox sealing.Box // the zero Box keeps letters as they are
}

// Open connects to dsn, a file path for SQLite or a postgres:// URL. It does
// not change the schema: see Migrate.
func Open(ctx context.Context, dsn string) (*Store, error) {
	if IsPostgres(dsn) {
		return openPostgres(ctx, dsn)
	}
	return openSQLite(ctx, dsn)
}

// IsPostgres reports whether dsn names a PostgreSQL database.
func IsPostgres(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}

// patience is how long a database server that says nothing is waited for.
const patience = 10 * time.Second

func openPostgres(ctx context.Context, dsn string) (*Store, error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, fmt.Errorf("open PostgreSQL: %w", err)
	}
	db.SetMaxOpenConns(4 * runtime.NumCPU())
	db.SetMaxIdleConns(4 * runtime.NumCPU())
	ping, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := db.PingContext(ping); err != nil {
		db.Close()
		return nil, fmt.Errorf("reach PostgreSQL: %w", err)
	}
	return &Store{writer: db, reader: db, reading: db, dialect: postgresDialect()}, nil
}

// openSQLite opens one connection that writes and several that read.
// synchronous=FULL is what makes "saved" true through a power cut.
func openSQLite(ctx context.Context, path string) (*Store, error) {
	const pragmas = "?_txlock=immediate&_time_format=sqlite&_pragma=foreign_keys(1)&_pragma=journal_mode(WAL)" +
		"&_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)&_pragma=temp_store(MEMORY)&_pragma=secure_delete(1)"
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() + pragmas
	writer, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	writer.SetMaxOpenConns(1)
	// Readers keep half a megabyte of the file each, and the system has the rest:
	// what is read most is kept above, as pages.
	reader, err := sql.Open("sqlite", dsn+"&_pragma=query_only(1)&_pragma=cache_size(-512)")
	if err != nil {
		writer.Close()
		return nil, fmt.Errorf("open %s for reading: %w", path, err)
	}
	reader.SetMaxOpenConns(max(4, runtime.NumCPU()))
	reader.SetMaxIdleConns(max(4, runtime.NumCPU()))
	s := &Store{writer: writer, reader: reader, reading: newPreparedPool(reader), dialect: liteDialect(), path: path}
	if err := s.awaitDurable(ctx); err != nil {
		s.Close()
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return s, nil
}

// awaitDurable is assertDurable for a file that another program may be making at
// this moment: SQLite does not wait for the change to the write-ahead log.
func (s *Store) awaitDurable(ctx context.Context) error {
	const pause, patience = 20 * time.Millisecond, 5 * time.Second
	enough := time.After(patience)
	for {
		err := s.assertDurable(ctx)
		if !isBusy(err) {
			return err
		}
		select {
		case <-time.After(pause):
		case <-enough:
			return err
		case <-ctx.Done():
			return err
		}
	}
}

// assertDurable refuses a writing connection that cannot write, or that would
// acknowledge a commit before it is on the disk.
func (s *Store) assertDurable(ctx context.Context) error {
	var level int
	if err := s.writer.QueryRowContext(ctx, `pragma synchronous`).Scan(&level); err != nil {
		return err
	}
	if level != 2 {
		return fmt.Errorf("synchronous is %d, want 2 (FULL)", level)
	}
	tx, err := s.writer.BeginTx(ctx, nil) // refused where the file may only be read
	if err != nil {
		return err
	}
	return tx.Rollback()
}

// Close closes the connections.
func (s *Store) Close() error {
	if s.reader != s.writer {
		s.reader.Close()
	}
	return s.writer.Close()
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return unavailable(s.reader.PingContext(ctx)) }

type txKey struct{}

// InTx runs fn in one transaction, which every Store method given fn's context
// joins. It commits if fn returns nil; only then is anything saved.
func (s *Store) InTx(ctx context.Context, fn func(context.Context) error) error {
	if ctx.Value(txKey{}) != nil {
		return fn(ctx)
	}
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return unavailable(fmt.Errorf("begin: %w", err))
	}
	defer tx.Rollback()
	if err := fn(context.WithValue(ctx, txKey{}, tx)); err != nil {
		return unavailable(err)
	}
	if err := tx.Commit(); err != nil {
		return unavailable(fmt.Errorf("commit: %w", err))
	}
	return nil
}

// InLargeTx is InTx for one that changes very much: others wait for its end. On
// SQLite it is given room, so that nothing is written twice, and what it wrote goes
// from the write-ahead log into the file afterwards, beside those who save.
func (s *Store) InLargeTx(ctx context.Context, fn func(context.Context) error) error {
	if s.dialect.name != "sqlite" || ctx.Value(txKey{}) != nil {
		return s.InTx(ctx, fn)
	}
	if err := s.exec(ctx, `pragma cache_size = -24000; pragma wal_autocheckpoint = 0`); err != nil {
		return err
	}
	defer func() {
		ctx := context.WithoutCancel(ctx)
		_, _ = s.reader.ExecContext(ctx, `pragma wal_checkpoint(passive)`) // the next save does it otherwise
		_ = s.exec(ctx, `pragma cache_size = -2000; pragma shrink_memory; pragma wal_autocheckpoint = 1000`)
	}()
	return s.InTx(ctx, fn)
}

// unavailable marks errors that say that the database is out of reach, so that
// the edge can answer "try again" and keep what was typed.
func unavailable(err error) error {
	if err != nil && fault.KindOf(err) == fault.Internal && isUnavailable(err) {
		return fault.Wrap(fault.Unavailable, "error.unavailable", err)
	}
	return err
}

type conn interface {
	ExecContext(context.Context, string, ...any) (sql.Result, error)
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
	QueryRowContext(context.Context, string, ...any) *sql.Row
}

// read returns the transaction in ctx, or the pool that reads.
func (s *Store) read(ctx context.Context) conn {
	if tx, ok := ctx.Value(txKey{}).(*sql.Tx); ok {
		return tx
	}
	return s.reading
}

// write returns the transaction in ctx, or the pool that writes.
func (s *Store) write(ctx context.Context) conn {
	if tx, ok := ctx.Value(txKey{}).(*sql.Tx); ok {
		return tx
	}
	return s.writer
}

// exec runs a statement that changes rows.
func (s *Store) exec(ctx context.Context, query string, args ...any) error {
	_, err := s.write(ctx).ExecContext(ctx, query, args...)
	return unavailable(err)
}

// scanner is a *sql.Row or *sql.Rows.
type scanner interface{ Scan(...any) error }

// list runs a query and scans each row with scan.
func list[T any](ctx context.Context, c conn, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := c.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, unavailable(rows.Err())
}

// one runs a query and scans its first row; no row is fault.NotFound.
func one[T any](ctx context.Context, c conn, scan func(scanner) (T, error), query string, args ...any) (T, error) {
	v, err := scan(c.QueryRowContext(ctx, query, args...))
	if err == sql.ErrNoRows { //nolint:errorlint // database/sql returns this very value from Scan
		return v, fault.New(fault.NotFound, "error.not_found")
	}
	return v, unavailable(err)
}

// placeholders writes "$from,…" for n values of an IN list.
func placeholders(from, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "$%d", from+i)
	}
	return b.String()
}
