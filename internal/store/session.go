package store

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/account"
)

const passColumns = `token_hash, person_id, newcomer_email, newcomer_name, newcomer_language, browser_hash, code_by_browser, code_by_token, next, tries, created_at, expires_at, used_at`

func scanPass(s scanner) (p account.Pass, err error) {
	err = s.Scan(&p.TokenHash, &p.PersonID, &p.Newcomer.Email, &p.Newcomer.Name, &p.Newcomer.Language, &p.BrowserHash, &p.CodeByBrowser, &p.CodeByToken, &p.Next, &p.Tries,
		nullTime{&p.CreatedAt}, nullTime{&p.ExpiresAt}, nullTime{&p.UsedAt})
	return p, err
}

// AddPass keeps a way in.
func (s *Store) AddPass(ctx context.Context, p account.Pass) error {
	return s.exec(ctx, `insert into pass (`+passColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		p.TokenHash, p.PersonID, p.Newcomer.Email, p.Newcomer.Name, p.Newcomer.Language, p.BrowserHash, p.CodeByBrowser, p.CodeByToken, p.Next, p.Tries,
		p.CreatedAt.UTC(), p.ExpiresAt.UTC(), orNull(p.UsedAt))
}

// Pass returns the way in whose token has the hash.
func (s *Store) Pass(ctx context.Context, tokenHash string) (account.Pass, error) {
	return one(ctx, s.read(ctx), scanPass, `select `+passColumns+` from pass where token_hash = $1`, tokenHash)
}

// PassesOfBrowser lists the latest ways in that the browser asked for.
func (s *Store) PassesOfBrowser(ctx context.Context, browserHash string) ([]account.Pass, error) {
	return list(ctx, s.read(ctx), scanPass, `
		select `+passColumns+` from pass where browser_hash = $1 and browser_hash <> '' and used_at is null
		order by created_at desc, token_hash limit 3`, browserHash)
}

// CountTry counts one more try of the pass's code, unless it had the most.
func (s *Store) CountTry(ctx context.Context, tokenHash string, most int) (bool, error) {
	return s.changesOne(ctx, `update pass set tries = tries + 1 where token_hash = $1 and tries < $2 and used_at is null`, tokenHash, most)
}

// UsePass marks the pass as used and reports whether it was not before.
func (s *Store) UsePass(ctx context.Context, tokenHash string, now time.Time) (bool, error) {
	return s.changesOne(ctx, `update pass set used_at = $1 where token_hash = $2 and used_at is null and expires_at > $1`, now.UTC(), tokenHash)
}

// changesOne runs a statement and reports whether it changed a row.
func (s *Store) changesOne(ctx context.Context, query string, args ...any) (bool, error) {
	result, err := s.write(ctx).ExecContext(ctx, query, args...)
	if err != nil {
		return false, unavailable(err)
	}
	n, err := result.RowsAffected()
	return n == 1, unavailable(err)
}

// TakeMailSlot reports whether the address may get a mail at now: not if it got
// three since. Then the mail is counted.
func (s *Store) TakeMailSlot(ctx context.Context, addressHash string, now, since time.Time) (bool, error) {
	long := time.Unix(0, 0).UTC()
	if err := s.exec(ctx, `
		insert into mail_allowance (address_hash, latest, second, third) values ($1, $2, $2, $2)
		on conflict (address_hash) do nothing`, addressHash, long); err != nil {
		return false, fmt.Errorf("count a mail: %w", err)
	}
	return s.changesOne(ctx, `
		update mail_allowance set latest = $1, second = latest, third = second
		where address_hash = $2 and third <= $3`, now.UTC(), addressHash, since.UTC())
}

const sessionColumns = `id, token_hash, person_id, device, created_at, seen_at`

func scanSession(s scanner) (v account.Session, err error) {
	err = s.Scan(&v.ID, &v.TokenHash, &v.PersonID, &v.Device, nullTime{&v.CreatedAt}, nullTime{&v.SeenAt})
	return v, err
}

// AddSession opens a session.
func (s *Store) AddSession(ctx context.Context, v account.Session) error {
	return s.exec(ctx, `insert into session (`+sessionColumns+`) values ($1, $2, $3, $4, $5, $6)`,
		v.ID, v.TokenHash, v.PersonID, v.Device, v.CreatedAt.UTC(), v.SeenAt.UTC())
}

// SessionByToken returns the session whose token has the hash.
func (s *Store) SessionByToken(ctx context.Context, tokenHash string) (account.Session, error) {
	return one(ctx, s.read(ctx), scanSession, `select `+sessionColumns+` from session where token_hash = $1`, tokenHash)
}

// SessionsOf lists a person's sessions, the latest seen first.
func (s *Store) SessionsOf(ctx context.Context, personID string) ([]account.Session, error) {
	return list(ctx, s.read(ctx), scanSession, `
		select `+sessionColumns+` from session where person_id = $1 order by seen_at desc, id`, personID)
}

// MarkSeen notes that the session was used.
func (s *Store) MarkSeen(ctx context.Context, sessionID string, at time.Time) error {
	return s.exec(ctx, `update session set seen_at = $1 where id = $2`, at.UTC(), sessionID)
}

// EndSessions ends those of the sessions that are the person's.
func (s *Store) EndSessions(ctx context.Context, personID string, ids []string) error {
	args := []any{personID}
	for _, id := range ids {
		args = append(args, id)
	}
	return s.exec(ctx, `delete from session where person_id = $1 and id in (`+placeholders(2, len(ids))+`)`, args...)
}

// EndSessionByToken ends the session whose token has the hash.
func (s *Store) EndSessionByToken(ctx context.Context, tokenHash string) error {
	return s.exec(ctx, `delete from session where token_hash = $1`, tokenHash)
}

// ForgetBefore deletes passes that ended before one time, with the counts of
// mails that old, and sessions last seen or opened before two others.
func (s *Store) ForgetBefore(ctx context.Context, passes, seen, created time.Time) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		if err := s.exec(ctx, `delete from pass where expires_at < $1`, passes.UTC()); err != nil {
			return err
		}
		if err := s.exec(ctx, `delete from mail_allowance where latest < $1`, passes.UTC()); err != nil {
			return err
		}
		return s.exec(ctx, `delete from session where seen_at < $1 or created_at < $2`, seen.UTC(), created.UTC())
	})
}
