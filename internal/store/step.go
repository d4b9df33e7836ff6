package store

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"time"

	"telaio/internal/fault"
	"telaio/internal/participation"
)

const stepColumns = `draft_id, page, number, answers, who, at`

func scanStep(s scanner) (step participation.Step, err error) {
	err = s.Scan(&step.DraftID, &step.Page, &step.Number, jsonColumn{&step.Answers}, &step.Who, nullTime{&step.At})
	return step, err
}

// CurrentSteps lists the newest step of each page of the draft. It goes from
// page to page by the key, however often each one was saved.
func (s *Store) CurrentSteps(ctx context.Context, draftID string) ([]participation.Step, error) {
	return list(ctx, s.read(ctx), scanStep, `
		with recursive saved (page) as (
			select min(page) from draft_step where draft_id = $1
			union all
			select (select min(next.page) from draft_step next where next.draft_id = $1 and next.page > saved.page)
			from saved where saved.page is not null
		)
		select s.draft_id, s.page, s.number, s.answers, s.who, s.at
		from saved cross join draft_step s
		where s.draft_id = $1 and s.page = saved.page
			and s.number = (select max(newest.number) from draft_step newest where newest.draft_id = $1 and newest.page = saved.page)
		order by s.page`, draftID)
}

// Steps lists every step of the draft, those of each page in the order in which
// they were saved.
func (s *Store) Steps(ctx context.Context, draftID string) ([]participation.Step, error) {
	return list(ctx, s.read(ctx), scanStep, `
		select `+stepColumns+` from draft_step where draft_id = $1 order by page, number`, draftID)
}

// The two statements of a save. The first closes the door on a draft that was
// sent, and on PostgreSQL makes saves of one draft and its sending take turns.
const (
	touchDraft = `update draft set saved_at = $2 where id = $1 and sent_at is null`
	addStep    = `insert into draft_step (` + stepColumns + `) values ($1, $2, $3, $4, $5, $6)`
)

// SaveStep adds the step; once it returns nil, the step survives a power cut.
// It is a conflict if the page has a step of that number, or if the draft was
// sent. On SQLite, saves that arrive together share one commit.
func (s *Store) SaveStep(ctx context.Context, step participation.Step) error {
	answers, err := toJSON(step.Answers)
	if err != nil {
		return err
	}
	if s.dialect.name == "sqlite" && ctx.Value(txKey{}) == nil {
		return s.steps.save(ctx, s, step, answers)
	}
	return s.InTx(ctx, func(ctx context.Context) error { return writeStep(ctx, s.write(ctx), step, answers) })
}

func writeStep(ctx context.Context, c conn, step participation.Step, answers string) error {
	result, err := c.ExecContext(ctx, touchDraft, step.DraftID, step.At.UTC())
	if err != nil {
		return unavailable(err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return fault.Wrap(fault.Conflict, "participate.already_sent", err)
	}
	_, err = c.ExecContext(ctx, addStep, step.DraftID, step.Page, step.Number, answers, step.Who, step.At.UTC())
	return unavailable(conflictIfDuplicate(err))
}

// stepQueue gathers saves on SQLite while its one writer is busy, so that many
// people at once wait for one sync of the disk instead of one each.
type stepQueue struct {
	ready   map[string]*sql.Stmt // the statements of a save; only the one who writes uses them
	mu      sync.Mutex
	waiting []*waitingStep
	writing bool
}

type waitingStep struct {
	step    participation.Step
	answers string
	err     error
	done    chan struct{} // closed once err holds the outcome
}

// The most saves that share one commit, and how long one may take.
const (
	maxShared   = 64
	writePeriod = 15 * time.Second
)

func (q *stepQueue) save(ctx context.Context, s *Store, step participation.Step, answers string) error {
	w := &waitingStep{step: step, answers: answers, done: make(chan struct{})}
	q.mu.Lock()
	q.waiting = append(q.waiting, w)
	start := !q.writing
	q.writing = true
	q.mu.Unlock()
	if start {
		go q.write(context.WithoutCancel(ctx), s)
	}
	select {
	case <-w.done:
		return w.err
	case <-ctx.Done():
		return fault.Wrap(fault.Unavailable, "error.unavailable", fmt.Errorf("wait for a save: %w", ctx.Err()))
	}
}

// write commits what is waiting until nothing is.
func (q *stepQueue) write(ctx context.Context, s *Store) {
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
// in one transaction. A step in conflict does not hold up the others; any other
// error is everybody's.
func (q *stepQueue) commit(ctx context.Context, s *Store) ([]*waitingStep, error) {
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
	steps := readyTx{Tx: tx, ready: q.ready}
	for _, w := range shared {
		w.err = writeStep(ctx, steps, w.step, w.answers)
		if w.err != nil && fault.KindOf(w.err) != fault.Conflict {
			return shared, w.err
		}
	}
	if err := tx.Commit(); err != nil {
		return shared, fmt.Errorf("commit: %w", err)
	}
	return shared, nil
}

// prepare parses the statements of a save, once.
func (q *stepQueue) prepare(ctx context.Context, db *sql.DB) error {
	if q.ready != nil {
		return nil
	}
	ready := map[string]*sql.Stmt{}
	for _, query := range []string{touchDraft, addStep} {
		statement, err := db.PrepareContext(ctx, query)
		if err != nil {
			return fmt.Errorf("prepare a save: %w", err)
		}
		ready[query] = statement
	}
	q.ready = ready
	return nil
}

// readyTx is a transaction with statements that are parsed already.
type readyTx struct {
	*sql.Tx
	ready map[string]*sql.Stmt
}

// ExecContext runs one of the statements.
func (t readyTx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return t.StmtContext(ctx, t.ready[query]).ExecContext(ctx, args...)
}

func (q *stepQueue) take() []*waitingStep {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := min(len(q.waiting), maxShared)
	taken := q.waiting[:n:n]
	q.waiting = append([]*waitingStep(nil), q.waiting[n:]...)
	return taken
}
