package store

import (
	"context"
	"database/sql"
	"sync"
)

// mostPrepared bounds how many statements a pool keeps ready. Queries whose text
// depends on their input come after that and are simply parsed each time.
const mostPrepared = 200

// preparedPool is a pool that parses each query once. On SQLite parsing takes as
// long as answering; PostgreSQL's driver does the same by itself.
type preparedPool struct {
	*sql.DB
	mu         sync.RWMutex
	statements map[string]*sql.Stmt
}

func newPreparedPool(db *sql.DB) *preparedPool {
	return &preparedPool{DB: db, statements: map[string]*sql.Stmt{}}
}

// QueryContext runs the query as a statement that is ready.
func (p *preparedPool) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if ready := p.statement(ctx, query); ready != nil {
		return ready.QueryContext(ctx, args...)
	}
	return p.DB.QueryContext(ctx, query, args...)
}

// QueryRowContext runs the query as a statement that is ready.
func (p *preparedPool) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if ready := p.statement(ctx, query); ready != nil {
		return ready.QueryRowContext(ctx, args...)
	}
	return p.DB.QueryRowContext(ctx, query, args...)
}

// statement returns the query's statement, nil if it cannot be kept ready. It is
// closed together with the pool.
func (p *preparedPool) statement(ctx context.Context, query string) *sql.Stmt {
	p.mu.RLock()
	ready, full := p.statements[query], len(p.statements) >= mostPrepared
	p.mu.RUnlock()
	if ready != nil || full {
		return ready
	}
	fresh, err := p.PrepareContext(ctx, query)
	if err != nil {
		return nil // running it directly will tell why
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if other := p.statements[query]; other != nil {
		fresh.Close()
		return other
	}
	p.statements[query] = fresh
	return fresh
}
