// Package peerreading is how two organisations help each other to be sure of
// what they say of themselves: one invites another to read what shows the high
// levels of a closed self-assessment. The reader comments and gives no level;
// nothing that it says changes the result.
package peerreading

import "time"

// Reading is one invitation and what became of it.
type Reading struct {
	ID             string // random
	CycleID        string
	OrganisationID string // whose self-assessment it is
	ReaderID       string // the organisation that reads
	Message        string // of those who invite
	InvitedBy      string // person id
	InvitedAt      time.Time
	AcceptedAt     time.Time
	DoneAt         time.Time
	DeclinedAt     time.Time
	WithdrawnAt    time.Time
}

// State is how far a reading has come.
type State string

// The states.
const (
	Invited   State = "invited"
	Reads     State = "reads"
	Done      State = "done"
	Declined  State = "declined"
	Withdrawn State = "withdrawn"
)

// State returns how far it has come.
func (r Reading) State() State {
	switch {
	case !r.WithdrawnAt.IsZero():
		return Withdrawn
	case !r.DeclinedAt.IsZero():
		return Declined
	case !r.DoneAt.IsZero():
		return Done
	case !r.AcceptedAt.IsZero():
		return Reads
	default:
		return Invited
	}
}

// Open reports whether the reader may see anything.
func (r Reading) Open() bool {
	s := r.State()
	return s == Invited || s == Reads || s == Done
}

// Comment is what the reader says of an item. Every save is kept; the one with
// the highest number counts. An empty one takes it back.
type Comment struct {
	ReadingID string
	Item      string
	Number    int // 1, 2, 3… of each item
	Text      string
	PersonID  string
	At        time.Time
}

// The bounds of what is written, in characters, and of how many may read a
// cycle at a time.
const (
	MostMessage = 1000
	MostComment = 1500
	MostReaders = 5
)

// The fields that can be at fault.
const (
	ReaderField  = "reader"
	MessageField = "message"
	CommentField = "comment"
)
