// Package job does what need not be done while someone waits: it delivers
// letters and runs periodic tasks. Of several nodes, one does each.
package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"telaio/internal/clock"
	"telaio/internal/letter"
	"telaio/internal/secret"
)

// Store keeps the letters that wait, and says which node does what.
type Store interface {
	LettersWait(ctx context.Context) (bool, error)
	NextLetter(ctx context.Context) (w letter.Waiting, ok bool, err error)
	PutBack(ctx context.Context, w letter.Waiting, after time.Duration) error
	Forget(ctx context.Context, w letter.Waiting) error
	// TakeLease gives the named chore to the holder until a time, if it is free.
	TakeLease(ctx context.Context, name, holder string, now, until time.Time) (bool, error)
}

// Post delivers letters.
type Post interface {
	Deliver(ctx context.Context, w letter.Waiting) error
}

// Task is done again and again: whenever some time has passed, or once a day at
// an hour.
type Task struct {
	Name  string
	Every time.Duration // ignored if there is an hour
	Daily *Daily        // nil = there is none
	Do    func(context.Context) error
}

// next is when the task is due again once it has been begun.
func (t Task) next(now time.Time) time.Time {
	if t.Daily != nil {
		return t.Daily.After(now)
	}
	return now.Add(t.Every)
}

// Daily is a time of day. What was missed, because no node ran, is due at once.
type Daily struct {
	Hour, Minute int
	Zone         *time.Location
}

// After returns the first such time after t.
func (d Daily) After(t time.Time) time.Time {
	year, month, day := t.In(d.Zone).Date()
	next := time.Date(year, month, day, d.Hour, d.Minute, 0, 0, d.Zone)
	if !next.After(t) {
		next = time.Date(year, month, day+1, d.Hour, d.Minute, 0, 0, d.Zone)
	}
	return next
}

// ParseDaily reads a time of day as 15:04.
func ParseDaily(text string, zone *time.Location) (Daily, error) {
	at, err := time.Parse("15:04", text)
	if err != nil {
		return Daily{}, fmt.Errorf("want a time of day such as 03:00: %w", err)
	}
	return Daily{at.Hour(), at.Minute(), zone}, nil
}

// Chore is work that may come in at any time and is done soon. Next does one
// piece of it and reports whether there was any; of several nodes, each may ask.
type Chore struct {
	Name string
	Next func(context.Context) (bool, error)
}

// Runner does the work in the background.
type Runner struct {
	Store  Store
	Post   Post
	Tasks  []Task
	Chores []Chore
	Clock  clock.Clock
	Log    *slog.Logger
	// Pause is how long the runner rests when no letter waits; 0 = half a second.
	Pause time.Duration
	// Before, if any, returns when the first task may begin: a program that has
	// just started has more urgent work.
	Before func(context.Context)

	mine time.Time // the lease on letters runs until then
	told time.Time // when the operator was last told of letters that the key does not open
}

const (
	letterLease  = "letters"
	letterSpan   = time.Minute      // another node takes over after this
	taskCheck    = time.Minute      // how often a due task is looked for
	taskRetry    = 10 * time.Minute // after a task has failed
	taskSpan     = time.Hour        // another node takes over after this, if the one at work was killed
	mostAttempts = 14               // then a letter is given up, after about two days
	lockedPause  = time.Hour        // how long a letter waits that the key does not open
)

// Run works until ctx ends and whatever is under way is done.
func (r *Runner) Run(ctx context.Context) {
	holder := secret.ID()
	var all sync.WaitGroup
	all.Go(func() { r.deliverUntil(ctx, holder) })
	all.Go(func() { r.repeatUntil(ctx, holder) })
	for _, chore := range r.Chores {
		all.Go(func() { r.doUntil(ctx, chore) })
	}
	all.Wait()
}

func (r *Runner) deliverUntil(ctx context.Context, holder string) {
	pause := r.Pause
	if pause == 0 {
		pause = 500 * time.Millisecond
	}
	for {
		worked, err := r.DeliverNext(ctx, holder)
		if err != nil && ctx.Err() == nil {
			r.Log.LogAttrs(ctx, slog.LevelError, "letters cannot be taken out", slog.String("error", err.Error()))
			pause = min(2*pause, 30*time.Second)
		}
		if !worked && !wait(ctx, pause) {
			return
		}
		if ctx.Err() != nil {
			return
		}
	}
}

// DeliverNext delivers one letter, if one waits and this node is the one that
// delivers. It reports whether there was one. It is not safe for concurrent
// use.
func (r *Runner) DeliverNext(ctx context.Context, holder string) (bool, error) {
	if waiting, err := r.Store.LettersWait(ctx); err != nil || !waiting {
		return false, err
	}
	if mine, err := r.takeLetters(ctx, holder); err != nil || !mine {
		return false, err
	}
	w, ok, err := r.Store.NextLetter(ctx)
	if err != nil || !ok {
		return false, err
	}
	if w.Locked {
		return true, r.keep(ctx, w)
	}
	// What has been taken out is delivered and noted even when the program is
	// told to stop, or the letter would come twice.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), letterSpan)
	defer cancel()
	failure := r.Post.Deliver(ctx, w)
	if failure == nil {
		return true, r.Store.Forget(ctx, w)
	}
	attributes := []slog.Attr{
		slog.String("template", w.Template), slog.Int("attempt", w.Attempt), slog.String("letter", w.ID), slog.String("error", failure.Error()),
	}
	if errors.Is(failure, letter.ErrUndeliverable) || w.Attempt >= mostAttempts {
		r.Log.LogAttrs(ctx, slog.LevelError, "letter given up", attributes...)
		return true, r.Store.Forget(ctx, w)
	}
	r.Log.LogAttrs(ctx, slog.LevelWarn, "letter put back", attributes...)
	return true, r.Store.PutBack(ctx, w, Patience(w.Attempt))
}

// keep puts a letter back that the key does not open, however often: it leaves
// once the server has the key again with which it was sealed. The operator is
// told once in that time, whatever the number of letters.
func (r *Runner) keep(ctx context.Context, w letter.Waiting) error {
	if now := r.Clock.Now(); !now.Before(r.told.Add(lockedPause)) {
		r.told = now
		r.Log.LogAttrs(ctx, slog.LevelError, "letters wait that the key does not open: start with the secret key that they were sealed with")
	}
	return r.Store.PutBack(ctx, w, lockedPause)
}

// takeLetters makes this node the one that delivers. The lease is
// renewed in its second half only, so that waiting costs no writes.
func (r *Runner) takeLetters(ctx context.Context, holder string) (bool, error) {
	now := r.Clock.Now()
	if now.Before(r.mine.Add(-letterSpan / 2)) {
		return true, nil
	}
	until := now.Add(letterSpan)
	mine, err := r.Store.TakeLease(ctx, letterLease, holder, now, until)
	if mine {
		r.mine = until
	}
	return mine, err
}

// Patience is how long a letter waits after its n-th attempt: ten seconds, then
// twice as long each time, eight hours at most.
func Patience(attempt int) time.Duration {
	return min(10*time.Second<<min(attempt-1, 20), 8*time.Hour)
}

// doUntil asks for a chore's next piece of work again and again, less often
// while it fails.
func (r *Runner) doUntil(ctx context.Context, chore Chore) {
	usual := r.Pause
	if usual == 0 {
		usual = time.Second
	}
	for ctx.Err() == nil {
		worked, err := chore.Next(ctx)
		pause := usual
		if err != nil && ctx.Err() == nil {
			r.Log.LogAttrs(ctx, slog.LevelError, "chore failed", slog.String("chore", chore.Name), slog.String("error", err.Error()))
			pause = 30 * usual
		}
		if (!worked || err != nil) && !wait(ctx, pause) {
			return
		}
	}
}

func (r *Runner) repeatUntil(ctx context.Context, holder string) {
	if r.Before != nil {
		r.Before(ctx)
	}
	for {
		r.RunDue(ctx, holder)
		if !wait(ctx, taskCheck) {
			return
		}
	}
}

// RunDue runs the tasks whose time has come and that no other node has run.
func (r *Runner) RunDue(ctx context.Context, holder string) {
	for _, task := range r.Tasks {
		if ctx.Err() != nil {
			return
		}
		if err := r.runOnce(ctx, holder, task); err != nil {
			r.Log.LogAttrs(ctx, slog.LevelError, "task failed", slog.String("task", task.Name), slog.String("error", err.Error()))
		}
	}
}

// runOnce holds the task's lease for as long as it shall not run again: from the
// start for as long as the work may take, and until it is due again once it is
// done. Each run is a holder of its own, so that another one's lease is never
// prolonged.
func (r *Runner) runOnce(ctx context.Context, holder string, task Task) error {
	now, lease := r.Clock.Now(), "task:"+task.Name
	run := holder + ":" + secret.ID()
	next := task.next(now)
	mine, err := r.Store.TakeLease(ctx, lease, run, now, earlier(next, now.Add(taskSpan)))
	if err != nil || !mine {
		return err
	}
	if err = task.Do(ctx); err != nil {
		next = earlier(next, now.Add(taskRetry))
	}
	_, leaseErr := r.Store.TakeLease(context.WithoutCancel(ctx), lease, run, now, next)
	return errors.Join(err, leaseErr)
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// wait reports false if ctx ended before d had passed.
func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
