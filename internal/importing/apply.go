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

// carrying is an import being carried out.
type carrying struct {
	UseCases
	Import
	by account.Subject
}

// carryOut does everything that is planned, in the transaction of the context.
func (c carrying) carryOut(ctx context.Context, p plan) error {
	for n, m := range p.moves {
		if n%every == 0 {
			c.Watch.note(c.ID, Progress{n, len(p.moves)})
		}
		step := Step{ImportID: c.ID, Row: m.line.Row, Key: m.item.Key, Name: m.card.Name, Outcome: m.line.Outcome, Before: m.before}
		var err error
		if m.line.Proposed {
			err = c.propose(ctx, &m, &step)
		} else {
			err = c.publish(ctx, &m, &step)
		}
		if err != nil {
			return fmt.Errorf("row %d: %w", m.line.Row, err)
		}
		m.item.ImportID = c.ID
		if err := c.Store.PutImportItem(ctx, m.item); err != nil {
			return fmt.Errorf("remember row %d: %w", m.line.Row, err)
		}
		if err := c.Store.AddImportStep(ctx, step); err != nil {
			return fmt.Errorf("note what row %d did: %w", m.line.Row, err)
		}
	}
	for _, item := range p.items {
		item.ImportID = c.ID
		if err := c.Store.PutImportItem(ctx, item); err != nil {
			return fmt.Errorf("remember a row: %w", err)
		}
	}
	return nil
}

// propose puts the row before the team.
func (c carrying) propose(ctx context.Context, m *move, step *Step) error {
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
	if err := c.Store.AddProposal(ctx, p); err != nil {
		return fmt.Errorf("add a proposal: %w", err)
	}
	if m.moved && len(m.places) > 0 {
		if err := c.Store.SetExactPlaces(ctx, "", p.ID, m.places); err != nil {
			return fmt.Errorf("keep its places apart: %w", err)
		}
	}
	m.item.ProposalID, step.ProposalID, step.OrganisationID = p.ID, p.ID, m.today.ID
	return nil
}

func changesPlaces(p organisation.Proposal) bool {
	for _, change := range p.Changes {
		if change.Field == review.PlacesField {
			return true
		}
	}
	return p.OrganisationID == "" // of a new one, what is kept back moves along anyway
}

// publish makes the row public at once. What has changed since the plan was
// made is a conflict.
func (c carrying) publish(ctx context.Context, m *move, step *Step) error {
	o, err := c.target(ctx, *m)
	if err != nil {
		return err
	}
	now := c.Clock.Now()
	next, revision := organisation.Publish(o, m.card, now)
	if next.ConfirmedAt.IsZero() {
		next.ConfirmedAt, next.ConfirmedBy = now, organisation.ByTeam
	}
	revision.Author, revision.Reviewer = c.Person, c.Person
	if err := c.Store.AddRevision(ctx, next, revision); err != nil {
		return fmt.Errorf("add a revision: %w", err)
	}
	if m.moved {
		if err := c.Store.SetExactPlaces(ctx, o.ID, "", m.places); err != nil {
			return fmt.Errorf("keep its places apart: %w", err)
		}
		step.Before.Moved = digestPlaces(m.places)
	}
	m.item.OrganisationID, step.OrganisationID, step.Revision = o.ID, o.ID, next.Revision
	return c.audit(ctx, "organisation.published", next)
}

// ownID is how this program writes the id of an organisation.
var ownID = regexp.MustCompile(`^[a-z0-9]{10,20}$`)

// target is the organisation to publish: as it was when the plan was made, or
// new. A new one keeps the id and the address that another atlas gave it, where
// they are free.
func (c carrying) target(ctx context.Context, m move) (organisation.Organisation, error) {
	if m.today.ID != "" {
		o, err := c.Store.Organisation(ctx, m.today.ID)
		if err == nil && (o.Revision != m.today.Revision || o.State != m.today.State) {
			err = fault.New(fault.Conflict, "import.changed_meanwhile")
		}
		return o, err
	}
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
	if o.Slug, err = review.FreeSlug(ctx, c.Store, name); err != nil {
		return o, err
	}
	if err := c.Store.CreateOrganisation(ctx, o); err != nil {
		return o, fmt.Errorf("make the organisation: %w", err)
	}
	return o, nil
}
