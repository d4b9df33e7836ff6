// Package practice is the catalogue of good practices: patterns that others can
// reuse, drawn from what organisations do and from the self-assessment kit. The
// research team writes a practice, somebody approves it, and each approval
// makes an immutable revision. The public finds a practice by the need that it
// answers, and from there the organisations that do it.
package practice

import (
	"time"

	"telaio/internal/i18n"
	"telaio/internal/kit"
)

// State is where a practice stands for the public.
type State string

// The states of a practice.
const (
	Unpublished State = "unpublished" // never yet public
	Published   State = "published"
	Withdrawn   State = "withdrawn" // its page says 410 and names the successor
)

// Practice is the identity that revisions and drafts belong to.
type Practice struct {
	ID        string // random
	Slug      string // in addresses; old ones redirect
	State     State
	Revision  int   // number of the newest revision, 0 = none
	Example   bool  // sample content, marked so wherever it shows
	Sheet     Sheet // of the newest revision
	Successor string
	CreatedAt time.Time
	UpdatedAt time.Time // when the newest revision was made
}

// Sheet is everything that a practice says.
type Sheet struct {
	Words  map[i18n.Language]Words `json:"words"`            // Italian always, English if somebody has translated it
	Needs  []string                `json:"needs,omitempty"`  // taxonomy need
	Forms  []string                `json:"forms,omitempty"`  // taxonomy solidarity_form
	Effort kit.Effort              `json:"effort,omitempty"` // what it asks of those who begin
	Items  []string                `json:"items,omitempty"`  // ids of the kit's items that it helps with
	Doers  []Doer                  `json:"doers,omitempty"`
	Source string                  `json:"source,omitempty"` // where the team has it from
}

// Words are a practice's texts in one language. What, Conditions and Pitfalls
// are light Markdown.
type Words struct {
	Title      string `json:"title"`
	Need       string `json:"need"` // in a sentence, as those who have it would say it
	What       string `json:"what"`
	Conditions string `json:"conditions,omitempty"` // what it takes to work
	Pitfalls   string `json:"pitfalls,omitempty"`   // what others have got wrong
}

// Doer is an organisation of the atlas that does it. The public reads its name
// only while its own page is public.
type Doer struct {
	OrganisationID string `json:"organisation_id"`
	InitiativeID   string `json:"initiative_id,omitempty"` // of its card: what it does in this way
}

// Revision is one immutable state of a practice.
type Revision struct {
	PracticeID string
	Number     int // 1, 2, 3…
	Sheet      Sheet
	Changed    []Field
	Author     string // display name of who wrote it
	Reviewer   string // display name of who approved it
	Alone      bool   // the author approved it, saying why in Reason
	Reason     string
	CreatedAt  time.Time
}

// Stage is how far a draft has come.
type Stage string

// The stages of a draft.
const (
	Writing Stage = "writing"
	Waiting Stage = "waiting" // for somebody to approve it
)

// Draft is what the team has written since the newest revision. A practice has
// at most one.
type Draft struct {
	PracticeID string
	Version    int // grows with each save, so that nobody overwrites unseen
	Base       int // the revision that it began from, 0 = none
	Sheet      Sheet
	Stage      Stage
	Note       string // of who sent it back to who wrote it
	AuthorID   string // who saved it last
	Author     string // display name of that person
	UpdatedAt  time.Time
}

// In returns the words in the language and the language they are in: Italian
// where nobody has translated them.
func (s Sheet) In(language i18n.Language) (Words, i18n.Language) {
	if w, ok := s.Words[language]; ok && w.Title != "" {
		return w, language
	}
	return s.Words[i18n.Italian], i18n.Italian
}

// Has reports whether the words are there in the language.
func (s Sheet) Has(language i18n.Language) bool { return s.Words[language].Title != "" }

// Does reports whether the organisation is one of the doers.
func (s Sheet) Does(organisationID string) bool {
	for _, d := range s.Doers {
		if d.OrganisationID == organisationID {
			return true
		}
	}
	return false
}
