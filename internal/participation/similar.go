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
	Find(ctx context.Context, organisationID string) (twin.Profile, bool, error)
	Ties(ctx context.Context, organisationID string, relations []organisation.Relation) (map[string]twin.Tie, error)
}

// Apart is where it is kept that a participant, or the team, has told
// organisations apart.
type Apart interface {
	TellDraftApart(ctx context.Context, draftID, organisationID string, at time.Time) error
	DraftApart(ctx context.Context, draftID string) ([]string, error)
	// ApartFrom lists what the team has told from an organisation.
	ApartFrom(ctx context.Context, organisationID string) ([]twin.Apart, error)
}

// Similar lists the published organisations that may be the one that the form
// describes, the likeliest first, without those that were told from it. Whoever
// changes a page is asked only once its name or website becomes another.
func (u UseCases) Similar(ctx context.Context, f *Form) ([]twin.Twin, error) {
	if u.Directory == nil {
		return nil, nil
	}
	wanted := twin.ProfileOf(intake.Read(f.Answers, f.towns).Card)
	own, known, err := u.Directory.Find(ctx, f.Draft.OrganisationID)
	if err != nil {
		return nil, fmt.Errorf("look for the organisation itself: %w", err)
	}
	if known && own.Looks() == wanted.Looks() {
		return nil, nil
	}
	return u.published(ctx, f.Draft, wanted)
}

// mostTyped is how long a name is, in characters, that is looked for while it is
// being typed; leastTyped how long it must be.
const (
	mostTyped  = 200
	leastTyped = 4
)

// SimilarName lists the published organisations whose name is like the one that
// is being typed into a draft, without those that were told from it.
func (u UseCases) SimilarName(ctx context.Context, d Draft, name string) ([]twin.Twin, error) {
	letters := []rune(strings.TrimSpace(name))
	if u.Directory == nil || len(letters) < leastTyped {
		return nil, nil
	}
	card := organisation.Card{Name: string(letters[:min(len(letters), mostTyped)])}
	return u.published(ctx, d, twin.ProfileOf(card))
}

func (u UseCases) published(ctx context.Context, d Draft, wanted twin.Profile) ([]twin.Twin, error) {
	if len(wanted.Names()) == 0 {
		return nil, nil
	}
	others, err := u.others(ctx, d)
	if err != nil {
		return nil, fmt.Errorf("read what is not the same: %w", err)
	}
	twins, err := u.Directory.Twins(ctx, wanted, others)
	if err != nil {
		return nil, fmt.Errorf("look for similar organisations: %w", err)
	}
	return slices.DeleteFunc(twins, func(t twin.Twin) bool { return t.State != organisation.Published }), nil
}

// others are the ids of those that need not be asked about: those that the
// participant has told from the draft's organisation and, where it is on the
// atlas already, itself and those that the team has told from it as they are.
func (u UseCases) others(ctx context.Context, d Draft) (map[string]bool, error) {
	said, err := u.Store.DraftApart(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	others := map[string]bool{}
	for _, id := range said {
		others[id] = true
	}
	own, known, err := u.Directory.Find(ctx, d.OrganisationID)
	if err != nil || !known {
		return others, err
	}
	others[own.OrganisationID] = true
	apart, err := u.Store.ApartFrom(ctx, own.OrganisationID)
	if err != nil {
		return nil, err
	}
	for _, a := range apart {
		other, known, err := u.Directory.Find(ctx, a.Other(own.OrganisationID))
		if err != nil {
			return nil, err
		}
		if known && a.Holds(own, other) {
			others[other.OrganisationID] = true
		}
	}
	return others, nil
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
