package organisation

import "time"

// Why says for what reason a page leaves the atlas.
type Why string

// The reasons.
const (
	Requested Why = "requested" // the organisation asked for it
	Ceased    Why = "ceased"    // it no longer exists
	Silent    Why = "silent"    // nobody answered whether the page is true
	Mistaken  Why = "mistaken"  // it should not have been published
)

// Whys lists every reason.
func Whys() []Why { return []Why{Requested, Ceased, Silent, Mistaken} }

// Archiving is an organisation on its way off the atlas, or gone from it.
type Archiving struct {
	OrganisationID string
	Why            Why
	Was            State     // before it was archived
	NoticedAt      time.Time // when it was told, zero = it was not
	DueOn          time.Time // from when it may be archived unless it answers
	ArchivedAt     time.Time // zero = not yet
	PersonID       string    // who decided
	Person         string    // their name
	// SuccessorName and SuccessorWebsite are those of what took its place without a
	// page here; one with a page is the organisation's Successor.
	SuccessorName    string
	SuccessorWebsite string
}

// Answered reports whether somebody has stated since the notice that the page
// is true, or has changed it.
func (a Archiving) Answered(o Organisation) bool {
	return o.ConfirmedAt.After(a.NoticedAt) || o.UpdatedAt.After(a.NoticedAt)
}

// Due reports whether the page is to be archived now.
func (a Archiving) Due(o Organisation, now time.Time) bool {
	return a.ArchivedAt.IsZero() && !a.DueOn.IsZero() && !now.Before(a.DueOn) && !a.Answered(o) && o.State == Published
}
