package participation

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/secret"
)

// confirmationLife is how long the link in the first mail is good.
const confirmationLife = 30 * 24 * time.Hour

// Unconfirmed returns the proposal that a mailed link confirms, whether or not
// that was done before. With an old link the proposal comes back beside the
// fault, so that a new one can be offered.
func (u UseCases) Unconfirmed(ctx context.Context, token string) (organisation.Proposal, error) {
	expired := fault.New(fault.Expired, "participate.confirm_gone")
	c, err := u.Store.Confirmation(ctx, secret.Hash(token))
	if fault.KindOf(err) == fault.NotFound {
		return organisation.Proposal{}, expired
	}
	if err != nil {
		return organisation.Proposal{}, fmt.Errorf("find a confirmation: %w", err)
	}
	p, err := u.Store.Proposal(ctx, c.ProposalID)
	if err != nil {
		return p, fmt.Errorf("find what is confirmed: %w", err)
	}
	if c.AddressHash != secret.Hash(p.Sender.Email) {
		return organisation.Proposal{}, expired
	}
	if u.now().Sub(c.At) > confirmationLife {
		return p, fault.New(fault.Expired, "participate.link_old_body")
	}
	return p, nil
}

// AskAgain mails a new confirmation link in place of an old one. A link that is
// good, or that was never given, brings no mail.
func (u UseCases) AskAgain(ctx context.Context, token string) error {
	p, err := u.Unconfirmed(ctx, token)
	if p.ID == "" {
		return err
	}
	if err == nil || p.State != organisation.Unconfirmed {
		return fault.New(fault.Expired, "participate.confirm_gone")
	}
	return u.MailConfirmation(ctx, Draft{ProposalID: p.ID}, p.Sender.Email)
}

// Confirm brings the proposal to the team, now that its sender's address is
// known to be theirs, and mails the link to its status page, whose token it
// returns. Confirming twice only mails the link again.
func (u UseCases) Confirm(ctx context.Context, token string) (string, error) {
	p, err := u.Unconfirmed(ctx, token)
	if err != nil {
		return "", err
	}
	var statusToken string
	err = u.Store.InTx(ctx, func(ctx context.Context) error {
		err := u.Store.MoveProposal(ctx, p.ID, organisation.Unread, organisation.Unconfirmed)
		switch fault.KindOf(err) {
		case fault.Conflict: // confirmed before
		default:
			if err != nil {
				return err
			}
			if err := u.record(ctx, p, "proposal.confirmed", u.now()); err != nil {
				return err
			}
		}
		statusToken, err = u.mailStatus(ctx, p)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("confirm a proposal: %w", err)
	}
	return statusToken, nil
}

// Sent returns the proposal that the draft became.
func (u UseCases) Sent(ctx context.Context, d Draft) (organisation.Proposal, error) {
	p, err := u.Store.Proposal(ctx, d.ProposalID)
	if err != nil {
		return p, fmt.Errorf("find what was sent: %w", err)
	}
	return p, nil
}

// MailConfirmation mails the link to confirm once more, to another address if
// the first one was mistyped.
func (u UseCases) MailConfirmation(ctx context.Context, d Draft, address string) error {
	address, err := cleanAddress(address)
	if err != nil {
		return err
	}
	p, err := u.Sent(ctx, d)
	if err != nil {
		return err
	}
	if p.State != organisation.Unconfirmed {
		return nil
	}
	mailed, err := u.Store.CountConfirmations(ctx, p.ID, u.now().Add(-time.Hour))
	if err != nil {
		return fmt.Errorf("count the confirmations: %w", err)
	}
	if mailed >= mostLinks {
		return fault.New(fault.TooMany, "participate.too_many_links")
	}
	err = u.Store.InTx(ctx, func(ctx context.Context) error {
		p.Sender.Email, p.UpdatedAt = address, u.now()
		if err := u.Store.UpdateProposal(ctx, p); err != nil {
			return err
		}
		return u.askToConfirm(ctx, p)
	})
	if err != nil {
		return fmt.Errorf("mail a confirmation: %w", err)
	}
	return nil
}
