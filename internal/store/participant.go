package store

import (
	"context"
	"time"

	"telaio/internal/assessment"
)

const participantColumns = `p.id, p.cycle_id, p.name, p.email, p.language, p.joined_at, p.reminded_at, p.finished_at, p.open`

func scanParticipant(s scanner) (p assessment.Participant, err error) {
	err = s.Scan(&p.ID, &p.CycleID, &p.Name, &p.Email, &p.Language, nullTime{&p.JoinedAt}, nullTime{&p.RemindedAt},
		nullTime{&p.FinishedAt}, &p.Open)
	return p, err
}

// AddParticipant adds somebody to a cycle whose answering has not ended; else it
// is a conflict.
func (s *Store) AddParticipant(ctx context.Context, p assessment.Participant) error {
	return s.changeOr(ctx, "assessment.answering_ended", `
		insert into assessment_participant (id, cycle_id, name, email, language, joined_at, reminded_at, finished_at, open)
		select $1, c.id, $3, $4, $5, $6, $7, $8, true from assessment_cycle c where c.id = $2 and c.ended_at is null`,
		p.ID, p.CycleID, p.Name, p.Email, p.Language, p.JoinedAt.UTC(), orNull(p.RemindedAt), orNull(p.FinishedAt))
}

// Participant returns the participant with the id.
func (s *Store) Participant(ctx context.Context, id string) (assessment.Participant, error) {
	return one(ctx, s.read(ctx), scanParticipant, `select `+participantColumns+` from assessment_participant p where p.id = $1`, id)
}

// ParticipantsOf lists those of a cycle, in the order in which they came.
func (s *Store) ParticipantsOf(ctx context.Context, cycleID string) ([]assessment.Participant, error) {
	return list(ctx, s.read(ctx), scanParticipant, `
		select `+participantColumns+` from assessment_participant p where p.cycle_id = $1 order by p.joined_at, p.id`, cycleID)
}

// ParticipantByKey returns the participant whose answers the key with the hash
// opens.
func (s *Store) ParticipantByKey(ctx context.Context, keyHash string) (assessment.Participant, error) {
	return one(ctx, s.read(ctx), scanParticipant, `
		select `+participantColumns+` from assessment_key k join assessment_participant p on p.id = k.participant_id
		where k.hash = $1`, keyHash)
}

// AddKey lets the key open a participant's answers.
func (s *Store) AddKey(ctx context.Context, k assessment.Key) error {
	return s.exec(ctx, `insert into assessment_key (hash, participant_id, created_at) values ($1, $2, $3)`,
		k.Hash, k.ParticipantID, k.At.UTC())
}

// CountKeys says how many keys a participant was given since then.
func (s *Store) CountKeys(ctx context.Context, participantID string, since time.Time) (int, error) {
	return one(ctx, s.read(ctx), scanInt, `
		select count(*) from assessment_key where participant_id = $1 and created_at > $2`, participantID, since.UTC())
}

// MarkReminded notes when a participant was reminded.
func (s *Store) MarkReminded(ctx context.Context, participantID string, at time.Time) error {
	return s.exec(ctx, `update assessment_participant set reminded_at = $2 where id = $1`, participantID, at.UTC())
}

// SetFinished notes that a participant is done, or with the zero time not yet.
// It is a conflict once answering has ended.
func (s *Store) SetFinished(ctx context.Context, participantID string, at time.Time) error {
	return s.changeOr(ctx, "assessment.answering_ended", `
		update assessment_participant set finished_at = $2 where id = $1 and open`, participantID, orNull(at))
}

// RemoveParticipant forgets somebody and what they answered. It is a conflict
// once they have finished or answering has ended.
func (s *Store) RemoveParticipant(ctx context.Context, participantID string) error {
	return s.changeOr(ctx, "assessment.has_finished", `
		delete from assessment_participant where id = $1 and open and finished_at is null`, participantID)
}

// ForgetAddresses drops the addresses and links of a cycle that is not closed
// yet, and the names too if asked for.
func (s *Store) ForgetAddresses(ctx context.Context, cycleID string, names bool) error {
	err := s.exec(ctx, `
		delete from assessment_key where participant_id in (select id from assessment_participant where cycle_id = $1)`, cycleID)
	if err != nil {
		return err
	}
	return s.exec(ctx, `
		update assessment_participant set name = case when $2 then '' when name = '' then email else name end, email = ''
		where cycle_id = $1 and exists (select 1 from assessment_cycle c where c.id = $1 and c.closed_at is null)`, cycleID, names)
}
