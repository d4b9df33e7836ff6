package importing

import (
	"context"
	"fmt"
	"regexp"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/review"
	"telaio/internal/secret"
)

// carrying is an import being carried out, or undone.
type carrying struct {
	UseCases
	Import
	by     account.Subject
	slugs  map[string]bool // that this import gives to new pages
	memory *memory
}

// stage makes a part of what is planned ready.
func (c carrying) stage(ctx context.Context, some part) error {
	ready := Staged{Items: some.items}
	for _, m := range some.moves {
		step := Step{ImportID: c.ID, Row: m.line.Row, Key: m.item.Key, Name: m.card.Name, Outcome: m.line.Outcome, Before: m.before}
		if m.line.Proposed {
			ready.Proposals = append(ready.Proposals, c.proposal(&m, &step))
		} else {
			page, err := c.page(ctx, &m, &step)
			if err != nil {
				return fmt.Errorf("row %d: %w", m.line.Row, err)
			}
			ready.Pages = append(ready.Pages, page)
		}
		c.memory.note(m, step)
		ready.Items, ready.Steps = append(ready.Items, m.item), append(ready.Steps, step)
	}
	for n := range ready.Items {
		ready.Items[n].ImportID = c.ID
	}
	if err := c.Store.Stage(ctx, c.ID, ready); err != nil {
		return fmt.Errorf("make rows ready: %w", err)
	}
	return nil
}

// proposal puts the row before the team.
func (c carrying) proposal(m *move, step *Step) StagedProposal {
	now := c.Clock.Now()
	p := organisation.Proposal{
		ID: secret.ID(), OrganisationID: m.today.ID, BaseRevision: m.today.Revision, Origin: organisation.FromImport,
		State: organisation.Unread, Name: m.card.Name, Changes: organisation.Diff(m.today.Card, m.card), Source: c.Source,
		Language: "it", Sender: organisation.Sender{Name: c.Person, PersonID: c.PersonID}, SentAt: now, UpdatedAt: now,
	}
	if m.moved && !changesPlaces(p) {
		value := m.today.Card.Value(review.PlacesField)
		p.Changes = append(p.Changes, organisation.Change{Field: review.PlacesField, Before: value, After: value})
	}
	m.item.ProposalID, step.ProposalID, step.OrganisationID = p.ID, p.ID, m.today.ID
	staged := StagedProposal{Proposal: p}
	if m.moved {
		staged.Places = m.places
	}
	return staged
}

func changesPlaces(p organisation.Proposal) bool {
	for _, change := range p.Changes {
		if change.Field == review.PlacesField {
			return true
		}
	}
	return p.OrganisationID == "" // of a new one, what is kept back moves along anyway
}

// page is the organisation as the row makes it, in public at once.
func (c carrying) page(ctx context.Context, m *move, step *Step) (StagedPage, error) {
	o, was := m.today, m.today.Revision
	if o.ID == "" {
		var err error
		if o, err = c.newcomer(ctx, *m); err != nil {
			return StagedPage{}, err
		}
		was = -1
	}
	now := c.Clock.Now()
	next, revision := organisation.Publish(o, m.card, now)
	if next.ConfirmedAt.IsZero() {
		next.ConfirmedAt, next.ConfirmedBy = now, organisation.ByTeam
	}
	revision.Author, revision.Reviewer = c.Person, c.Person
	page := StagedPage{Organisation: next, WasRevision: was, WasState: o.State, Revised: &revision, Moved: m.moved}
	if m.moved {
		page.Places, step.Before.Moved = m.places, digestPlaces(m.places)
	}
	m.item.OrganisationID, step.OrganisationID, step.Revision = o.ID, o.ID, next.Revision
	return page, nil
}

// ownID is how this program writes the id of an organisation.
var ownID = regexp.MustCompile(`^[a-z0-9]{10,20}$`)

// newcomer is a new organisation. It keeps the id and the address that another
// atlas gave it, where they are free.
func (c carrying) newcomer(ctx context.Context, m move) (organisation.Organisation, error) {
	now := c.Clock.Now()
	o := organisation.Organisation{ID: secret.ID(), CreatedAt: now, UpdatedAt: now}
	if m.id != "" && ownID.MatchString(m.id) {
		_, err := c.Store.Organisation(ctx, m.id)
		if fault.KindOf(err) == fault.NotFound {
			o.ID = m.id
		}
	}
	name := m.slug
	if name == "" {
		name = m.card.Name
	}
	var err error
	o.Slug, err = review.FreeSlug(ctx, takenSlugs{c.Store, c.slugs}, name)
	c.slugs[o.Slug] = true
	return o, err
}

// takenSlugs are the addresses that pages have, and those that this import
// gives.
type takenSlugs struct {
	review.Slugs
	given map[string]bool
}

// SlugTaken reports whether the address is not free.
func (t takenSlugs) SlugTaken(ctx context.Context, slug string) (bool, error) {
	if t.given[slug] {
		return true, nil
	}
	return t.Slugs.SlugTaken(ctx, slug)
}
