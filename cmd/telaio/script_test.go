package main

import (
	"context"
	"database/sql"
	"net"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"telaio/internal/testkit"
	"telaio/internal/testkit/unwatched"
)

// TestMain lets the scripts run this program as the command telaio.
func TestMain(m *testing.M) {
	testscript.Main(testkit.Tests{M: m}, map[string]func(){
		"telaio": func() { os.Exit(run(context.Background(), os.Args[1:], terminal{os.Stdout, os.Stderr})) },
	})
}

func TestScripts(t *testing.T) {
	unwatched.Only(t) // each command is a program of its own that does one thing
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { taken.Close() })
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("TAKEN", taken.Addr().String())
			return nil
		},
		Condition: func(name string) (bool, error) {
			return name == "root" && os.Getuid() == 0, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"newer": makeNewer},
	})
}

// makeNewer lets the database look as if a later program had migrated it.
func makeNewer(ts *testscript.TestScript, _ bool, args []string) {
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	defer db.Close()
	_, err = db.Exec("insert into goose_db_version (version_id, is_applied) values (9999, true)")
	ts.Check(err)
}
