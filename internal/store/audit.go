package store

import (
	"context"

	"telaio/internal/audit"
	"telaio/internal/fault"
)

const auditColumns = `sequence, at, actor, action, object, details, previous_hash, hash`

func scanAudit(s scanner) (e audit.Entry, err error) {
	err = s.Scan(&e.Sequence, nullTime{&e.At}, &e.Actor, &e.Action, &e.Object, jsonColumn{&e.Details}, &e.Previous, &e.Hash)
	return e, err
}

// AppendAudit adds the entry to the end of the chain. It joins the transaction
// in ctx, so that a change and its entry are saved together or not at all.
func (s *Store) AppendAudit(ctx context.Context, e audit.Entry) error {
	return s.AppendAudits(ctx, []audit.Entry{e})
}

// AppendAudits adds several entries like AppendAudit, in their order.
func (s *Store) AppendAudits(ctx context.Context, entries []audit.Entry) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		if err := s.lockAudit(ctx); err != nil {
			return err
		}
		last, err := s.lastAudit(ctx)
		if err != nil {
			return err
		}
		args := make([]any, 0, 8*len(entries))
		for _, e := range audit.Chain(last, entries) {
			values, err := auditValues(e)
			if err != nil {
				return err
			}
			args = append(args, values...)
		}
		return s.insertRows(ctx, `insert into audit (`+auditColumns+`) values `, 8, args, "")
	})
}

// auditValues are the auditColumns of an entry.
func auditValues(e audit.Entry) ([]any, error) {
	details, err := toJSON(e.Details)
	return []any{e.Sequence, e.At.UTC(), e.Actor, e.Action, e.Object, details, e.Previous, e.Hash}, err
}

// lastAudit returns the entry that the audit ends with, a zero one if it is empty.
func (s *Store) lastAudit(ctx context.Context) (audit.Entry, error) {
	last, err := one(ctx, s.read(ctx), scanAudit, `
		select `+auditColumns+` from audit order by sequence desc limit 1`)
	if fault.KindOf(err) == fault.NotFound {
		return audit.Entry{}, nil
	}
	return last, err
}

// AuditOf lists the entries about an object, oldest first.
func (s *Store) AuditOf(ctx context.Context, object string) ([]audit.Entry, error) {
	return list(ctx, s.read(ctx), scanAudit, `
		select `+auditColumns+` from audit where object = $1 order by sequence`, object)
}

// Audit lists every entry, oldest first.
func (s *Store) Audit(ctx context.Context) ([]audit.Entry, error) {
	return list(ctx, s.read(ctx), scanAudit, `select `+auditColumns+` from audit order by sequence`)
}
