package store

import (
	"context"

	"telaio/internal/assessment"
	"telaio/internal/fault"
)

const givenColumns = `a.participant_id, a.item, a.number, a.code, a.reason, a.note, a.evidence, a.at`

func scanAssessmentAnswer(s scanner) (a assessment.Answer, err error) {
	err = s.Scan(&a.ParticipantID, &a.Item, &a.Number, &a.Code, &a.Reason, &a.Note, jsonColumn{&a.Evidence}, nullTime{&a.At})
	return a, err
}

// The statements of a save. The first closes the door on a participant who has
// finished or whose answering has ended; on PostgreSQL it makes a save and the
// end of answering take turns.
const (
	touchParticipant = `update assessment_participant set open = true where id = $1 and open and finished_at is null`
	addAnswer        = `insert into assessment_answer (participant_id, item, number, code, reason, note, evidence, at)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`
)

// SaveAnswer adds the answer; once it returns nil, the answer survives a power
// cut. It is a conflict if the item has an answer of that number, or if the
// participant's answers are not taken any more. On SQLite, saves that arrive
// together share one commit.
func (s *Store) SaveAnswer(ctx context.Context, a assessment.Answer) error {
	evidence, err := toJSON(a.Evidence)
	if err != nil {
		return err
	}
	return s.saveShared(ctx, func(ctx context.Context, c conn) error {
		if err := touch(ctx, c, a.ParticipantID); err != nil {
			return err
		}
		_, err := c.ExecContext(ctx, addAnswer, a.ParticipantID, a.Item, a.Number, a.Code, a.Reason, a.Note, evidence, a.At.UTC())
		return unavailable(conflictIfDuplicate(err))
	})
}

func touch(ctx context.Context, c conn, participantID string) error {
	result, err := c.ExecContext(ctx, touchParticipant, participantID)
	if err != nil {
		return unavailable(err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return fault.Wrap(fault.Conflict, "assessment.not_taken", err)
	}
	return nil
}

// AnswersOf lists the newest answers of a participant, by item. It goes from
// item to item by the key, however often each one was answered anew.
func (s *Store) AnswersOf(ctx context.Context, participantID string) ([]assessment.Answer, error) {
	return list(ctx, s.read(ctx), scanAssessmentAnswer, `
		with recursive answered (item) as (
			select min(item) from assessment_answer where participant_id = $1
			union all
			select (select min(next.item) from assessment_answer next where next.participant_id = $1 and next.item > answered.item)
			from answered where answered.item is not null
		)
		select `+givenColumns+` from answered cross join assessment_answer a
		where a.participant_id = $1 and a.item = answered.item and a.number = (
			select max(n.number) from assessment_answer n where n.participant_id = $1 and n.item = answered.item)
		order by a.item`, participantID)
}

// NewestAnswer returns a participant's answer to an item that counts.
func (s *Store) NewestAnswer(ctx context.Context, participantID, item string) (assessment.Answer, error) {
	return one(ctx, s.read(ctx), scanAssessmentAnswer, `
		select `+givenColumns+` from assessment_answer a where a.participant_id = $1 and a.item = $2
		order by a.number desc limit 1`, participantID, item)
}

// AnswersIn lists the newest answers of everybody in a cycle.
func (s *Store) AnswersIn(ctx context.Context, cycleID string) ([]assessment.Answer, error) {
	return list(ctx, s.read(ctx), scanAssessmentAnswer, `
		select `+givenColumns+` from assessment_participant p join assessment_answer a on a.participant_id = p.id
		where p.cycle_id = $1 and a.number = (
			select max(n.number) from assessment_answer n where n.participant_id = a.participant_id and n.item = a.item)
		order by p.id, a.item`, cycleID)
}

// ForgetAnswers forgets everything that a participant has answered, sealed or
// not. It is a conflict if the participant's answers are not taken any more.
func (s *Store) ForgetAnswers(ctx context.Context, participantID string) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		if err := touch(ctx, s.write(ctx), participantID); err != nil {
			return err
		}
		if err := s.exec(ctx, `delete from assessment_answer where participant_id = $1`, participantID); err != nil {
			return err
		}
		return s.exec(ctx, `delete from assessment_sealed where participant_id = $1`, participantID)
	})
}

// AddPool keeps what all together answered in a cycle that has ended, once.
func (s *Store) AddPool(ctx context.Context, cycleID string, p assessment.Pool) error {
	answers, err := toJSON(p)
	if err != nil {
		return err
	}
	return s.changeOr(ctx, "assessment.closed", `
		insert into assessment_pool (cycle_id, answers)
		select c.id, $2 from assessment_cycle c where c.id = $1 and c.closed_at is null`, cycleID, answers)
}

// Pool returns what all together answered in a cycle that has ended.
func (s *Store) Pool(ctx context.Context, cycleID string) (assessment.Pool, error) {
	scan := func(row scanner) (p assessment.Pool, err error) { err = row.Scan(jsonColumn{&p}); return p, err }
	return one(ctx, s.read(ctx), scan, `select answers from assessment_pool where cycle_id = $1`, cycleID)
}
