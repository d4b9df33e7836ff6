package review

import (
	"context"
	"fmt"
	"slices"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/twin"
)

// NotTheSame remembers that an organisation is not the proposed one.
func (d *Desk) NotTheSame(ctx context.Context, proposalID, organisationID string, by account.Subject) error {
	return d.Store.InTx(ctx, func(ctx context.Context) error {
		err := d.Store.DismissTwin(ctx, Dismissal{ProposalID: proposalID, OrganisationID: organisationID, PersonID: by.PersonID, At: d.Clock.Now()})
		if err != nil {
			return fmt.Errorf("remember that they differ: %w", err)
		}
		return d.record(ctx, by, "proposal.not_duplicate", proposalObject(proposalID), map[string]string{"organisation": organisationID})
	})
}

// keepApart remembers of an organisation that is new on the atlas what was said
// not to be the same while it was proposed, so that nobody is asked again.
func (d *Desk) keepApart(ctx context.Context, proposalID string, o organisation.Organisation, by account.Subject) error {
	dismissed, err := d.Store.DismissedTwins(ctx, proposalID)
	if err != nil {
		return fmt.Errorf("read what is not the same: %w", err)
	}
	for _, id := range dismissed {
		other, err := d.Store.Organisation(ctx, id)
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return fmt.Errorf("read what is not the same: %w", err)
		}
		a := twin.TellApart(twin.Of(o), twin.Of(other))
		a.PersonID, a.Person, a.At = by.PersonID, by.Name, d.Clock.Now()
		if err := d.Store.TellApart(ctx, a); err != nil {
			return fmt.Errorf("remember that they differ: %w", err)
		}
	}
	return d.tellProposalsApart(ctx, proposalID, o)
}

// tellProposalsApart tells the new page from the proposals that its own was told from.
func (d *Desk) tellProposalsApart(ctx context.Context, proposalID string, o organisation.Organisation) error {
	others, err := d.Store.ProposalsApart(ctx, proposalID)
	if err != nil {
		return fmt.Errorf("read which proposals are not the same: %w", err)
	}
	for _, other := range others {
		other.OrganisationID = o.ID
		if err := d.Store.DismissTwin(ctx, other); err != nil {
			return fmt.Errorf("remember that they differ: %w", err)
		}
	}
	return nil
}

// TheSame turns a proposal of a new organisation into a change of one that is
// already known. Choices made so far are forgotten: they were about other
// differences.
func (d *Desk) TheSame(ctx context.Context, proposalID, organisationID string, by account.Subject) error {
	return d.Store.InTx(ctx, func(ctx context.Context) error {
		if err := d.Store.MoveProposal(ctx, proposalID, organisation.InReview, openStates()...); err != nil {
			return decidedAlready(err)
		}
		p, err := d.Store.Proposal(ctx, proposalID)
		if err != nil {
			return err
		}
		if p.Origin != organisation.NewOrganisation && p.Origin != organisation.FromImport || p.OrganisationID != "" {
			return fault.New(fault.Conflict, "desk.error.changed_meanwhile")
		}
		o, err := d.Store.Organisation(ctx, organisationID)
		if err != nil {
			return err
		}
		if p, err = d.rebase(ctx, p, o); err != nil {
			return err
		}
		p.UpdatedAt = d.Clock.Now()
		if err := d.Store.UpdateProposal(ctx, p); err != nil {
			return fmt.Errorf("save the proposal: %w", err)
		}
		if err := d.Store.DeleteReviewDraft(ctx, p.ID); err != nil {
			return fmt.Errorf("forget the choices: %w", err)
		}
		return d.record(ctx, by, "proposal.merged", proposalObject(p.ID), map[string]string{"organisation": o.ID})
	})
}

// rebase makes a change of o out of p. Places of which only what is kept back
// differs count as changed, so that somebody decides about them.
func (d *Desk) rebase(ctx context.Context, p organisation.Proposal, o organisation.Organisation) (organisation.Proposal, error) {
	p, err := Rebase(p, o)
	if err != nil || proposes(p, PlacesField) {
		return p, err
	}
	proposed, err := d.Store.ExactPlaces(ctx, "", p.ID)
	if err != nil {
		return p, fmt.Errorf("read the proposed places: %w", err)
	}
	today, err := d.Store.ExactPlaces(ctx, o.ID, "")
	if err != nil {
		return p, fmt.Errorf("read the organisation's places: %w", err)
	}
	if len(proposed) > 0 && !slices.Equal(proposed, today) {
		value := o.Card.Value(PlacesField)
		p.Changes = append(p.Changes, organisation.Change{Field: PlacesField, Before: value, After: value})
	}
	return p, nil
}

// Rebase makes a change of o out of a proposal against nothing. What the
// proposal says nothing about stays as it is.
func Rebase(p organisation.Proposal, o organisation.Organisation) (organisation.Proposal, error) {
	var said []organisation.Change
	for _, c := range p.Changes {
		if !isNull(c.After) {
			said = append(said, c)
		}
	}
	card, err := Proposed(o.Card, said)
	if err != nil {
		return p, fmt.Errorf("read the proposed card: %w", err)
	}
	p.OrganisationID, p.BaseRevision = o.ID, o.Revision
	if p.Origin == organisation.NewOrganisation {
		p.Origin = organisation.ChangeOfCard
	}
	p.Changes = organisation.Diff(o.Card, card)
	for i, c := range p.Changes {
		p.Changes[i].Turned = slices.ContainsFunc(said, func(s organisation.Change) bool { return s.Field == c.Field && s.Turned })
	}
	return p, nil
}
