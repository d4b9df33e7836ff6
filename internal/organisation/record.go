package organisation

import "time"

// State is where an organisation stands.
type State string

// The states of an organisation. Only a published one has a public page.
const (
	Unpublished State = "unpublished" // known to the team, never yet public
	Published   State = "published"
	Archived    State = "archived" // its page says 410 and names the successor
	Merged      State = "merged"   // it is one with its successor, to which its address leads
)

// Stands reports whether the organisation has a page, or may yet have one.
func (s State) Stands() bool { return s == Unpublished || s == Published }

// Organisation is the identity that revisions and proposals belong to.
type Organisation struct {
	ID          string // random, never a sequence
	Slug        string // in URLs; old ones redirect
	State       State
	Revision    int  // the number of the published revision, 0 = none
	Example     bool // invented sample content, marked so wherever it shows
	Card        Card // of the published revision
	ConfirmedAt time.Time
	ConfirmedBy ConfirmedBy
	CreatedAt   time.Time
	UpdatedAt   time.Time // when the published revision was made
	Successor   string    // slug of the organisation that replaces an archived or merged one
}

// ConfirmedBy says who last stated that the card is true.
type ConfirmedBy string

// Who can confirm a card.
const (
	ByOrganisation ConfirmedBy = "organisation"
	ByTeam         ConfirmedBy = "team"
)

// Revision is one immutable state of an organisation's card.
type Revision struct {
	OrganisationID string
	Number         int // 1, 2, 3…
	Card           Card
	Changed        []Field
	ProposalID     string // "" for sample content and imports
	Author         string // display name of who proposed it
	Reviewer       string // display name of who accepted it
	Reason         string
	CreatedAt      time.Time
}

// PublicChange tells the caches of every node that what the public sees of an
// organisation has changed.
type PublicChange struct {
	Sequence       int64
	OrganisationID string
	At             time.Time
	Successor      Successor // what took the place of one that is gone, zero = nothing, or not asked for
}

// Changed is a public change with the organisation as it is now, without its
// card.
type Changed struct {
	Sequence int64
	At       time.Time
	Organisation
	Elsewhere Successor // what took its place without a page here, zero = nothing that is known
}

// Publish returns the organisation with card as its next published revision,
// and that revision, whose author, reviewer and reason the caller fills in.
func Publish(o Organisation, card Card, at time.Time) (Organisation, Revision) {
	var changed []Field
	for _, c := range Diff(o.Card, card) {
		changed = append(changed, c.Field)
	}
	o.Revision++
	o.State, o.Card, o.UpdatedAt = Published, card, at
	return o, Revision{OrganisationID: o.ID, Number: o.Revision, Card: card, Changed: changed, CreatedAt: at}
}
