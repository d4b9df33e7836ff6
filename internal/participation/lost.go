package participation

import (
	"context"
	"fmt"
	"time"

	"telaio/internal/fault"
	"telaio/internal/organisation"
	"telaio/internal/secret"
)

// mostFound is to how many of a sender's latest submissions one mail leads.
const mostFound = 5

// FindAgain mails a new link to each of the latest things that were sent from
// the address: to its status page, or to confirm the address where that is still
// missing. So it does to each draft that was to be gone on with from there. An address that sent nothing, or that has asked three times within
// the hour, gets no mail and the same answer. It fails with fault.Invalid for
// AddressField.
func (u UseCases) FindAgain(ctx context.Context, address string) error {
	address, err := cleanAddress(address)
	if err != nil {
		return err
	}
	at := u.now()
	var drafts []Draft
	err = u.Store.InTx(ctx, func(ctx context.Context) error {
		drafts = nil
		free, err := u.Store.TakeMailSlot(ctx, secret.Hash("status "+address), at, at.Add(-time.Hour))
		if err != nil || !free {
			return err
		}
		sent, err := u.Store.ProposalsOfSender(ctx, address, mostFound)
		if err != nil {
			return err
		}
		for _, p := range sent {
			if err := u.mailAgain(ctx, p); err != nil {
				return err
			}
		}
		drafts, err = u.Store.OpenDraftsOf(ctx, address, mostFound)
		return err
	})
	if err != nil {
		return fmt.Errorf("mail the links of a sender: %w", err)
	}
	for _, d := range drafts {
		if err := u.pauseAgain(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// pauseAgain mails a link to a draft to where the last one went, unless too many
// were mailed.
func (u UseCases) pauseAgain(ctx context.Context, d Draft) error {
	f, err := u.Form(ctx, d)
	if err != nil {
		return err
	}
	if err := u.Pause(ctx, f, d.Address); fault.KindOf(err) != fault.TooMany {
		return err
	}
	return nil
}

// mailAgain mails what the sender needs to go on: the address is not known to
// be theirs before they have confirmed it.
func (u UseCases) mailAgain(ctx context.Context, p organisation.Proposal) error {
	if p.State == organisation.Unconfirmed {
		return u.askToConfirm(ctx, p)
	}
	_, err := u.mailStatus(ctx, p)
	return err
}
