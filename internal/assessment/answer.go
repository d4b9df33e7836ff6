package assessment

import (
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"telaio/internal/fault"
	"telaio/internal/kit"
	"telaio/internal/questionnaire"
)

// Answer is what one person says about one item. Every save of a named cycle is
// kept; the one with the highest number counts.
type Answer struct {
	ParticipantID string
	Item          string
	Number        int      // 1, 2, 3… of each item
	Code          kit.Code // Blank = the answer was taken back
	Reason        string   // why it does not apply
	Note          string
	Evidence      []Evidence
	At            time.Time // zero in a confidential cycle
}

// Evidence is something that shows what an answer says.
type Evidence struct {
	Strength kit.Strength `json:"strength"`
	Title    string       `json:"title"`
	Link     string       `json:"link,omitempty"` // https or http
	File     string       `json:"file,omitempty"` // id of the kept file
	FileName string       `json:"file_name,omitempty"`
	Date     string       `json:"date,omitempty"` // 2026-05-31, "" = not known
}

// The fields of an answer that can be at fault, as InvalidFields names them.
const (
	CodeField     = "code"
	ReasonField   = "reason"
	NoteField     = "note"
	EvidenceField = "evidence"
)

// The most that an answer holds, in characters.
const (
	MostNote     = 1000
	MostReason   = 500
	MostTitle    = 200
	MostLink     = 500
	MostEvidence = 5 // pieces
)

// Clean returns the answer with its texts as they are kept.
func (a Answer) Clean() Answer {
	a.Reason = strings.TrimSpace(questionnaire.Clean(a.Reason, true))
	a.Note = strings.TrimSpace(questionnaire.Clean(a.Note, true))
	a.Evidence = cleanEvidence(a.Evidence)
	if a.Code != kit.NotApplicable {
		a.Reason = ""
	}
	return a
}

// fileID is how a kept file is called.
var fileID = regexp.MustCompile(`^[0-9a-f]{64}$`)

// cleanEvidence drops pieces that say nothing.
func cleanEvidence(pieces []Evidence) []Evidence {
	var kept []Evidence
	for _, e := range pieces {
		e.Title = questionnaire.Clean(e.Title, false)
		e.Link = questionnaire.Clean(e.Link, false)
		e.FileName = questionnaire.Clean(e.FileName, false)
		e.Date = questionnaire.Clean(e.Date, false)
		if !fileID.MatchString(e.File) {
			e.File, e.FileName = "", ""
		}
		if e.Title == "" && e.Link == "" && e.File == "" {
			continue
		}
		if e.Strength == "" {
			e.Strength = kit.OwnAccount
		}
		kept = append(kept, e)
	}
	return kept
}

// same reports whether two answers say the same.
func (a Answer) same(b Answer) bool {
	return a.Code == b.Code && a.Reason == b.Reason && a.Note == b.Note &&
		(len(a.Evidence) == 0 && len(b.Evidence) == 0 || reflect.DeepEqual(a.Evidence, b.Evidence))
}

// check says what of a clean answer cannot be taken.
func (a Answer) check(item kit.Item) error {
	problems := map[string]fault.Message{}
	switch {
	case a.Code != kit.Blank && !item.Allows(a.Code):
		problems[CodeField] = fault.Message{Key: "assessment.code_not_offered"}
	case a.Code == kit.NotApplicable && a.Reason == "":
		problems[ReasonField] = fault.Message{Key: "assessment.reason_missing"}
	}
	tooLong(problems, ReasonField, a.Reason, MostReason)
	tooLong(problems, NoteField, a.Note, MostNote)
	checkEvidence(problems, a.Evidence)
	if len(problems) > 0 {
		return fault.InvalidFields(problems)
	}
	return nil
}

func tooLong(problems map[string]fault.Message, field, text string, most int) {
	if over := utf8.RuneCountInString(text) - most; over > 0 {
		problems[field] = fault.Message{Key: "question.too_long", Args: map[string]any{"Count": over, "Max": most}}
	}
}

func checkEvidence(problems map[string]fault.Message, pieces []Evidence) {
	strengths := []kit.Strength{kit.NoEvidence, kit.OwnAccount, kit.Document, kit.CheckedByPeer}
	say := func(key string) { problems[EvidenceField] = fault.Message{Key: key} }
	if len(pieces) > MostEvidence {
		say("assessment.evidence_too_many")
	}
	for _, e := range pieces {
		switch {
		case !slices.Contains(strengths, e.Strength):
			say("assessment.evidence_strength")
		case utf8.RuneCountInString(e.Title) > MostTitle || utf8.RuneCountInString(e.Link) > MostLink || len(e.FileName) > 255:
			say("assessment.evidence_long")
		case e.Link != "" && !isWebAddress(e.Link):
			say("assessment.evidence_link")
		case e.Date != "" && !isDay(e.Date):
			say("assessment.evidence_date")
		}
	}
}

func isWebAddress(link string) bool {
	u, err := url.Parse(link)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

func isDay(date string) bool {
	_, err := time.Parse(time.DateOnly, date)
	return err == nil
}

// Sheet is everything that one person has answered, by item: the newest answer
// of each.
type Sheet map[string]Answer

// Answered counts the items of the list that have a code.
func (s Sheet) Answered(items []kit.Item) int {
	n := 0
	for _, item := range items {
		if s[item.ID].Code != kit.Blank {
			n++
		}
	}
	return n
}

// Codes returns the codes that were chosen, by item.
func (s Sheet) Codes() map[string]kit.Code {
	codes := map[string]kit.Code{}
	for item, a := range s {
		if a.Code != kit.Blank {
			codes[item] = a.Code
		}
	}
	return codes
}
