package store

import (
	"context"
	"time"

	"telaio/internal/organisation"
	"telaio/internal/stewardship"
)

// PagesToAskAbout lists published organisations, invented ones apart, that were
// last confirmed before a time and not asked about since another, the oldest
// first.
func (s *Store) PagesToAskAbout(ctx context.Context, confirmedBefore, askedSince time.Time, most int) ([]string, error) {
	return list(ctx, s.read(ctx), scanText, `
		select o.id from organisation o
		where o.state = $1 and not o.example and coalesce(o.confirmed_at, o.updated_at) < $2
			and not exists (select 1 from page_reminder r where r.organisation_id = o.id and r.sent_at > $3)
		order by coalesce(o.confirmed_at, o.updated_at), o.id limit $4`,
		organisation.Published, confirmedBefore.UTC(), askedSince.UTC(), most)
}

// RemindersSince counts the reminders that were sent after a time.
func (s *Store) RemindersSince(ctx context.Context, t time.Time) (int, error) {
	return one(ctx, s.read(ctx), scanInt, `select count(*) from page_reminder where sent_at > $1`, t.UTC())
}

// AddReminder notes that somebody is being asked.
func (s *Store) AddReminder(ctx context.Context, tokenHash string, r stewardship.Reminder) error {
	return s.exec(ctx, `
		insert into page_reminder (token_hash, organisation_id, person_id, sent_at, answer, address_hash) values ($1, $2, $3, $4, $5, $6)`,
		tokenHash, r.OrganisationID, r.PersonID, r.SentAt.UTC(), r.Answer, r.AddressHash)
}

// Reminder returns the reminder that a token opens.
func (s *Store) Reminder(ctx context.Context, tokenHash string) (stewardship.Reminder, error) {
	scan := func(row scanner) (r stewardship.Reminder, err error) {
		err = row.Scan(&r.OrganisationID, &r.PersonID, nullTime{&r.SentAt}, &r.Answer, &r.AddressHash)
		return r, err
	}
	return one(ctx, s.read(ctx), scan, `
		select organisation_id, person_id, sent_at, answer, address_hash from page_reminder where token_hash = $1`, tokenHash)
}

// AnswerReminder notes the answer, and reports false if there was one before.
func (s *Store) AnswerReminder(ctx context.Context, tokenHash, answer string) (bool, error) {
	return s.changesOne(ctx, `update page_reminder set answer = $2 where token_hash = $1 and answer = ''`, tokenHash, answer)
}

// StopReminders notes that an address wants no more reminders.
func (s *Store) StopReminders(ctx context.Context, addressHash string, at time.Time) error {
	return s.exec(ctx, `insert into page_reminder_stop (address_hash, at) values ($1, $2) on conflict do nothing`, addressHash, at.UTC())
}

// RemindersStopped reports whether an address wants no more reminders.
func (s *Store) RemindersStopped(ctx context.Context, addressHash string) (bool, error) {
	n, err := one(ctx, s.read(ctx), scanInt, `select count(*) from page_reminder_stop where address_hash = $1`, addressHash)
	return n > 0, err
}
