// Command telaio serves the platform and does its chores. One file holds one
// subcommand; open.go puts the parts of the program together.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	_ "time/tzdata" // dates are written in the observatory's time zone on any machine

	"github.com/alecthomas/kong"
)

// commands is the command line: each field is a subcommand with a Run method.
type commands struct {
	Serve   serveCommand   `cmd:"" help:"Serve the site."`
	Demo    demoCommand    `cmd:"" help:"Migrate, add the sample content once, and serve with a login link per role."`
	Migrate migrateCommand `cmd:"" help:"Bring the database up to date."`
	Check   checkCommand   `cmd:"" help:"Say what is wrong in the content, with file and line."`

	Kit       kitCommand       `cmd:"" help:"The self-assessment kit: work out a cycle, check the method."`
	User      userCommand      `cmd:"" help:"People and their roles."`
	LoginLink loginLinkCommand `cmd:"" help:"Print a link with which a person can sign in."`
	Import    importCommand    `cmd:"" help:"Take organisations from a file, as proposals or in public."`
	Export    exportCommand    `cmd:"" help:"Write what is published, or what a filter finds of it, in one form."`
	Dump      dumpCommand      `cmd:"" help:"Write all that is published into a folder, in every form, with checksums."`
	GiveUp    giveUpCommand    `cmd:"" help:"Forget the confidential answers whose keys are lost, so that they can be given again."`
	Routes    routesCommand    `cmd:"" help:"List every address of the site, and what one must be allowed to ask for it."`
	Bench     benchCommand     `cmd:"" help:"Measure speed and memory against a control in the same run."`

	BenchControl benchControlCommand `cmd:"" hidden:""`
}

// terminal is where a command writes: answers to out, everything else to errs.
type terminal struct{ out, errs io.Writer }

func main() { os.Exit(start()) }

// start runs the command line until it is done or the process is told to stop.
func start() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return run(ctx, os.Args[1:], terminal{os.Stdout, os.Stderr})
}

// run does what the arguments say and returns the exit status: 0 done, 1 it
// failed, 2 the command line or a file of answers cannot be understood.
func run(ctx context.Context, args []string, to terminal) int {
	var cli commands
	exit := -1
	parser, err := kong.New(&cli,
		kong.Name("telaio"),
		kong.Description("The platform of a participatory research observatory."),
		kong.UsageOnError(),
		kong.Writers(to.out, to.errs),
		kong.Exit(func(code int) { exit = code }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(to),
	)
	if err != nil {
		return complain(to, err, 2)
	}
	chosen, err := parser.Parse(args)
	if exit >= 0 { // --help has been answered
		return exit
	}
	if err != nil {
		return complain(to, fmt.Errorf("%w (see telaio --help)", err), 2)
	}
	if err := chosen.Run(); err != nil {
		status := 1
		if known, ok := errors.AsType[statusError](err); ok {
			status = known.status
		}
		return complain(to, err, status)
	}
	return 0
}

// statusError is an error that ends the program with a status of its own.
type statusError struct {
	error
	status int
}

// complain writes err as one line. What a library says twice, as it does of a
// database that it tried to reach in two ways, is said once.
func complain(to terminal, err error, status int) int {
	var said []string
	for line := range strings.Lines(err.Error()) {
		if line = strings.Join(strings.Fields(line), " "); line != "" && !slices.Contains(said, line) {
			said = append(said, line)
		}
	}
	fmt.Fprintln(to.errs, "telaio:", strings.Join(said, " "))
	return status
}
