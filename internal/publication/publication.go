// Package publication is what the public reads about an organisation: its page
// found by slug, the forms of it that machines read, and the history of its
// revisions. It knows nothing that a place, a sender or a reviewer keeps
// private.
package publication

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/fault"
	"telaio/internal/freshness"
	"telaio/internal/organisation"
)

// Records is what the public's reading needs stored.
type Records interface {
	Organisation(ctx context.Context, id string) (organisation.Organisation, error)
	OrganisationBySlug(ctx context.Context, slug string) (organisation.Organisation, error)
	SlugMovedTo(ctx context.Context, slug string) (string, error)
	SurvivorOf(ctx context.Context, organisationID string) (string, error)
	Revisions(ctx context.Context, organisationID string) ([]organisation.Revision, error)
	RevisionSteps(ctx context.Context, organisationID string) ([]organisation.Revision, error)
	Proposal(ctx context.Context, id string) (organisation.Proposal, error)
	RelationAnswersOf(ctx context.Context, organisationID string) ([]organisation.RelationAnswer, error)
	RelationAnswers(ctx context.Context, organisationIDs []string) ([]organisation.RelationAnswer, error)
	// SurvivorsInto says which organisations have become this one.
	SurvivorsInto(ctx context.Context, organisationID string) (organisation.Survivors, error)
	LogoIsPublic(ctx context.Context, logo string) (bool, error)
	HasEditors(ctx context.Context, organisationID string) (bool, error)
	Archiving(ctx context.Context, organisationID string) (organisation.Archiving, error)
}

// Reader answers the public.
type Reader struct{ Records Records }

// Page is one published organisation with what its card refers to. Relations
// name what the others have become, on this card and on those of Related.
type Page struct {
	organisation.Organisation
	// Related maps the ids in the card's relations to the published
	// organisations that they name, and to those that name this one in a
	// relation that it has confirmed.
	Related map[string]organisation.Organisation
	// Left maps those ids to organisations that have left the atlas; only Find
	// fills it in.
	Left map[string]organisation.Organisation
	// Answers are what one side of a relation says of what the other tells.
	Answers []organisation.RelationAnswer
	// Freshness is when something was last said of each group of fields; only
	// Find fills it in.
	Freshness []freshness.Mark
	// Represented says that somebody who represents the organisation keeps the
	// page, and never who; only Find fills it in.
	Represented bool
}

// LastChange is when something of the page last became different.
func (p Page) LastChange() time.Time {
	if p.ConfirmedAt.After(p.UpdatedAt) {
		return p.ConfirmedAt
	}
	return p.UpdatedAt
}

// Find returns the published organisation with the slug. An organisation that
// now has another slug is found by its old one: compare Page.Slug. An archived
// one is fault.Gone, with its successor; any other is fault.NotFound.
func (r Reader) Find(ctx context.Context, slug string) (Page, error) {
	o, err := r.bySlug(ctx, slug)
	if err != nil {
		return Page{}, err
	}
	return r.page(ctx, o)
}

// FindID is Find for an id, which never changes. One that has become one with
// another is found by its old id: compare Page.ID.
func (r Reader) FindID(ctx context.Context, id string) (Page, error) {
	o, err := r.Records.Organisation(ctx, id)
	if err == nil {
		o, err = r.survivor(ctx, o)
	}
	if err != nil {
		return Page{}, err
	}
	return r.page(ctx, o)
}

func (r Reader) page(ctx context.Context, o organisation.Organisation) (Page, error) {
	switch o.State {
	case organisation.Published:
		return r.withRelated(ctx, o)
	case organisation.Archived:
		return Page{}, r.gone(ctx, o)
	default:
		return Page{}, fault.New(fault.NotFound, "error.not_found")
	}
}

// bySlug follows old slugs and what has become one with another.
func (r Reader) bySlug(ctx context.Context, slug string) (organisation.Organisation, error) {
	o, err := r.Records.OrganisationBySlug(ctx, slug)
	if fault.KindOf(err) == fault.NotFound {
		var now string
		if now, err = r.Records.SlugMovedTo(ctx, slug); err != nil {
			return organisation.Organisation{}, err
		}
		o, err = r.Records.OrganisationBySlug(ctx, now)
	}
	if err != nil {
		return organisation.Organisation{}, err
	}
	return r.survivor(ctx, o)
}

// survivor is what the organisation has become. One that was never public
// before it became one with another is nowhere to be found.
func (r Reader) survivor(ctx context.Context, o organisation.Organisation) (organisation.Organisation, error) {
	if o.State != organisation.Merged || o.Successor == "" {
		return o, nil
	}
	id, err := r.Records.SurvivorOf(ctx, o.ID)
	if err != nil || id == o.ID {
		return o, err
	}
	return r.Records.Organisation(ctx, id)
}

// gone tells that the page is no more and, if another took its place, which.
func (r Reader) gone(ctx context.Context, o organisation.Organisation) error {
	refusal := fault.New(fault.Gone, "error.gone")
	next, _, err := r.inItsPlace(ctx, o)
	if err != nil {
		return err
	}
	if next != nil {
		refusal.Successor = next.Slug
		refusal.Message = fault.Message{Key: "organisation.replaced", Args: map[string]any{"Name": next.Card.Name}}
	}
	return refusal
}

func (r Reader) withRelated(ctx context.Context, o organisation.Organisation) (Page, error) {
	page := Page{Organisation: o, Related: map[string]organisation.Organisation{}, Left: map[string]organisation.Organisation{}}
	steps, err := r.Records.RevisionSteps(ctx, o.ID)
	if err != nil {
		return Page{}, fmt.Errorf("read what the revisions of %s changed: %w", o.ID, err)
	}
	page.Freshness = freshness.Marks(o, steps)
	if page.Represented, err = r.Records.HasEditors(ctx, o.ID); err != nil {
		return Page{}, fmt.Errorf("see who keeps %s: %w", o.ID, err)
	}
	err = r.relate(ctx, &page)
	return page, err
}

// LogoIsPublic reports whether a published card shows the logo at present.
func (r Reader) LogoIsPublic(ctx context.Context, logo string) (bool, error) {
	return r.Records.LogoIsPublic(ctx, logo)
}
