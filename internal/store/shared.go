package store

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"time"

	"telaio/internal/fault"
)

// saveShared runs one save; once it returns nil, what it wrote survives a power
// cut. On SQLite, saves that arrive together share one commit. A save that ends
// in a conflict must leave nothing behind that matters: the others commit.
func (s *Store) saveShared(ctx context.Context, write save) error {
	if s.dialect.name == "sqlite" && ctx.Value(txKey{}) == nil {
		return s.saves.save(ctx, s, write)
	}
	return s.InTx(ctx, func(ctx context.Context) error { return write(ctx, s.write(ctx)) })
}

// save writes something in a transaction.
type save func(context.Context, conn) error

// saveStatements are those that saves run over and over.
func saveStatements() []string {
	return []string{touchDraft, addStep, touchParticipant, addAnswer, addSealed, changeSealed}
}

// saveQueue gathers saves on SQLite while its one writer is busy, so that many
// people at once wait for one sync of the disk instead of one each.
type saveQueue struct {
	ready   map[string]*sql.Stmt // the statements of saves; only the one who writes uses them
	mu      sync.Mutex
	waiting []*waitingSave
	writing bool
}

type waitingSave struct {
	write save
	err   error
	done  chan struct{} // closed once err holds the outcome
}

// The most saves that share one commit, and how long one may take.
const (
	maxShared   = 64
	writePeriod = 15 * time.Second
)

func (q *saveQueue) save(ctx context.Context, s *Store, write save) error {
	w := &waitingSave{write: write, done: make(chan struct{})}
	q.mu.Lock()
	q.waiting = append(q.waiting, w)
	start := !q.writing
	q.writing = true
	q.mu.Unlock()
	if start {
		go q.run(context.WithoutCancel(ctx), s)
	}
	select {
	case <-w.done:
		return w.err
	case <-ctx.Done():
		return fault.Wrap(fault.Unavailable, "error.unavailable", fmt.Errorf("wait for a save: %w", ctx.Err()))
	}
}

// run commits what is waiting until nothing is.
func (q *saveQueue) run(ctx context.Context, s *Store) {
	for {
		shared, err := q.commit(ctx, s)
		for _, w := range shared {
			if err != nil {
				w.err = unavailable(err)
			}
			close(w.done)
		}
		q.mu.Lock()
		if len(q.waiting) == 0 {
			q.writing = false
			q.mu.Unlock()
			return
		}
		q.mu.Unlock()
	}
}

// commit takes what has gathered by the time the writer is free and commits it
// in one transaction. A save in conflict does not hold up the others; any other
// error is everybody's.
func (q *saveQueue) commit(ctx context.Context, s *Store) ([]*waitingSave, error) {
	ctx, cancel := context.WithTimeout(ctx, writePeriod)
	defer cancel()
	if err := q.prepare(ctx, s.writer); err != nil {
		return q.take(), err
	}
	tx, err := s.writer.BeginTx(ctx, nil)
	shared := q.take()
	if err != nil {
		return shared, fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback()
	ready := readyTx{Tx: tx, ready: q.ready}
	for _, w := range shared {
		w.err = w.write(ctx, ready)
		if w.err != nil && fault.KindOf(w.err) != fault.Conflict {
			return shared, w.err
		}
	}
	if err := tx.Commit(); err != nil {
		return shared, fmt.Errorf("commit: %w", err)
	}
	return shared, nil
}

// prepare parses those statements of saves that are not ready yet.
func (q *saveQueue) prepare(ctx context.Context, db *sql.DB) error {
	if q.ready == nil {
		q.ready = map[string]*sql.Stmt{}
	}
	for _, query := range saveStatements() {
		if q.ready[query] != nil {
			continue
		}
		statement, err := db.PrepareContext(ctx, query)
		if err != nil {
			return fmt.Errorf("prepare a save: %w", err)
		}
		q.ready[query] = statement
	}
	return nil
}

// readyTx is a transaction with statements that are parsed already.
type readyTx struct {
	*sql.Tx
	ready map[string]*sql.Stmt
}

// ExecContext runs the statement, the parsed one if there is one.
func (t readyTx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if ready := t.ready[query]; ready != nil {
		return t.StmtContext(ctx, ready).ExecContext(ctx, args...)
	}
	return t.Tx.ExecContext(ctx, query, args...)
}

func (q *saveQueue) take() []*waitingSave {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := min(len(q.waiting), maxShared)
	taken := q.waiting[:n:n]
	q.waiting = append([]*waitingSave(nil), q.waiting[n:]...)
	return taken
}
