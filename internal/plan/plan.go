// Package plan is what an organisation wants to do after an assessment: at most
// three actions now, with who, what and by when, and reminders after three, six
// and twelve months. Every version of an action is kept, so that a change can
// be taken back.
package plan

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"telaio/internal/fault"
	"telaio/internal/questionnaire"
)

// MostNow is how many actions may be "now" at a time: more are forgotten.
const MostNow = 3

// State says how far an action has come.
type State string

// The states.
const (
	ToStart  State = "to_start"
	UnderWay State = "under_way"
	Done     State = "done"
	Dropped  State = "dropped"
)

// States lists every state, in their order.
func States() []State { return []State{ToStart, UnderWay, Done, Dropped} }

// Open reports whether there is still something to do.
func (s State) Open() bool { return s == ToStart || s == UnderWay }

// Action is one thing that the organisation wants to do.
type Action struct {
	ID             string // random
	Number         int    // of this version of it, from 1
	OrganisationID string
	CycleID        string // the assessment that it comes from, "" = none
	Kit            string // ID@VERSION of that assessment's kit, "" = none
	Item           string // item of the kit, "" = of none
	Recommendation string // of the kit that it comes from, "" = own words
	What           string
	Who            string
	Due            string // 2027-03-31, "" = open
	State          State
	Now            bool // one of the three; the others are for later
	Notes          string
	Removed        bool
	By             string    // person id
	At             time.Time // of this version
	Since          time.Time // of the first one
}

// Counts reports whether the action takes one of the three places.
func (a Action) Counts() bool { return a.Now && a.State.Open() && !a.Removed }

// Overdue reports whether the day has passed and the action is still open.
func (a Action) Overdue(today string) bool { return a.State.Open() && a.Due != "" && a.Due < today }

// The fields of an action, as InvalidFields names them.
const (
	WhatField  = "what"
	WhoField   = "who"
	DueField   = "due"
	StateField = "state"
	NowField   = "when"
	NotesField = "notes"
)

// Fields lists the fields in the order of the form.
func Fields() []string {
	return []string{WhatField, WhoField, DueField, NowField, StateField, NotesField}
}

// The most that an action holds, in characters.
const (
	MostWhat  = 300
	MostWho   = 200
	MostNotes = 2000
)

// clean returns the action with its texts as they are kept.
func (a Action) clean() Action {
	a.What = strings.TrimSpace(questionnaire.Clean(a.What, false))
	a.Who = strings.TrimSpace(questionnaire.Clean(a.Who, false))
	a.Due = strings.TrimSpace(a.Due)
	a.Notes = strings.TrimSpace(questionnaire.Clean(a.Notes, true))
	if a.State == "" {
		a.State = ToStart
	}
	return a
}

// check says what of a clean action cannot be taken beside the others.
func (a Action) check(others []Action) error {
	problems := map[string]fault.Message{}
	if a.What == "" {
		problems[WhatField] = fault.Message{Key: "plan.what_missing"}
	}
	for field, text := range map[string]struct {
		said string
		most int
	}{WhatField: {a.What, MostWhat}, WhoField: {a.Who, MostWho}, NotesField: {a.Notes, MostNotes}} {
		if over := utf8.RuneCountInString(text.said) - text.most; over > 0 {
			problems[field] = fault.Message{Key: "question.too_long", Args: map[string]any{"Count": over, "Max": text.most}}
		}
	}
	if _, err := time.Parse(time.DateOnly, a.Due); a.Due != "" && err != nil {
		problems[DueField] = fault.Message{Key: "plan.due_unknown"}
	}
	if !slices.Contains(States(), a.State) {
		problems[StateField] = fault.Message{Key: "plan.state_unknown"}
	}
	if a.Counts() && !roomFor(a, others) {
		problems[NowField] = fault.Message{Key: "plan.too_many_now"}
	}
	if len(problems) > 0 {
		return fault.InvalidFields(problems)
	}
	return nil
}

// roomFor reports whether the action may be now, beside the others.
func roomFor(a Action, others []Action) bool {
	n := 0
	for _, other := range others {
		if other.ID != a.ID && other.Counts() {
			n++
		}
	}
	return n < MostNow
}

// Plan is every action of an organisation that has not been removed.
type Plan struct{ Actions []Action }

// newPlan puts the actions in order: those for now first, open ones before
// those that are over, by day, then as they were added.
func newPlan(actions []Action) Plan {
	slices.SortStableFunc(actions, func(a, b Action) int {
		return cmp.Or(
			compareTrue(a.State.Open(), b.State.Open()),
			compareTrue(a.Now, b.Now),
			cmp.Compare(orLast(a.Due), orLast(b.Due)),
		)
	})
	return Plan{actions}
}

func compareTrue(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	default:
		return 1
	}
}

func orLast(due string) string { return cmp.Or(due, "9999") }

// Now lists the open actions that are for now, at most three.
func (p Plan) Now() []Action {
	return p.filter(Action.Counts)
}

// Later lists the open actions for which it is too early.
func (p Plan) Later() []Action {
	return p.filter(func(a Action) bool { return a.State.Open() && !a.Now })
}

// Over lists what was done or dropped.
func (p Plan) Over() []Action {
	return p.filter(func(a Action) bool { return !a.State.Open() })
}

// Open lists what is still to be done.
func (p Plan) Open() []Action { return p.filter(func(a Action) bool { return a.State.Open() }) }

// Full reports whether there is no room for one more action now.
func (p Plan) Full() bool { return len(p.Now()) >= MostNow }

// ChangedAt is when the plan was changed last, zero if it is empty.
func (p Plan) ChangedAt() time.Time {
	var last time.Time
	for _, a := range p.Actions {
		if a.At.After(last) {
			last = a.At
		}
	}
	return last
}

func (p Plan) filter(keep func(Action) bool) []Action {
	var list []Action
	for _, a := range p.Actions {
		if keep(a) {
			list = append(list, a)
		}
	}
	return list
}
