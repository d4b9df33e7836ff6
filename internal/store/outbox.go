package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"maragu.dev/goqite"

	"telaio/internal/letter"
	"telaio/internal/secret"
)

// A letter that was taken out comes back after claimTime, unless it was
// delivered or put back before.
const (
	claimTime   = 5 * time.Minute
	mostReceive = 1_000_000 // who delivers decides when to give up, not the queue
	letterQueue = "letter"
)

// queued is a letter as it lies in the queue.
type queued struct {
	ID     string
	Letter letter.Letter
}

func (s *Store) letters() *goqite.Queue {
	flavor := goqite.SQLFlavorSQLite
	if s.dialect.name == "postgres" {
		flavor = goqite.SQLFlavorPostgreSQL
	}
	return goqite.New(goqite.NewOpts{DB: s.writer, Name: letterQueue, SQLFlavor: flavor, Timeout: claimTime, MaxReceive: mostReceive})
}

// Send puts a letter into the outbox. It joins the transaction in ctx: the
// letter leaves if and only if the transaction commits.
func (s *Store) Send(ctx context.Context, l letter.Letter) error {
	body, err := json.Marshal(queued{ID: secret.ID(), Letter: l})
	if err != nil {
		return fmt.Errorf("put letter %s into words: %w", l.Template, err)
	}
	return s.InTx(ctx, func(ctx context.Context) error {
		return s.letters().SendTx(ctx, tx(ctx), goqite.Message{Body: body})
	})
}

// LettersWait reports whether there are letters in the outbox, be it for later.
func (s *Store) LettersWait(ctx context.Context) (bool, error) {
	n, err := one(ctx, s.read(ctx), scanInt, `select count(*) from goqite where queue = $1`, letterQueue)
	return n > 0, err
}

// NextLetter takes the next letter out of the outbox for some minutes; ok is
// false if none is due.
func (s *Store) NextLetter(ctx context.Context) (w letter.Waiting, ok bool, err error) {
	err = s.InTx(ctx, func(ctx context.Context) error {
		m, err := s.letters().ReceiveTx(ctx, tx(ctx))
		if err != nil || m == nil {
			return err
		}
		var q queued
		if err := json.Unmarshal(m.Body, &q); err != nil {
			return fmt.Errorf("read a queued letter: %w", err)
		}
		w = letter.Waiting{Letter: q.Letter, ID: q.ID, Claim: string(m.ID)}
		w.Attempt, err = one(ctx, s.read(ctx), scanInt, `select received from goqite where id = $1`, w.Claim)
		ok = true
		return err
	})
	return w, ok && err == nil, err
}

// PutBack returns a letter to the outbox, to be taken out again after a while.
func (s *Store) PutBack(ctx context.Context, w letter.Waiting, after time.Duration) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		return s.letters().ExtendTx(ctx, tx(ctx), goqite.ID(w.Claim), after)
	})
}

// Forget removes a letter for good: it was delivered, or never will be.
func (s *Store) Forget(ctx context.Context, w letter.Waiting) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		return s.letters().DeleteTx(ctx, tx(ctx), goqite.ID(w.Claim))
	})
}

// tx is the transaction in ctx: only inside InTx.
func tx(ctx context.Context) *sql.Tx { return ctx.Value(txKey{}).(*sql.Tx) }
