package review

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"telaio/internal/lookalike"
	"telaio/internal/organisation"
)

// Tab is one heap of the inbox.
type Tab string

// The tabs, in the order in which they are shown.
const (
	TabOpen    Tab = "aperte"
	TabMine    Tab = "mie"
	TabWaiting Tab = "attesa"
	TabDone    Tab = "concluse"
)

// Tabs lists every tab.
func Tabs() []Tab { return []Tab{TabOpen, TabMine, TabWaiting, TabDone} }

// Holds reports whether a proposal lies on the tab of the person.
func (t Tab) Holds(p organisation.Proposal, personID string) bool {
	switch t {
	case TabMine:
		return p.State.Open() && p.AssignedTo == personID
	case TabWaiting:
		return p.State == organisation.Waiting
	case TabDone:
		return !p.State.Open() && p.State != organisation.Unconfirmed
	default:
		return p.State.Open()
	}
}

// Filter narrows a tab down.
type Filter struct {
	Tab      Tab
	Search   string // in the organisation's name, accents and case apart
	Origin   organisation.Origin
	Assignee string // person id, Nobody, or "" for whoever
	Page     int    // from 1
}

// Nobody as an assignee finds what nobody takes care of.
const Nobody = "nobody"

// Matches reports whether the proposal passes the filter, tab apart.
func (f Filter) Matches(p organisation.Proposal) bool {
	if f.Origin != "" && p.Origin != f.Origin {
		return false
	}
	if f.Assignee == Nobody && p.AssignedTo != "" {
		return false
	}
	if f.Assignee != "" && f.Assignee != Nobody && p.AssignedTo != f.Assignee {
		return false
	}
	name := lookalike.Skeleton(p.Name)
	for _, word := range strings.Fields(lookalike.Skeleton(f.Search)) {
		if !strings.Contains(name, word) {
			return false
		}
	}
	return true
}

// PageSize is how many proposals one page of the inbox shows.
const PageSize = 20

// Inbox is one page of one tab.
type Inbox struct {
	Filter Filter
	Rows   []Row
	Counts map[Tab]int
	Total  int           // that pass the filter
	Pages  int           // at least 1
	Oldest time.Duration // how long the oldest open one of the tab has waited
}

// Row is one proposal of the inbox with what is worth noting.
type Row struct {
	Proposal organisation.Proposal
	Fields   int
	Flags    []FlagKind
	HeldBy   string // person id of who else has it open
}

// Inbox lists the proposals of a tab, newest first.
func (d *Desk) Inbox(ctx context.Context, f Filter, personID string) (Inbox, error) {
	all, err := d.Store.ProposalSummaries(ctx, everyState())
	if err != nil {
		return Inbox{}, fmt.Errorf("list the proposals: %w", err)
	}
	box := Inbox{Filter: f, Counts: map[Tab]int{}}
	now := d.Clock.Now()
	var matching []organisation.Proposal
	for _, p := range all {
		for _, tab := range Tabs() {
			if tab.Holds(p, personID) {
				box.Counts[tab]++
			}
		}
		if f.Tab.Holds(p, personID) && f.Matches(p) {
			matching = append(matching, p)
			if p.State.Open() {
				box.Oldest = max(box.Oldest, now.Sub(p.SentAt))
			}
		}
	}
	slices.SortStableFunc(matching, func(a, b organisation.Proposal) int { return b.SentAt.Compare(a.SentAt) })
	box.Total = len(matching)
	box.Pages = max(1, (len(matching)+PageSize-1)/PageSize)
	box.Filter.Page = min(max(1, f.Page), box.Pages)
	from := (box.Filter.Page - 1) * PageSize
	for _, p := range matching[from:min(from+PageSize, len(matching))] {
		row, err := d.row(ctx, p.ID, personID, now)
		if err != nil {
			return box, err
		}
		box.Rows = append(box.Rows, row)
	}
	return box, nil
}

func everyState() []organisation.ProposalState {
	return append(openStates(), organisation.Accepted, organisation.Refused, organisation.Withdrawn)
}

func (d *Desk) row(ctx context.Context, id, personID string, now time.Time) (Row, error) {
	p, err := d.Store.Proposal(ctx, id)
	if err != nil {
		return Row{}, fmt.Errorf("read a proposal: %w", err)
	}
	row := Row{Proposal: p, Fields: len(p.Changes), HeldBy: HeldBy(p, personID, now)}
	if !p.State.Open() {
		return row, nil
	}
	f, err := d.file(ctx, p)
	if err != nil {
		return row, err
	}
	for _, flag := range f.Flags {
		kind := flag.Kind
		switch {
		case kind.Personal():
			kind = PersonalData
		case kind == PrivatePlace, kind == OvertakenField: // common, and said on the page
			continue
		}
		if !slices.Contains(row.Flags, kind) {
			row.Flags = append(row.Flags, kind)
		}
	}
	return row, nil
}

// List gives every proposal that passes the filter, without its changes, for
// the downloaded list.
func (d *Desk) List(ctx context.Context, f Filter, personID string) ([]organisation.Proposal, error) {
	all, err := d.Store.ProposalSummaries(ctx, everyState())
	if err != nil {
		return nil, fmt.Errorf("list the proposals: %w", err)
	}
	var matching []organisation.Proposal
	for _, p := range all {
		if f.Tab.Holds(p, personID) && f.Matches(p) {
			matching = append(matching, p)
		}
	}
	slices.SortStableFunc(matching, func(a, b organisation.Proposal) int { return b.SentAt.Compare(a.SentAt) })
	return matching, nil
}
