package publication

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"time"

	"telaio/internal/fault"
	"telaio/internal/organisation"
)

// Role says in what capacity somebody changed a page. Names stay private.
type Role string

// The roles of a history.
const (
	ByEditor     Role = "editor"     // somebody of the organisation
	BySuggestion Role = "suggestion" // somebody outside, through the team
	ByTeam       Role = "team"
)

// Step is one revision as the public may know it.
type Step struct {
	Number  int
	At      time.Time
	By      Role
	Changed []organisation.Field // in page order
	Texts   []TextChange         // of the changed fields that are plain text
	Reason  string
}

// TextChange is a public text before and after a step.
type TextChange struct {
	Field         organisation.Field
	Before, After string
}

// History lists the published organisation's revisions, newest first.
func (r Reader) History(ctx context.Context, o organisation.Organisation) ([]Step, error) {
	revisions, err := r.Records.Revisions(ctx, o.ID)
	if err != nil {
		return nil, fmt.Errorf("read the revisions of %s: %w", o.ID, err)
	}
	steps := make([]Step, len(revisions))
	for i, revision := range revisions {
		var before organisation.Card
		if i+1 < len(revisions) {
			before = revisions[i+1].Card
		}
		role, err := r.role(ctx, revision)
		if err != nil {
			return nil, err
		}
		steps[i] = step(before, revision, role)
	}
	return steps, nil
}

func (r Reader) role(ctx context.Context, revision organisation.Revision) (Role, error) {
	if revision.ProposalID == "" {
		return ByTeam, nil
	}
	proposal, err := r.Records.Proposal(ctx, revision.ProposalID)
	if fault.KindOf(err) == fault.NotFound {
		return ByTeam, nil
	}
	if err != nil {
		return "", fmt.Errorf("find where revision %d comes from: %w", revision.Number, err)
	}
	switch proposal.Origin {
	case organisation.NewOrganisation, organisation.ChangeOfCard:
		return ByEditor, nil
	case organisation.Suggestion:
		return BySuggestion, nil
	default:
		return ByTeam, nil
	}
}

// step tells what the revision changed. Only texts that can hold nobody's
// address are compared: places and contacts are named as changed, and what they
// were before is not said, because it may have been withdrawn.
func step(before organisation.Card, revision organisation.Revision, role Role) Step {
	s := Step{Number: revision.Number, At: revision.CreatedAt, By: role, Reason: withoutAddresses(revision.Reason)}
	var changed []organisation.Field
	for _, change := range organisation.Diff(before, revision.Card) {
		changed = append(changed, change.Field)
	}
	s.Changed = changed
	if revision.Number == 1 {
		return s
	}
	for _, text := range texts(before, revision.Card) {
		if slices.Contains(changed, text.Field) {
			s.Texts = append(s.Texts, text)
		}
	}
	return s
}

func texts(before, after organisation.Card) []TextChange {
	return []TextChange{
		{"name", before.Name, after.Name},
		{"target", before.Target, after.Target},
		{"short_description", before.ShortDescription, after.ShortDescription},
		{"story", before.Story, after.Story},
	}
}

// withoutAddresses takes mail addresses out of a reason, which a person wrote
// for the team's own record.
func withoutAddresses(reason string) string { return mailAddress.ReplaceAllString(reason, "…") }

var mailAddress = regexp.MustCompile(`[^\s<>()"]+@[^\s<>()"]+`)
