package importing

import (
	"context"
	"fmt"

	"telaio/internal/fault"
	"telaio/internal/organisation"
)

// found is what a row is about: an organisation that is known, or that an
// import made and its undoing archived, and what was last proposed of the row.
type found struct {
	today    organisation.Organisation
	proposal organisation.Proposal
}

// match finds the organisation that the row is about: the one it became before,
// the one with its id, the one at its address, or the one that somebody has said.
func (p *planner) match(ctx context.Context, e entry, item Item) (organisation.Organisation, organisation.Proposal, error) {
	var proposal organisation.Proposal
	var err error
	if item.ProposalID != "" {
		if proposal, err = p.Store.Proposal(ctx, item.ProposalID); err != nil && fault.KindOf(err) != fault.NotFound {
			return organisation.Organisation{}, proposal, fmt.Errorf("read its proposal: %w", err)
		}
	}
	id := item.OrganisationID
	if id == "" {
		id = proposal.OrganisationID
	}
	if id == "" {
		id = e.ID
	}
	o, err := p.find(ctx, id, p.Store.Organisation)
	if err == nil && o.ID == "" && item.OrganisationID == "" && proposal.OrganisationID == "" {
		o, err = p.find(ctx, e.Slug, p.Store.OrganisationBySlug)
	}
	if same := p.mapping.Same[e.Key]; err == nil && o.ID == "" && same != Apart {
		o, err = p.find(ctx, same, p.Store.Organisation)
	}
	if err == nil && o.State == organisation.Merged {
		if id, err = p.Store.SurvivorOf(ctx, o.ID); err == nil {
			o, err = p.Store.Organisation(ctx, id)
		}
	}
	return o, proposal, err
}

func (p *planner) find(ctx context.Context, by string, look func(context.Context, string) (organisation.Organisation, error)) (organisation.Organisation, error) {
	if by == "" {
		return organisation.Organisation{}, nil
	}
	o, err := look(ctx, by)
	if fault.KindOf(err) == fault.NotFound {
		return organisation.Organisation{}, nil
	}
	return o, err
}
