// Package testkit is what tests share: a store on each engine, a catalogue of
// the real content. Only tests import it.
package testkit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"telaio/internal/store"
)

// EachEngine runs test against a fresh, migrated SQLite file and, where the
// machine has PostgreSQL, against a fresh database of a private server. A
// package that uses it calls Main from its TestMain.
func EachEngine(t *testing.T, test func(*testing.T, *store.Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// Postgres returns a fresh, migrated store on PostgreSQL. It skips the test where
// there is none.
func Postgres(t testing.TB) *store.Store {
	t.Helper()
	return open(t, private.url(private.create(t, "template "+private.migrated(t))))
}

// SQLite returns a fresh, migrated store in a temporary file.
func SQLite(t testing.TB) *store.Store {
	t.Helper()
	whole, err := migratedFile()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, path)
}

// migratedFile is a SQLite file after every migration. It is made once and then
// copied: the migrations take longer than most tests.
var migratedFile = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "telaio-migrated")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "test.db")
	if err := migrate(path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func migrate(dsn string) error {
	s, err := store.Open(context.Background(), dsn)
	if err != nil {
		return err
	}
	if _, err := s.Migrate(context.Background()); err != nil {
		return errors.Join(err, s.Close())
	}
	return s.Close()
}

func open(t testing.TB, dsn string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// Main runs a package's tests and stops the private PostgreSQL server if one of
// them started it.
func Main(m *testing.M) { os.Exit(Tests{m}.Run()) }

// Tests is Main for a package whose tests something else runs.
type Tests struct{ M *testing.M }

// Run runs the tests and returns the exit code, as testing.M does.
func (t Tests) Run() int {
	private.watched = true
	defer private.stop()
	return t.M.Run()
}

// server is a PostgreSQL that only this test process talks to.
type server struct {
	watched   bool // somebody will stop it
	once      sync.Once
	dir       string
	process   *os.Process
	err       error
	databases atomic.Int64
	template  struct {
		once sync.Once
		name string
		err  error
	}
}

var private server

// PostgresURL returns the address of a new, empty database. It skips the test
// where there is no PostgreSQL.
func PostgresURL(t testing.TB) string {
	t.Helper()
	return private.url(private.create(t, ""))
}

// create makes a new database, as a copy of another if option says so, and
// returns its name.
func (s *server) create(t testing.TB, option string) string {
	t.Helper()
	if !s.watched {
		t.Fatal("nobody would stop PostgreSQL: the package needs func TestMain(m *testing.M) { testkit.Main(m) }")
	}
	s.once.Do(func() { s.err = s.start() })
	if s.err != nil {
		t.Skipf("no PostgreSQL: %v", s.err)
	}
	name := fmt.Sprintf("t%d", s.databases.Add(1))
	admin, err := sql.Open("pgx", s.url("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	if _, err := admin.ExecContext(context.Background(), "create database "+name+" "+option); err != nil {
		t.Fatal(err)
	}
	return name
}

// migrated is the name of a database after every migration, to be copied.
func (s *server) migrated(t testing.TB) string {
	t.Helper()
	s.template.once.Do(func() {
		s.template.name = s.create(t, "")
		s.template.err = migrate(s.url(s.template.name))
	})
	if s.template.err != nil {
		t.Fatal(s.template.err)
	}
	return s.template.name
}

func (s *server) url(database string) string {
	return fmt.Sprintf("postgres://test@/%s?host=%s&sslmode=disable", database, s.dir)
}

func (s *server) start() error {
	bins, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if len(bins) == 0 {
		return errors.New("no server under /usr/lib/postgresql")
	}
	bin := bins[len(bins)-1]
	dir, err := os.MkdirTemp("/tmp", "telaio-pg") // short: a socket's path has at most 107 bytes
	if err != nil {
		return err
	}
	s.dir = dir
	attributes, err := asPostgres(dir)
	if err != nil {
		return err
	}
	command := func(name string, args ...string) *exec.Cmd {
		c := exec.Command(filepath.Join(bin, name), args...)
		c.Dir, c.SysProcAttr, c.Env = dir, attributes, append(os.Environ(), "LC_ALL=C.UTF-8")
		return c
	}
	data := filepath.Join(dir, "data")
	if out, err := command("initdb", "-D", data, "-U", "test", "-A", "trust", "-E", "UTF8", "--no-sync").CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	postgres := command("postgres", "-D", data, "-k", dir, "-c", "listen_addresses=", "-c", "fsync=off",
		"-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "shared_buffers=32MB")
	if err := postgres.Start(); err != nil {
		return fmt.Errorf("start postgres: %w", err)
	}
	s.process = postgres.Process
	return s.waitReady()
}

func (s *server) waitReady() error {
	db, err := sql.Open("pgx", s.url("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	for range 1200 { // a minute: machines can be busy
		if err = db.PingContext(context.Background()); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("postgres did not start: %w", err)
}

func (s *server) stop() {
	if s.process != nil {
		s.process.Signal(syscall.SIGINT)
		s.process.Wait()
	}
	if s.dir != "" {
		os.RemoveAll(s.dir)
	}
}

// asPostgres gives dir to the postgres user when the test runs as root, which
// the server refuses to be.
func asPostgres(dir string) (*syscall.SysProcAttr, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	if err := os.Chown(dir, uid, gid); err != nil {
		return nil, err
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
}
