package account

import "time"

// Session is a browser in which someone is signed in. Only a hash of the
// cookie's token is kept.
type Session struct {
	ID        string // random; names the session to its owner
	TokenHash string
	PersonID  string
	Device    string // such as "Firefox, Android"
	CreatedAt time.Time
	SeenAt    time.Time // to within SeenEvery
}

// SeenEvery is how much time passes before a session is marked as seen again.
const SeenEvery = 5 * time.Minute

// Span is how long a session lasts: Idle without being used, Absolute at most.
type Span struct{ Idle, Absolute time.Duration }

// SpanOf returns the session's span for a person: short for the research team,
// who see what is not public, long for everyone else.
func SpanOf(s Subject) Span {
	const day = 24 * time.Hour
	if s.Team() {
		return Span{Idle: 12 * time.Hour, Absolute: 7 * day}
	}
	return Span{Idle: 14 * day, Absolute: 90 * day}
}

// Live reports whether the session still counts.
func (s Session) Live(now time.Time, span Span) bool {
	return now.Before(s.SeenAt.Add(span.Idle)) && now.Before(s.CreatedAt.Add(span.Absolute))
}
