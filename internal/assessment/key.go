package assessment

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/sealing"
)

// Keys has a key for each confidential cycle, apart from the database.
// sealing.Keyring is one.
type Keys interface {
	// Make returns the box of the key with the name, and makes one if need be.
	Make(name string) (sealing.Box, error)
	// Box returns the box of the key with the name, or sealing.ErrNoKey.
	Box(name string) (sealing.Box, error)
	// Destroy forgets the key for good.
	Destroy(name string) error
	// Names lists the keys that there are.
	Names() ([]string, error)
}

// box returns what seals and opens the cycle's answers. It makes the key when
// the cycle has none yet.
func (u UseCases) box(ctx context.Context, c *Cycle) (sealing.Box, error) {
	if c.KeyID != "" {
		box, _, err := u.boxThere(*c)
		return box, err
	}
	box, err := u.Keys.Make(c.ID)
	if err != nil {
		return sealing.Box{}, fmt.Errorf("make a cycle's key: %w", err)
	}
	if err := u.Store.SetKey(ctx, c.ID, box.KeyID()); err != nil {
		return sealing.Box{}, fmt.Errorf("note a cycle's key: %w", err)
	}
	c.KeyID = box.KeyID()
	return box, nil
}

// boxThere is the box of a cycle whose key was made before, and whether it has
// one: without answers, and once answering has ended, there is none. A key that
// should be there and is not, or is another one, is an error.
func (u UseCases) boxThere(c Cycle) (box sealing.Box, there bool, err error) {
	if c.State() != Answering {
		return sealing.Box{}, false, nil
	}
	box, err = u.Keys.Box(c.ID)
	if c.KeyID == "" && errors.Is(err, sealing.ErrNoKey) {
		return sealing.Box{}, false, nil
	}
	if err == nil && c.KeyID != "" && box.KeyID() != c.KeyID {
		err = fmt.Errorf("it is %s and not %s: %w", box.KeyID(), c.KeyID, sealing.ErrSealed)
	}
	if err != nil {
		return sealing.Box{}, false, fmt.Errorf("find the key of cycle %s: %w", c.ID, err)
	}
	return box, true, nil
}

// CheckKeys refuses to go on when answers wait that no key opens: they would be
// lost without a word. Cycles are those whose answers wait.
func (u UseCases) CheckKeys(ctx context.Context) error {
	waiting, err := u.Store.CyclesWithKey(ctx)
	if err != nil {
		return fmt.Errorf("look for sealed answers: %w", err)
	}
	for _, c := range waiting {
		if _, _, err := u.boxThere(c); err != nil {
			return fmt.Errorf("confidential answers wait that cannot be opened: put back the former %s and folder %s, "+
				"or set TELAIO_SECRET_KEY to what it was; if they are lost for good, run telaio give-up (%w)", sealing.KeyFile, sealing.KeysFolder, err)
		}
	}
	return nil
}

// GiveUpLost forgets the sealed answers that no key opens any more, with their
// files, and says of how many cycles. Whoever gave them can answer again. It
// records what it did.
func (u UseCases) GiveUpLost(ctx context.Context) (int, error) {
	waiting, err := u.Store.CyclesWithKey(ctx)
	if err != nil {
		return 0, fmt.Errorf("look for sealed answers: %w", err)
	}
	lost := 0
	for _, c := range waiting {
		if _, _, err := u.boxThere(c); err == nil {
			continue
		}
		err := u.Store.InTx(ctx, func(ctx context.Context) error {
			if err := u.record(ctx, account.System, "answers-given-up", c, nil); err != nil {
				return err
			}
			return u.Store.ForgetSealed(ctx, c.ID)
		})
		if err != nil {
			return lost, fmt.Errorf("give up the answers of a cycle: %w", err)
		}
		if err := errors.Join(u.Keys.Destroy(c.ID), u.SealedFiles.RemoveGroup(ctx, c.ID)); err != nil {
			return lost, fmt.Errorf("give up the answers of a cycle: %w", err)
		}
		lost++
	}
	return lost, nil
}

// ClearAfterEnd destroys the keys and the sealed files of cycles whose answering
// is over, and says of how many. It is run now and then, for what an interrupted
// end has left.
func (u UseCases) ClearAfterEnd(ctx context.Context) (int, error) {
	keys, err := u.Keys.Names()
	if err != nil {
		return 0, err
	}
	groups, err := u.SealedFiles.Groups(ctx)
	if err != nil {
		return 0, err
	}
	cleared := 0
	for _, id := range slices.Compact(slices.Sorted(slices.Values(append(keys, groups...)))) {
		c, err := u.Store.Cycle(ctx, id)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return cleared, fmt.Errorf("look for a key's cycle: %w", err)
		}
		if err == nil && c.State() == Answering {
			continue
		}
		if err := errors.Join(u.Keys.Destroy(id), u.SealedFiles.RemoveGroup(ctx, id)); err != nil {
			return cleared, err
		}
		cleared++
	}
	return cleared, nil
}
