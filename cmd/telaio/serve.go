package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// serveCommand serves the site until it is told to stop.
type serveCommand struct{ siteFlags }

// Run serves.
func (c serveCommand) Run(ctx context.Context, to terminal) error {
	p, err := openProgram(ctx, c.siteFlags, false, to)
	if err != nil {
		return err
	}
	defer p.Close()
	return p.serve(ctx, to, nil)
}

// serve answers requests until ctx ends. What is to be done first, nil = nothing,
// may use the address of every page. At the end it says so at /readyz for as long
// as a load balancer needs to notice, and lets the requests under way finish.
func (p *program) serve(ctx context.Context, to terminal, first func(context.Context) error) error {
	handler, err := p.handler()
	if err != nil {
		return err
	}
	if first != nil {
		if err := first(ctx); err != nil {
			return err
		}
	}
	worker, err := p.runner()
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", p.flags.Addr)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	var running sync.WaitGroup
	defer running.Wait()
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	running.Go(func() { p.index.Run(background, 300*time.Millisecond) })
	running.Go(func() { worker.Run(background) })
	running.Go(func() { p.boundMemory(background) })
	running.Go(func() { p.flushReads(background) })
	if p.flags.DatabaseURL != "" { // SQLite means one node
		running.Go(func() { p.watchFolder(background) })
	}
	running.Go(func() { p.fillDirectory(background) })
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 60 * time.Second,
		WriteTimeout: 60 * time.Second, IdleTimeout: 120 * time.Second, MaxHeaderBytes: 64 << 10,
	}
	fmt.Fprintf(to.out, "Telaio: http://%s\n", listener.Addr())
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	p.draining.Store(true)
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-p.after(p.flags.DrainWait):
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), 15*time.Second)
	defer cancel()
	if err := server.Shutdown(drain); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("stop: %w", err)
	}
	return nil
}
