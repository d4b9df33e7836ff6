package store

import (
	"context"
	"slices"

	"telaio/internal/audit"
)

const stagedAuditColumns = `import_id, ` + auditColumns

// StageAudits makes ready what the audit will say of an import, chained to what it
// ends with now: hashing takes longer than everything else that one of these rows
// asks for.
func (s *Store) StageAudits(ctx context.Context, importID string, entries []audit.Entry) error {
	const attempts = 3
	for range attempts {
		if err := s.forgetOf(ctx, importID, "import_staged_audit", "sequence"); err != nil || len(entries) == 0 {
			return err
		}
		last, err := s.lastAudit(ctx)
		if err != nil {
			return err
		}
		if err := s.stageAudits(ctx, importID, audit.Chain(last, entries)); err != nil {
			return err
		}
		if follows, err := s.stagedAuditsFollow(ctx, importID); err != nil || follows {
			return err
		}
	}
	return nil // takeStagedAudits chains them anew
}

// stageAudits keeps entries a part at a time, so that nobody waits long.
func (s *Store) stageAudits(ctx context.Context, importID string, chained []audit.Entry) error {
	for part := range slices.Chunk(chained, inOneGo) {
		args := make([]any, 0, 9*len(part))
		for _, e := range part {
			values, err := auditValues(e)
			if err != nil {
				return err
			}
			args = append(append(args, importID), values...)
		}
		err := s.InTx(ctx, func(ctx context.Context) error {
			return s.insertRows(ctx, `insert into import_staged_audit (`+stagedAuditColumns+`) values `, 9, args, "")
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// stagedAuditsFollow reports whether what is ready follows on from what the audit
// ends with.
func (s *Store) stagedAuditsFollow(ctx context.Context, importID string) (bool, error) {
	last, err := s.lastAudit(ctx)
	if err != nil {
		return false, err
	}
	follow, err := one(ctx, s.read(ctx), scanNumber, `
		select count(*) from import_staged_audit where import_id = $1 and sequence = $2 and previous_hash = $3`, importID, last.Sequence+1, last.Hash)
	return follow > 0, err
}

// takeStagedAudits adds what is ready to the audit, chained anew if somebody else
// has added to it meanwhile.
func (s *Store) takeStagedAudits(ctx context.Context, importID string) error {
	if err := s.lockAudit(ctx); err != nil {
		return err
	}
	follow, err := s.stagedAuditsFollow(ctx, importID)
	if err != nil {
		return err
	}
	if follow {
		return s.exec(ctx, `
			insert into audit (`+auditColumns+`) select `+auditColumns+` from import_staged_audit where import_id = $1 order by sequence`, importID)
	}
	entries, err := list(ctx, s.read(ctx), scanAudit, `select `+auditColumns+` from import_staged_audit where import_id = $1 order by sequence`, importID)
	if err != nil {
		return err
	}
	return s.AppendAudits(ctx, entries)
}
