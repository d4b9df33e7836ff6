package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"maragu.dev/goqite"

	"telaio/internal/letter"
	"telaio/internal/sealing"
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
	if body, err = s.sealLetter(body); err != nil {
		return err
	}
	return s.InTx(ctx, func(ctx context.Context) error {
		return s.letters().SendTx(ctx, tx(ctx), goqite.Message{Body: body})
	})
}

// SealLetters has letters kept sealed while they wait, so that a copy of the
// database tells neither who is written to nor the keys in their links. It is
// called before the store is used.
func (s *Store) SealLetters(box sealing.Box) { s.letterBox = box }

// letterPurpose binds what is sealed to the outbox.
const letterPurpose = "letter"

func (s *Store) sealLetter(body []byte) ([]byte, error) {
	sealed, err := s.letterBox.Seal(body, letterPurpose)
	if errors.Is(err, sealing.ErrNoKey) {
		return body, nil
	}
	return sealed, err
}

// openLetter reads a letter, sealed or not. It is locked if the key does not
// open it.
func (s *Store) openLetter(body []byte) (q queued, locked bool, err error) {
	if !bytes.HasPrefix(body, []byte("{")) || json.Unmarshal(body, &q) != nil {
		if body, err = s.letterBox.Open(body, letterPurpose); err != nil {
			return queued{}, true, nil //nolint:nilerr // it waits: any failure means that the key does not open it
		}
		q = queued{}
		if err := json.Unmarshal(body, &q); err != nil {
			return q, false, fmt.Errorf("read a queued letter: %w", err)
		}
	}
	return q, false, nil
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
		q, locked, err := s.openLetter(m.Body)
		if err != nil {
			return err
		}
		w = letter.Waiting{Letter: q.Letter, ID: q.ID, Claim: string(m.ID), Locked: locked}
		w.Attempt, err = one(ctx, s.read(ctx), scanInt, `select received from goqite where id = $1`, w.Claim)
		ok = true
		return err
	})
	return w, ok && err == nil, err
}

// PutBack returns a letter to the outbox, to be taken out again after a while. Of
// one that is locked the attempt does not count: nobody could have delivered it.
func (s *Store) PutBack(ctx context.Context, w letter.Waiting, after time.Duration) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		if w.Locked {
			if err := s.exec(ctx, `update goqite set received = received - 1 where id = $1`, w.Claim); err != nil {
				return err
			}
		}
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
