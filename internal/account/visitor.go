package account

import (
	"context"
	"fmt"
	"slices"
	"time"

	"telaio/internal/audit"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/i18n"
	"telaio/internal/secret"
)

// SessionStore keeps the sessions.
type SessionStore interface {
	InTx(ctx context.Context, fn func(context.Context) error) error
	AppendAudit(ctx context.Context, e audit.Entry) error
	Person(ctx context.Context, id string) (Person, error)
	SessionByToken(ctx context.Context, tokenHash string) (Session, error)
	SessionsOf(ctx context.Context, personID string) ([]Session, error)
	MarkSeen(ctx context.Context, sessionID string, at time.Time) error
	EndSessions(ctx context.Context, personID string, ids []string) error
	SetLanguage(ctx context.Context, personID, language string) error
	ForgetBefore(ctx context.Context, passes, seen, created time.Time) error
}

// Sessions knows who is signed in, and ends what should not go on.
type Sessions struct {
	Store SessionStore
	Clock clock.Clock
}

// Identify returns the person whose session the token is, and nobody for a
// token that is unknown, ended or too old.
func (s Sessions) Identify(ctx context.Context, token string) (Person, Session, error) {
	if token == "" {
		return Person{}, Session{}, nil
	}
	session, err := s.Store.SessionByToken(ctx, secret.Hash(token))
	if fault.KindOf(err) == fault.NotFound {
		return Person{}, Session{}, nil
	}
	if err != nil {
		return Person{}, Session{}, fmt.Errorf("look for a session: %w", err)
	}
	person, err := s.Store.Person(ctx, session.PersonID)
	if err != nil {
		return Person{}, Session{}, fmt.Errorf("look for the session's person: %w", err)
	}
	now := s.Clock.Now()
	if !session.Live(now, SpanOf(person.Subject())) {
		return Person{}, Session{}, nil
	}
	if now.Sub(session.SeenAt) >= SeenEvery {
		// A database that takes no writes must not keep people from reading: the
		// session then ends earlier than it would.
		_ = s.Store.MarkSeen(ctx, session.ID, now)
	}
	return person, session, nil
}

// Of lists a person's sessions that still count, the latest seen first.
func (s Sessions) Of(ctx context.Context, person Person) ([]Session, error) {
	all, err := s.Store.SessionsOf(ctx, person.ID)
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	var live []Session
	for _, session := range all {
		if session.Live(s.Clock.Now(), SpanOf(person.Subject())) {
			live = append(live, session)
		}
	}
	return live, nil
}

// End ends one of the person's sessions. Another person's is left alone.
func (s Sessions) End(ctx context.Context, personID, sessionID string) error {
	return s.end(ctx, personID, []string{sessionID})
}

// EndOthers ends every session of the person but the one that is kept.
func (s Sessions) EndOthers(ctx context.Context, personID, keep string) error {
	all, err := s.Store.SessionsOf(ctx, personID)
	if err != nil {
		return fmt.Errorf("list sessions: %w", err)
	}
	var ids []string
	for _, session := range all {
		if session.ID != keep {
			ids = append(ids, session.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return s.end(ctx, personID, ids)
}

func (s Sessions) end(ctx context.Context, personID string, ids []string) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Store.EndSessions(ctx, personID, ids); err != nil {
			return fmt.Errorf("end sessions: %w", err)
		}
		return s.Store.AppendAudit(ctx, audit.Entry{At: s.Clock.Now(), Actor: personID, Action: "session.ended", Object: "person:" + personID})
	})
}

// Speak changes the language in which the person is written to.
func (s Sessions) Speak(ctx context.Context, personID string, language i18n.Language) error {
	if !slices.Contains(i18n.Languages(), language) {
		return fault.New(fault.Malformed, "error.malformed")
	}
	return s.Store.SetLanguage(ctx, personID, string(language))
}

// Clean forgets passes a day after their end, and sessions that nobody's span
// keeps alive. It is a periodic task.
func (s Sessions) Clean(ctx context.Context) error {
	now, longest := s.Clock.Now(), SpanOf(Subject{})
	err := s.Store.ForgetBefore(ctx, now.Add(-24*time.Hour), now.Add(-longest.Idle), now.Add(-longest.Absolute))
	if err != nil {
		return fmt.Errorf("forget old passes and sessions: %w", err)
	}
	return nil
}
