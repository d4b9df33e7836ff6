package assessment

import (
	"time"

	"telaio/internal/kit"
)

// Consensus is what the group decided about an item. Every decision is kept;
// the one with the highest number counts.
type Consensus struct {
	CycleID  string
	Item     string
	Number   int      // 1, 2, 3… of each item
	Code     kit.Code // a level; Blank when Both, or when the decision was taken back
	Both     bool     // "we keep both readings"
	Reason   string
	Evidence []Evidence
	Who      string // person id
	At       time.Time
}

// Decided reports whether the item has been dealt with.
func (c Consensus) Decided() bool { return c.Both || c.Code != kit.Blank }

// Level returns the agreed level, and whether there is one.
func (c Consensus) Level() (int, bool) { return c.Code.Level() }
