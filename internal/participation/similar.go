package participation

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"telaio/internal/intake"
	"telaio/internal/organisation"
	"telaio/internal/twin"
)

// Directory knows organisations that may be the one described.
type Directory interface {
	Twins(ctx context.Context, wanted twin.Profile, others map[string]bool) ([]twin.Twin, error)
	Ties(ctx context.Context, organisationID string, relations []organisation.Relation) (map[string]twin.Tie, error)
}

// Apart is where it is kept that a participant has told organisations apart.
type Apart interface {
	TellDraftApart(ctx context.Context, draftID, organisationID string, at time.Time) error
	DraftApart(ctx context.Context, draftID string) ([]string, error)
}

// Similar lists the published organisations that may be the one that the form
// describes, the likeliest first, without those that the participant has told
// from it. Whoever changes a page is asked nothing.
func (u UseCases) Similar(ctx context.Context, f *Form) ([]twin.Twin, error) {
	if f.Draft.Origin != organisation.NewOrganisation && f.Draft.Origin != organisation.Suggestion {
		return nil, nil
	}
	apart, err := u.Store.DraftApart(ctx, f.Draft.ID)
	if err != nil {
		return nil, fmt.Errorf("read what is not the same: %w", err)
	}
	others := map[string]bool{}
	for _, id := range apart {
		others[id] = true
	}
	return u.published(ctx, twin.ProfileOf(intake.Read(f.Answers, f.towns).Card), others)
}

// mostTyped is how long a name is, in characters, that is looked for while it is
// being typed; leastTyped how long it must be.
const (
	mostTyped  = 200
	leastTyped = 4
)

// SimilarName lists the published organisations whose name is like the one that
// is being typed.
func (u UseCases) SimilarName(ctx context.Context, name string) ([]twin.Twin, error) {
	letters := []rune(strings.TrimSpace(name))
	if len(letters) < leastTyped {
		return nil, nil
	}
	card := organisation.Card{Name: string(letters[:min(len(letters), mostTyped)])}
	return u.published(ctx, twin.ProfileOf(card), nil)
}

func (u UseCases) published(ctx context.Context, wanted twin.Profile, others map[string]bool) ([]twin.Twin, error) {
	if u.Directory == nil || len(wanted.Names()) == 0 {
		return nil, nil
	}
	twins, err := u.Directory.Twins(ctx, wanted, others)
	if err != nil {
		return nil, fmt.Errorf("look for similar organisations: %w", err)
	}
	return slices.DeleteFunc(twins, func(t twin.Twin) bool { return t.State != organisation.Published }), nil
}

// Ties finds the published pages that the relations on the form lead to, or may
// lead to, by the ids of their items.
func (u UseCases) Ties(ctx context.Context, f *Form) (map[string]twin.Tie, error) {
	if u.Directory == nil {
		return nil, nil
	}
	ties, err := u.Directory.Ties(ctx, f.Draft.OrganisationID, intake.Relations(f.Answers))
	if err != nil {
		return nil, fmt.Errorf("look for related organisations: %w", err)
	}
	return ties, nil
}

// TellApart remembers that the organisation of the draft is none of those that
// are like it now.
func (u UseCases) TellApart(ctx context.Context, f *Form) error {
	twins, err := u.Similar(ctx, f)
	if err != nil {
		return err
	}
	for _, t := range twins {
		if err := u.Store.TellDraftApart(ctx, f.Draft.ID, t.OrganisationID, u.now()); err != nil {
			return fmt.Errorf("remember what is not the same: %w", err)
		}
	}
	return nil
}
