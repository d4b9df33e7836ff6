package organisation

import "time"

// Message is one turn of the conversation between the team and the sender of a
// proposal. Both sides read it.
type Message struct {
	ID         string
	ProposalID string
	FromTeam   bool
	Author     string // display name
	Body       string
	At         time.Time
}

// Comment is a signed note that only the team reads.
type Comment struct {
	ID         string
	ProposalID string
	PersonID   string
	Author     string // display name
	Body       string
	At         time.Time
}
