package main

import (
	"context"
	"log/slog"
	"testing"
	"time"
)

func TestFollow_letsNobodyWaitForALargeImport(t *testing.T) {
	p := &program{log: slog.New(slog.DiscardHandler)}
	hold, ended := make(chan struct{}), make(chan error, 1)
	ctx, leave := context.WithCancel(t.Context())
	p.follow(ctx, func(ctx context.Context) error {
		<-hold
		ended <- ctx.Err()
		return nil
	}, time.Millisecond)
	leave()
	close(hold)
	if err := <-ended; err != nil {
		t.Errorf("the refresh ended with the request: %v", err)
	}
}
