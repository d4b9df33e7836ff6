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

func TestFollowers_endBeforeTheDatabaseIsClosed(t *testing.T) {
	p := &program{log: slog.New(slog.DiscardHandler)}
	ended := false
	p.follow(t.Context(), func(ctx context.Context) error {
		<-ctx.Done() // as a long query that is told to stop
		ended = true
		return ctx.Err()
	}, time.Millisecond)
	if !p.followers.stop(time.Minute) || !ended {
		t.Error("the refresh goes on after the stop")
	}
	p.follow(t.Context(), func(context.Context) error {
		t.Error("a refresh began after the stop")
		return nil
	}, time.Minute)
}

func TestFollowers_areNotWaitedForWithoutEnd(t *testing.T) {
	p := &program{log: slog.New(slog.DiscardHandler)}
	hold := make(chan struct{})
	defer close(hold)
	p.follow(t.Context(), func(context.Context) error {
		<-hold
		return nil
	}, time.Millisecond)
	if p.followers.stop(time.Millisecond) {
		t.Error("the stop says that a refresh has ended which goes on")
	}
}
