package participation

import (
	"context"
	"fmt"

	"telaio/internal/consent"
	"telaio/internal/organisation"
	"telaio/internal/secret"
)

// WithdrawConsent takes one consent back. What was public because of it comes
// down through the team, who find the request in their inbox.
func (u UseCases) WithdrawConsent(ctx context.Context, p organisation.Proposal, purpose consent.Purpose) error {
	entries, err := u.Store.ConsentsOfProposal(ctx, p.ID)
	if err != nil {
		return fmt.Errorf("read the consents: %w", err)
	}
	entry := consent.Current(entries)[purpose]
	if !entry.Given {
		return nil
	}
	entry.Given, entry.At, entry.OrganisationID = false, u.now(), p.OrganisationID
	err = u.Store.InTx(ctx, func(ctx context.Context) error {
		if err := u.Store.AddConsents(ctx, []consent.Entry{entry}); err != nil {
			return err
		}
		if purpose == consent.PublishPage && p.State == organisation.Accepted {
			if err := u.askToLeave(ctx, p); err != nil {
				return err
			}
		}
		return u.record(ctx, p, "consent.withdrawn."+string(purpose), entry.At)
	})
	if err != nil {
		return fmt.Errorf("withdraw a consent: %w", err)
	}
	return nil
}

// askToLeave puts the request to leave the atlas into the inbox.
func (u UseCases) askToLeave(ctx context.Context, p organisation.Proposal) error {
	at := u.now()
	return u.Store.AddProposal(ctx, organisation.Proposal{
		ID: secret.ID(), OrganisationID: p.OrganisationID, Origin: organisation.Withdrawal, State: organisation.Unread,
		Name: p.Name, Language: p.Language, Sender: p.Sender, SentAt: at, UpdatedAt: at,
	})
}

// Withdraw takes the whole proposal back while nothing has been decided.
func (u UseCases) Withdraw(ctx context.Context, p organisation.Proposal) error {
	at := u.now()
	err := u.Store.InTx(ctx, func(ctx context.Context) error {
		err := u.Store.MoveProposal(ctx, p.ID, organisation.Withdrawn,
			organisation.Unconfirmed, organisation.Unread, organisation.InReview, organisation.Waiting)
		if err != nil {
			return err
		}
		now, err := u.Store.Proposal(ctx, p.ID)
		if err != nil {
			return err
		}
		now.UpdatedAt, now.DecidedAt = at, at
		if err := u.Store.UpdateProposal(ctx, now); err != nil {
			return err
		}
		return u.record(ctx, p, "proposal.withdrawn", at)
	})
	if err != nil {
		return fmt.Errorf("withdraw a proposal: %w", err)
	}
	return nil
}
