// Package freshness says how far a page can still be relied on. Contacts age
// faster than a story, so a card is looked at in groups of fields. The rules are
// pure: time goes in, words for the page come out elsewhere.
package freshness

import (
	"time"

	"telaio/internal/organisation"
)

// Group is fields of the card that age together.
type Group string

// The groups of a card.
const (
	Contacts Group = "contacts" // how and where to reach the organisation
	Story    Group = "story"    // everything that it says of itself
)

// Groups lists every group, in the order of the page.
func Groups() []Group { return []Group{Contacts, Story} }

// Of returns the group that a field belongs to.
func Of(f organisation.Field) Group {
	if f == "contacts" || f == "places" {
		return Contacts
	}
	return Story
}

// Months is for how long something that was said of the group holds.
func (g Group) Months() int {
	if g == Contacts {
		return 12
	}
	return 24
}

// notice is how many months the organisation has to answer, from the day on
// which the group no longer holds to the day on which it counts as unconfirmed.
const notice = 3

// silence is how many months a page may be unconfirmed before the team is asked
// whether it should stay.
const silence = 6

// State is how far a group can be relied on.
type State string

// The states, from the best.
const (
	Fresh       State = "fresh"
	Fading      State = "fading"      // nobody has said lately that it is true
	Unconfirmed State = "unconfirmed" // nor answered when asked
)

// Mark is when something was last said of a group.
type Mark struct {
	Group Group
	At    time.Time // zero = never
	// Confirmed says that somebody entitled stated that it is true; otherwise it
	// was changed and nobody has confirmed it since.
	Confirmed bool
}

// Marks tells of each group when it was last confirmed or changed, from the
// organisation and its revisions, of which number, changed fields and time
// count.
func Marks(o organisation.Organisation, revisions []organisation.Revision) []Mark {
	changed := map[Group]time.Time{}
	for _, r := range revisions {
		if r.Number > o.Revision {
			continue
		}
		for _, f := range r.Changed {
			if g := Of(f); r.CreatedAt.After(changed[g]) {
				changed[g] = r.CreatedAt
			}
		}
	}
	marks := make([]Mark, len(Groups()))
	for i, g := range Groups() {
		marks[i] = markOf(g, o.ConfirmedAt, changed[g])
	}
	return marks
}

// Whole is the mark of a page whose revisions are not at hand, as strict as the
// group that ages fastest. A page that was never confirmed counts from its last
// revision.
func Whole(confirmed, updated time.Time) Mark {
	if !confirmed.IsZero() {
		updated = time.Time{}
	}
	return markOf(Contacts, confirmed, updated)
}

func markOf(g Group, confirmed, changed time.Time) Mark {
	if changed.After(confirmed) {
		return Mark{Group: g, At: changed}
	}
	return Mark{Group: g, At: confirmed, Confirmed: !confirmed.IsZero()}
}

// FadesOn is the day from which the group is no longer fresh.
func (m Mark) FadesOn() time.Time { return midnight(m.At.AddDate(0, m.Group.Months(), 0)) }

// UnconfirmedOn is the day from which the group counts as unconfirmed.
func (m Mark) UnconfirmedOn() time.Time { return midnight(m.FadesOn().AddDate(0, notice, 0)) }

// AskTeamOn is the day from which the team is asked whether the page stays.
func (m Mark) AskTeamOn() time.Time { return midnight(m.UnconfirmedOn().AddDate(0, silence, 0)) }

// State says how far the group can be relied on. States turn at midnight UTC, so
// that everything made of them is made anew once a day at most.
func (m Mark) State(now time.Time) State {
	switch {
	case m.At.IsZero() || !now.Before(m.UnconfirmedOn()):
		return Unconfirmed
	case !now.Before(m.FadesOn()):
		return Fading
	default:
		return Fresh
	}
}

// Turns is when the state changes next, the zero time if it no longer will.
func (m Mark) Turns(now time.Time) time.Time {
	switch m.State(now) {
	case Fresh:
		return m.FadesOn()
	case Fading:
		return m.UnconfirmedOn()
	default:
		return time.Time{}
	}
}

// midnight is the end of the day on which t lies, UTC.
func midnight(t time.Time) time.Time {
	day := t.UTC().Truncate(24 * time.Hour)
	if day.Equal(t) {
		return day
	}
	return day.AddDate(0, 0, 1)
}
