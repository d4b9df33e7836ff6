// Package atlas answers from memory what the public asks of all published
// organisations together: which ones fit a query, how many there are of each
// kind, where they are. It holds published cards only, and of those only what
// lists and maps show.
package atlas

import (
	"cmp"
	"strings"
	"time"

	"telaio/internal/compact"
	"telaio/internal/folding"
	"telaio/internal/freshness"
	"telaio/internal/organisation"
)

// Entry is a published organisation as lists show it.
type Entry struct {
	ID        string
	Slug      string
	Name      string
	Types     []string // codes
	TypeOther string
	Targets   []string // codes
	Forms     []string // codes
	Regions   []string // codes, of its public places
	Places    int      // how many are public
	Text      string   // one or two sentences
	Language  string   // of Text, "" = Italian
	Logo      string   // blob id
	Example   bool
	UpdatedAt time.Time
	// ConfirmedAt is when someone entitled last said that the page is true.
	ConfirmedAt time.Time
	// Freshness is how far the page could be relied on when the snapshot was made.
	Freshness freshness.State

	related []related // the organisations of the atlas that it says it is related to
	online  bool
	revised bool   // what is public now is not what was published first
	fresh   bool   // ConfirmedAt is less than freshFor ago
	order   string // what the name is sorted by
	towns   []organisation.Municipality
	abroad  bool // a public place is in another country
	spots   []spot
}

// entryOf takes from o what lists and maps need. The story is not kept.
func entryOf(o organisation.Organisation) Entry {
	c := o.Card
	e := Entry{
		ID: o.ID, Slug: o.Slug, Name: c.Name, Types: c.Types, TypeOther: c.TypeOther, Targets: c.TargetGroups,
		Forms: c.Forms(), Text: cmp.Or(c.ShortDescription, c.Target), Language: c.Language, Logo: c.Logo, Example: o.Example,
		UpdatedAt: o.UpdatedAt, ConfirmedAt: o.ConfirmedAt, related: relatedBy(c), revised: o.Revision > 1,
	}
	e.keepTogether()
	for _, p := range c.Places {
		e.addPlace(p)
	}
	return e
}

// keepTogether makes the entry's own words parts of one text, which begins with
// what its name is sorted by.
func (e *Entry) keepTogether() {
	folded := folding.Fold(e.Name)
	all := compact.Together(&folded, &e.Name, &e.ID, &e.Slug, &e.Text, &e.TypeOther, &e.Logo)
	e.order = all[:len(folded)+len(e.Name)+len(e.ID)+2]
}

func (e *Entry) addPlace(p organisation.Place) {
	e.Places++
	e.online = e.online || p.Kind == "online"
	country := cmp.Or(p.Municipality.Country, p.Country)
	if country != "" && country != "IT" {
		e.abroad = true
	}
	e.addTown(p.Municipality)
	e.addSpot(p)
}

func (e *Entry) addTown(m organisation.Municipality) {
	if m.Code == "" {
		return
	}
	if m.Region != "" && !contains(e.Regions, m.Region) {
		e.Regions = append(e.Regions, m.Region)
	}
	for _, known := range e.towns {
		if known.Code == m.Code {
			return
		}
	}
	e.towns = append(e.towns, m)
}

// Town is the municipality of its first public place that is in one, nil if none is.
func (e *Entry) Town() *organisation.Municipality {
	if len(e.towns) == 0 {
		return nil
	}
	return &e.towns[0]
}

func contains(list []string, s string) bool {
	for _, have := range list {
		if have == s {
			return true
		}
	}
	return false
}

// codes returns the entry's values of a facet.
func (e *Entry) codes(f Facet) []string {
	switch f {
	case Forms:
		return e.Forms
	case Types:
		return e.Types
	case Targets:
		return e.Targets
	case Regions:
		return e.Regions
	case Online:
		return when(e.online, HasOnline)
	case Freshness:
		return when(e.fresh, ConfirmedYear)
	default:
		return nil
	}
}

func when(holds bool, code string) []string {
	if holds {
		return []string{code}
	}
	return nil
}

// freshFor is for how long a confirmation holds.
const freshFor = 365 * 24 * time.Hour

// Mark is when the page was last confirmed or, if it never was, changed.
func (e *Entry) Mark() freshness.Mark { return freshness.Whole(e.ConfirmedAt, e.UpdatedAt) }

// age says of each entry how fresh it is, and returns when that will first be
// otherwise, the zero time if never.
func age(entries []Entry, now time.Time) (next time.Time) {
	for i := range entries {
		e := &entries[i]
		until := e.ConfirmedAt.Add(freshFor)
		e.fresh = !e.ConfirmedAt.IsZero() && now.Before(until)
		if e.fresh {
			next = earlier(next, until)
		}
		mark := e.Mark()
		e.Freshness = mark.State(now)
		next = earlier(next, mark.Turns(now))
	}
	return next
}

// earlier returns the earlier of two times; the zero time is never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// compareNames orders entries as an Italian reader looks them up: accents, case
// and punctuation do not count.
func compareNames(a, b *Entry) int { return strings.Compare(a.order, b.order) }
