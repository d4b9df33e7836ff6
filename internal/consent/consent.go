// Package consent is the ledger of what people agreed to: one answer per
// purpose, on one version of the notice they were shown. Entries are only ever
// added; the newest one for a purpose counts.
package consent

import "time"

// Purpose is one use that a person can allow or refuse.
type Purpose string

// The purposes asked of those who take part.
const (
	PublishPage Purpose = "publish_page"
	UseResearch Purpose = "use_research"
	OpenData    Purpose = "open_data"
	ContactMe   Purpose = "contact_again"
)

// Purposes lists every purpose in the order in which it is asked.
func Purposes() []Purpose { return []Purpose{PublishPage, UseResearch, OpenData, ContactMe} }

// Entry is one answer to one purpose.
type Entry struct {
	Receipt        string // random id that the participant keeps
	ProposalID     string
	OrganisationID string // "" until the organisation exists
	Purpose        Purpose
	NoticeVersion  string // version of content/page/notice
	NoticeHash     string // SHA-256 of the text that was shown
	Given          bool
	At             time.Time
}

// Current returns the newest answer to each purpose.
func Current(entries []Entry) map[Purpose]Entry {
	current := map[Purpose]Entry{}
	for _, e := range entries {
		if old, ok := current[e.Purpose]; !ok || !e.At.Before(old.At) {
			current[e.Purpose] = e
		}
	}
	return current
}

// Given reports whether the newest answer to the purpose is yes.
func Given(entries []Entry, p Purpose) bool { return Current(entries)[p].Given }
