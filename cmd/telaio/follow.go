package main

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"telaio/internal/web/shell"
)

// followWait is how long the answer to a form waits for the public pages of this
// node to follow. After a large import they may take longer than anybody waits.
const followWait = 2 * time.Second

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
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	done := make(chan struct{})
	go func() {
		defer stop()
		defer close(done)
		if err := refresh(ctx); err != nil {
			p.log.LogAttrs(ctx, slog.LevelWarn, "the atlas follows later", slog.Any("error", err))
		}
	}()
	wait := time.NewTimer(most)
	defer wait.Stop()
	select {
	case <-done:
	case <-wait.C:
	}
}
