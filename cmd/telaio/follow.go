package main

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"sync"
	"time"

	"telaio/internal/web/shell"
)

// followWait is how long the answer to a form waits for the public pages of this
// node to follow. After a large import they may take longer than anybody waits.
const followWait = 2 * time.Second

// followStop is how long the program waits at its end for a refresh that has been
// told to stop.
const followStop = 5 * time.Second

// publishing lets the public pages follow at once what the forms among the
// routes publish or take back. Other nodes follow a moment later, and so does
// this one if it cannot now.
func (p *program) publishing(routes []shell.Route) []shell.Route {
	for i := range routes {
		if routes[i].Method != http.MethodPost {
			continue
		}
		handle := routes[i].Handle
		routes[i].Handle = func(w http.ResponseWriter, r *http.Request, v *shell.Visit) error {
			if err := handle(w, r, v); err != nil {
				return err
			}
			p.follow(r.Context(), p.index.Refresh, followWait)
			return nil
		}
	}
	return routes
}

// follow refreshes what the public sees, and goes on without it after a while.
func (p *program) follow(ctx context.Context, refresh func(context.Context) error, most time.Duration) {
	done := p.followers.start(ctx, func(ctx context.Context) {
		if err := refresh(ctx); err != nil && !errors.Is(err, context.Canceled) {
			p.log.LogAttrs(ctx, slog.LevelWarn, "the atlas follows later", slog.Any("error", err))
		}
	})
	wait := time.NewTimer(most)
	defer wait.Stop()
	select {
	case <-done:
	case <-wait.C:
	}
}

// followers are the refreshes under way. They may outlast the request that asked
// for them, but not the program.
type followers struct {
	mu      sync.Mutex
	stopped bool
	running map[chan struct{}]context.CancelFunc // by what is closed at its end
}

// start begins a refresh, which ends after a minute or when the program stops.
// What it returns is closed when the refresh has ended.
func (f *followers) start(ctx context.Context, refresh func(context.Context)) <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	done := make(chan struct{})
	if f.stopped {
		close(done)
		return done
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	if f.running == nil {
		f.running = map[chan struct{}]context.CancelFunc{}
	}
	f.running[done] = cancel
	go func() {
		defer close(done)
		defer f.forget(done)
		defer cancel()
		refresh(ctx)
	}()
	return done
}

func (f *followers) forget(done chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.running, done)
}

// stop ends the refreshes under way and begins no other. It reports whether all
// have ended within the time.
func (f *followers) stop(most time.Duration) bool {
	f.mu.Lock()
	f.stopped = true
	running := maps.Clone(f.running)
	f.mu.Unlock()
	for _, cancel := range running {
		cancel()
	}
	limit := time.NewTimer(most)
	defer limit.Stop()
	for done := range running {
		select {
		case <-done:
		case <-limit.C:
			return false
		}
	}
	return true
}
