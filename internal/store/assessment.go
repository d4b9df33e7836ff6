package store

import (
	"context"
	"time"

	"telaio/internal/assessment"
	"telaio/internal/fault"
)

const cycleColumns = `id, organisation_id, kit, kit_version, extent, mode, label, until, room_key, answers_of, reopened_from, reason,
	created_by, created_at, answered_at, ended_at, closed_at, respondents, meeting_at, key_id`

func scanCycle(s scanner) (c assessment.Cycle, err error) {
	err = s.Scan(&c.ID, &c.OrganisationID, &c.Kit, &c.KitVersion, &c.Extent, &c.Mode, &c.Label, nullTime{&c.Until}, &c.RoomKey,
		&c.AnswersOf, &c.ReopenedFrom, &c.Reason, &c.CreatedBy, nullTime{&c.CreatedAt}, nullTime{&c.AnsweredAt},
		nullTime{&c.EndedAt}, nullTime{&c.ClosedAt}, &c.Respondents, nullTime{&c.MeetingAt}, &c.KeyID)
	return c, err
}

// AddCycle adds a cycle. It is a conflict to reopen one twice.
func (s *Store) AddCycle(ctx context.Context, c assessment.Cycle) error {
	err := s.exec(ctx, `
		insert into assessment_cycle (`+cycleColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
		c.ID, c.OrganisationID, c.Kit, c.KitVersion, c.Extent, c.Mode, c.Label, orNull(c.Until), c.RoomKey,
		c.AnswersOf, c.ReopenedFrom, c.Reason, c.CreatedBy, c.CreatedAt.UTC(), orNull(c.AnsweredAt),
		orNull(c.EndedAt), orNull(c.ClosedAt), c.Respondents, orNull(c.MeetingAt), c.KeyID)
	return conflictIfDuplicate(err)
}

// Cycle returns the cycle with the id.
func (s *Store) Cycle(ctx context.Context, id string) (assessment.Cycle, error) {
	return one(ctx, s.read(ctx), scanCycle, `select `+cycleColumns+` from assessment_cycle where id = $1`, id)
}

// CycleByRoom returns the cycle whose room the key opens.
func (s *Store) CycleByRoom(ctx context.Context, roomKey string) (assessment.Cycle, error) {
	return one(ctx, s.read(ctx), scanCycle, `
		select `+cycleColumns+` from assessment_cycle where room_key = $1 and room_key <> ''`, roomKey)
}

// CyclesOf lists the organisation's cycles, the newest first.
func (s *Store) CyclesOf(ctx context.Context, organisationID string) ([]assessment.Cycle, error) {
	return list(ctx, s.read(ctx), scanCycle, `
		select `+cycleColumns+` from assessment_cycle where organisation_id = $1 order by created_at desc, id`, organisationID)
}

// CyclesDue lists the cycles whose time to answer was over by then.
func (s *Store) CyclesDue(ctx context.Context, at time.Time) ([]assessment.Cycle, error) {
	return list(ctx, s.read(ctx), scanCycle, `
		select `+cycleColumns+` from assessment_cycle where ended_at is null and until <= $1 order by until, id`, at.UTC())
}

// ChangeCycle saves label, mode, date and room key while answers are taken. It
// is a conflict to change the mode after the first answer.
func (s *Store) ChangeCycle(ctx context.Context, c assessment.Cycle) error {
	return s.changeOr(ctx, "assessment.mode_fixed", `
		update assessment_cycle set label = $2, mode = $3, until = $4, room_key = $5
		where id = $1 and ended_at is null and (answered_at is null or mode = $3)`,
		c.ID, c.Label, c.Mode, orNull(c.Until), c.RoomKey)
}

// MarkAnswered notes the first answer of a cycle, once.
func (s *Store) MarkAnswered(ctx context.Context, id string, at time.Time) error {
	return s.exec(ctx, `update assessment_cycle set answered_at = $2 where id = $1 and answered_at is null`, id, at.UTC())
}

// EndAnswering takes no more answers of anybody. It is a conflict if that was so
// before. A save that is under way is waited for, and seen by what follows.
func (s *Store) EndAnswering(ctx context.Context, id string, at time.Time) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		err := s.changeOr(ctx, "assessment.answering_ended", `
			update assessment_cycle set ended_at = $2, room_key = '' where id = $1 and ended_at is null`, id, at.UTC())
		if err != nil {
			return err
		}
		return s.exec(ctx, `update assessment_participant set open = false where cycle_id = $1`, id)
	})
}

// SetRespondents notes how many had answered when answering ended.
func (s *Store) SetRespondents(ctx context.Context, id string, n int) error {
	return s.changeOr(ctx, "assessment.closed", `
		update assessment_cycle set respondents = $2 where id = $1 and ended_at is not null and closed_at is null`, id, n)
}

// SetMeeting notes when the meeting of a cycle that is being discussed began.
func (s *Store) SetMeeting(ctx context.Context, id string, at time.Time) error {
	return s.changeOr(ctx, "assessment.closed", `
		update assessment_cycle set meeting_at = $2 where id = $1 and ended_at is not null and closed_at is null`, id, orNull(at))
}

// CloseCycle freezes a cycle that is being discussed.
func (s *Store) CloseCycle(ctx context.Context, id string, at time.Time) error {
	return s.changeOr(ctx, "assessment.closed", `
		update assessment_cycle set closed_at = $2 where id = $1 and ended_at is not null and closed_at is null`, id, at.UTC())
}

// RemoveCycle forgets a cycle that nobody has answered; else it is a conflict.
func (s *Store) RemoveCycle(ctx context.Context, id string) error {
	return s.changeOr(ctx, "assessment.has_answers", `
		delete from assessment_cycle where id = $1 and answered_at is null and ended_at is null`, id)
}

// changeOr runs a statement that changes one row, or is a conflict with the
// message if there is none that may be changed.
func (s *Store) changeOr(ctx context.Context, message, query string, args ...any) error {
	changed, err := s.changesOne(ctx, query, args...)
	if err != nil {
		return err
	}
	if !changed {
		return fault.New(fault.Conflict, message)
	}
	return nil
}
