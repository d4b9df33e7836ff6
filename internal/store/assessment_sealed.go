package store

import (
	"context"

	"telaio/internal/assessment"
	"telaio/internal/fault"
)

const sealedColumns = `participant_id, item_name, cycle_id, stamp, sealed`

func scanSealedAnswer(s scanner) (a assessment.SealedAnswer, err error) {
	err = s.Scan(&a.ParticipantID, &a.ItemName, &a.CycleID, &a.Stamp, &a.Sealed)
	return a, err
}

// The statements of a save. The change alone closes the door on a participant
// who has finished or whose answering has ended: it needs no second row, and
// TakeSealedAnswers waits for it.
const (
	addSealed    = `insert into assessment_sealed (` + sealedColumns + `) values ($1, $2, $3, $4, $5)`
	changeSealed = `update assessment_sealed set stamp = $4, sealed = $5
		where participant_id = $1 and item_name = $2 and stamp = $3
		and exists (select 1 from assessment_participant p where p.id = $1 and p.open and p.finished_at is null)`
)

// SealedAnswer returns a participant's answer with the keyed name.
func (s *Store) SealedAnswer(ctx context.Context, participantID, itemName string) (assessment.SealedAnswer, error) {
	return one(ctx, s.read(ctx), scanSealedAnswer, `
		select `+sealedColumns+` from assessment_sealed where participant_id = $1 and item_name = $2`, participantID, itemName)
}

// SealedAnswersOf lists a participant's answers, by their keyed names.
func (s *Store) SealedAnswersOf(ctx context.Context, participantID string) ([]assessment.SealedAnswer, error) {
	return list(ctx, s.read(ctx), scanSealedAnswer, `
		select `+sealedColumns+` from assessment_sealed where participant_id = $1 order by item_name`, participantID)
}

// AddSealedAnswers adds a participant's answers to all items;
// assessment.ErrStale says that they are there already. It is a conflict if the
// participant's answers are not taken any more.
func (s *Store) AddSealedAnswers(ctx context.Context, answers []assessment.SealedAnswer) error {
	return s.saveShared(ctx, func(ctx context.Context, c conn) error {
		for i, a := range answers {
			if i == 0 {
				if err := touch(ctx, c, a.ParticipantID); err != nil {
					return err
				}
			}
			_, err := c.ExecContext(ctx, addSealed, a.ParticipantID, a.ItemName, a.CycleID, a.Stamp, a.Sealed)
			if isDuplicate(err) {
				return assessment.ErrStale
			}
			if err != nil {
				return unavailable(err)
			}
		}
		return nil
	})
}

// SaveSealedAnswer puts the answer in the place of the one with the stamp before;
// assessment.ErrStale says that another one is there. Once it returns nil, the
// answer survives a power cut. It is a conflict if the participant's answers are
// not taken any more.
func (s *Store) SaveSealedAnswer(ctx context.Context, a assessment.SealedAnswer, before string) error {
	return s.saveShared(ctx, func(ctx context.Context, c conn) error {
		result, err := c.ExecContext(ctx, changeSealed, a.ParticipantID, a.ItemName, before, a.Stamp, a.Sealed)
		if err != nil {
			return unavailable(err)
		}
		if n, err := result.RowsAffected(); err != nil || n == 1 {
			return unavailable(err)
		}
		if err := touch(ctx, c, a.ParticipantID); err != nil {
			return err
		}
		return assessment.ErrStale
	})
}

// TakeSealedAnswers returns and forgets the sealed answers of a cycle. A save
// that is under way is waited for and returned.
func (s *Store) TakeSealedAnswers(ctx context.Context, cycleID string) ([]assessment.SealedAnswer, error) {
	return list(ctx, s.write(ctx), scanSealedAnswer, `
		delete from assessment_sealed where cycle_id = $1 returning `+sealedColumns, cycleID)
}

// ForgetSealed forgets the sealed answers of a cycle, its key, and who has
// finished.
func (s *Store) ForgetSealed(ctx context.Context, cycleID string) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		for _, query := range []string{
			`update assessment_cycle set key_id = '' where id = $1`,
			`update assessment_participant set finished_at = null where cycle_id = $1`,
			`delete from assessment_sealed where cycle_id = $1`,
		} {
			if err := s.exec(ctx, query, cycleID); err != nil {
				return err
			}
		}
		return nil
	})
}

// SetKey notes the key of a cycle that takes answers. It is a conflict if the
// cycle has another one.
func (s *Store) SetKey(ctx context.Context, cycleID, keyID string) error {
	changed, err := s.changesOne(ctx, `
		update assessment_cycle set key_id = $2 where id = $1 and ended_at is null and (key_id = '' or key_id = $2)`, cycleID, keyID)
	if err != nil {
		return err
	}
	if !changed {
		return fault.New(fault.Conflict, "assessment.not_taken")
	}
	return nil
}

// CyclesWithKey lists the cycles that take answers and have a key.
func (s *Store) CyclesWithKey(ctx context.Context) ([]assessment.Cycle, error) {
	return list(ctx, s.read(ctx), scanCycle, `
		select `+cycleColumns+` from assessment_cycle where ended_at is null and key_id <> '' order by id`)
}
