package review

import (
	"context"
	"fmt"
	"strings"

	"telaio/internal/account"
	"telaio/internal/fault"
	"telaio/internal/letter"
	"telaio/internal/organisation"
	"telaio/internal/secret"
)

// DraftCard is the little by which the team remembers a suggested organisation
// until it takes part itself. It is never public.
type DraftCard struct {
	Name             string
	MunicipalityCode string
	Website          string
}

// TurnIntoDraft makes a draft card of a suggestion and closes it.
func (d *Desk) TurnIntoDraft(ctx context.Context, proposalID string, card DraftCard, by account.Subject) (organisation.Organisation, error) {
	var o organisation.Organisation
	if strings.TrimSpace(card.Name) == "" {
		return o, fault.InvalidFields(map[string]fault.Message{"name": {Key: "desk.error.name_needed"}})
	}
	err := d.Store.InTx(ctx, func(ctx context.Context) error {
		p, err := d.suggestion(ctx, proposalID, organisation.Accepted)
		if err != nil {
			return err
		}
		if o, err = d.addDraft(ctx, p, d.cardOf(card), by); err != nil {
			return err
		}
		p.OrganisationID = o.ID
		if err := d.close(ctx, p, organisation.Accepted, ""); err != nil {
			return err
		}
		if err := d.record(ctx, by, "organisation.drafted", organisationObject(o.ID), map[string]string{"proposal": p.ID}); err != nil {
			return err
		}
		return d.record(ctx, by, "proposal.accepted", proposalObject(p.ID), map[string]string{"organisation": o.ID})
	})
	if err != nil {
		return organisation.Organisation{}, fmt.Errorf("make a draft card of %s: %w", proposalID, err)
	}
	return o, nil
}

func (d *Desk) cardOf(draft DraftCard) organisation.Card {
	card := organisation.Card{Name: strings.TrimSpace(draft.Name), Contacts: organisation.Contacts{Website: strings.TrimSpace(draft.Website)}}
	town, ok := d.Towns.ByCode(draft.MunicipalityCode)
	if !ok {
		return card
	}
	card.Places = organisation.PublicPlaces([]organisation.ExactPlace{{
		ID: secret.ID(), Kind: "seat", Publicity: organisation.PublicityMunicipality, Municipality: town,
	}})
	return card
}

// addDraft saves an organisation that is known and not public.
func (d *Desk) addDraft(ctx context.Context, p organisation.Proposal, card organisation.Card, by account.Subject) (organisation.Organisation, error) {
	now := d.Clock.Now()
	free, err := FreeSlug(ctx, d.Store, card.Name)
	if err != nil {
		return organisation.Organisation{}, err
	}
	o := organisation.Organisation{ID: secret.ID(), Slug: free, State: organisation.Unpublished, Revision: 1, Card: card, CreatedAt: now, UpdatedAt: now}
	if err := d.Store.CreateOrganisation(ctx, o); err != nil {
		return o, fmt.Errorf("make the organisation: %w", err)
	}
	err = d.Store.AddRevision(ctx, o, organisation.Revision{
		OrganisationID: o.ID, Number: 1, Card: card, Changed: fieldsOf(organisation.Diff(organisation.Card{}, card)),
		ProposalID: p.ID, Author: by.Name, Reviewer: by.Name, CreatedAt: now,
	})
	if err != nil {
		return o, fmt.Errorf("add the first revision: %w", err)
	}
	return o, nil
}

// suggestion moves a suggestion on and reads it.
func (d *Desk) suggestion(ctx context.Context, proposalID string, to organisation.ProposalState) (organisation.Proposal, error) {
	if err := d.Store.MoveProposal(ctx, proposalID, to, openStates()...); err != nil {
		return organisation.Proposal{}, decidedAlready(err)
	}
	p, err := d.Store.Proposal(ctx, proposalID)
	if err != nil {
		return p, err
	}
	if p.Origin != organisation.Suggestion {
		return p, fault.New(fault.Invalid, "desk.error.not_a_suggestion")
	}
	return p, nil
}

// Invite writes to a suggested organisation at a public address of its own and
// asks it to take part. The suggestion then waits.
func (d *Desk) Invite(ctx context.Context, proposalID, address, message string, by account.Subject) error {
	address = strings.TrimSpace(address)
	if !emailPattern.MatchString(address) {
		return fault.InvalidFields(map[string]fault.Message{"address": {Key: "desk.error.address_needed"}})
	}
	err := d.Store.InTx(ctx, func(ctx context.Context) error {
		p, err := d.suggestion(ctx, proposalID, organisation.Waiting)
		if err != nil {
			return err
		}
		if err := d.forgetMessage(ctx, p.ID); err != nil {
			return err
		}
		if err := d.record(ctx, by, "proposal.invited", proposalObject(p.ID), nil); err != nil {
			return err
		}
		return d.Outbox.Send(ctx, letter.Letter{
			To: address, Language: p.Language, Template: invitationLetter,
			Values: map[string]string{
				"Organisation": p.Name, "Message": strings.TrimSpace(message), "Reviewer": by.Name,
				"Link": d.Links.Participate(p.Language),
			},
		})
	})
	if err != nil {
		return fmt.Errorf("invite after %s: %w", proposalID, err)
	}
	return nil
}
