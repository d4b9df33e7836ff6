package main

import (
	"context"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the scripts run this program as the command telaio.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"telaio": func() { os.Exit(run(context.Background(), os.Args[1:], terminal{os.Stdout, os.Stderr})) },
	})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script"})
}
