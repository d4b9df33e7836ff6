package importing

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/fault"
	"telaio/internal/secret"
)

// Only one process works on imports at a time, whether it is a node of the site or
// the command: what one makes ready is not for another to forget.
const (
	workLease = "imports"
	workSpan  = 2 * time.Minute // another takes over after this
)

// alone does some work while nobody else works on imports. It reports false,
// and does nothing, if somebody does.
func (u UseCases) alone(ctx context.Context, do func(context.Context, UseCases) error) (bool, error) {
	u.holder = secret.ID()
	now := u.Clock.Now()
	mine, err := u.Store.TakeLease(ctx, workLease, u.holder, now, now.Add(workSpan))
	if err != nil {
		return false, fmt.Errorf("begin to work on imports: %w", err)
	}
	if !mine {
		return false, nil
	}
	defer u.release(context.WithoutCancel(ctx))
	if err := u.catchUp(ctx); err != nil {
		return true, err
	}
	return true, do(ctx, u)
}

// release lets others work at once. If that fails they wait for workSpan.
func (u UseCases) release(ctx context.Context) {
	now := u.Clock.Now()
	_, _ = u.Store.TakeLease(ctx, workLease, u.holder, now, now)
}

// renew goes on being the one who works. It fails if another has taken over.
func (u UseCases) renew(ctx context.Context) error {
	if u.holder == "" {
		return nil // nothing is made ready
	}
	now := u.Clock.Now()
	mine, err := u.Store.TakeLease(ctx, workLease, u.holder, now, now.Add(workSpan))
	if err == nil && !mine {
		err = fault.New(fault.Unavailable, "error.unavailable")
	}
	if err != nil {
		return fmt.Errorf("go on working on imports: %w", err)
	}
	return nil
}

// busy is the refusal of somebody who does not wait.
func busy() error { return fault.New(fault.Conflict, "import.another_under_way") }
