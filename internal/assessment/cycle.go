// Package assessment is how an organisation assesses itself with the kit:
// a cycle is started, people answer alone, the group looks at where it sees
// things differently and agrees, and the cycle is closed for good. In a
// confidential cycle no stored byte says who gave an answer.
package assessment

import (
	"time"

	"telaio/internal/kit"
)

// Mode says who can learn who answered what.
type Mode string

// The modes. They are fixed at the first answer.
const (
	Named        Mode = "named"        // the coordinators see everybody's answers, once answering has ended
	Confidential Mode = "confidential" // nobody ever sees whose an answer was
	Collective   Mode = "collective"   // the group answers together on one device
)

// Modes lists every mode.
func Modes() []Mode { return []Mode{Confidential, Named, Collective} }

// Scored returns the mode as the kit's rules know it.
func (m Mode) Scored() kit.Mode {
	if m == Confidential {
		return kit.Confidential
	}
	return kit.Named
}

// Extent says how much of the kit is asked.
type Extent string

// The extents.
const (
	Full  Extent = "full"
	Quick Extent = "quick"
)

// Extents lists every extent.
func Extents() []Extent { return []Extent{Full, Quick} }

// State is how far a cycle has come.
type State string

// The states, in their order.
const (
	Answering  State = "answering"  // people answer
	Discussing State = "discussing" // answering has ended; the group agrees
	Closed     State = "closed"     // nothing changes any more
)

// Cycle is one self-assessment of an organisation.
type Cycle struct {
	ID             string // random
	OrganisationID string
	Kit            string // id and version stay the same for good
	KitVersion     string
	Extent         Extent
	Mode           Mode
	Label          string    // such as "2026", for people
	Until          time.Time // answering ends then by itself; zero = when a coordinator ends it
	RoomKey        string    // opens the room's link, "" = there is none
	AnswersOf      string    // the cycle whose answers count: its own id, or that of the one it reopens
	ReopenedFrom   string    // the closed cycle that it takes up again, "" = none
	Reason         string    // why it was reopened
	CreatedBy      string    // person id
	CreatedAt      time.Time
	AnsweredAt     time.Time // first answer
	EndedAt        time.Time // no more answers
	ClosedAt       time.Time
	Respondents    int       // how many had answered when answering ended
	MeetingAt      time.Time // when the group's meeting began, for its clock
	KeyID          string    // names the key that sealed answers wait under, "" = none have been given
}

// State returns how far the cycle has come.
func (c Cycle) State() State {
	switch {
	case !c.ClosedAt.IsZero():
		return Closed
	case !c.EndedAt.IsZero():
		return Discussing
	default:
		return Answering
	}
}

// ModeFixed reports whether somebody has answered, so that the mode stays.
func (c Cycle) ModeFixed() bool { return !c.AnsweredAt.IsZero() || c.State() != Answering }

// Items lists what the cycle asks, in the kit's order.
func (c Cycle) Items(k *kit.Kit) []kit.Item {
	if c.Extent == Quick {
		return k.QuickItems()
	}
	return k.Items()
}

// Item returns the item if the cycle asks it.
func (c Cycle) Item(k *kit.Kit, id string) (kit.Item, bool) {
	item, ok := k.Item(id)
	return item, ok && (c.Extent == Full || item.Quick)
}

// Participant is somebody who answers. Name and address are personal data; they
// go when the cycle is closed, but for the names of a named cycle.
type Participant struct {
	ID         string // random
	CycleID    string
	Name       string // "" = only the address is known
	Email      string // "" = came in by the room's link
	Language   string
	JoinedAt   time.Time // invited, or come in
	RemindedAt time.Time
	FinishedAt time.Time
	Open       bool // answers are still taken
}

// Finished reports whether the participant says to be done.
func (p Participant) Finished() bool { return !p.FinishedAt.IsZero() }

// Label is how the participant appears in lists.
func (p Participant) Label() string {
	if p.Name == "" {
		return p.Email
	}
	return p.Name
}

// Key opens a participant's answers. Only its hash is known.
type Key struct {
	Hash          string
	ParticipantID string
	At            time.Time
}
