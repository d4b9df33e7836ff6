package main

import (
	"context"
	"time"

	"telaio/internal/bench"
	"telaio/internal/clock"
)

// benchCommand measures the program against a control in the same run.
type benchCommand struct {
	Sizes    []int         `help:"Numbers of organisations." default:"1000,10000,100000"`
	Duration time.Duration `help:"How long each case is loaded." default:"5s"`
}

// Run measures and prints.
func (c benchCommand) Run(ctx context.Context, to terminal) error {
	library, err := readContent("")
	if err != nil {
		return err
	}
	newest, _ := library.NewestKit()
	return bench.Run(ctx, bench.Options{
		Sizes: c.Sizes, Duration: c.Duration, Taxonomies: library.Taxonomies, Kit: newest, Now: clock.System{}.Now(), Out: to.out,
	})
}

// benchControlCommand is the server that bench compares with.
type benchControlCommand struct {
	Addr string `required:""`
}

// Run serves until it is told to stop.
func (c benchControlCommand) Run(ctx context.Context) error { return bench.ServeControl(ctx, c.Addr) }
