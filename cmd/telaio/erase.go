package main

import (
	"context"
	"fmt"

	"telaio/internal/account"
	"telaio/internal/clock"
	"telaio/internal/store"
)

// userEraseCommand removes a person who asks for it.
type userEraseCommand struct {
	databaseFlags
	Email string `arg:"" help:"The person's e-mail address."`
}

// Run removes the person and says what was removed and what stays.
func (c userEraseCommand) Run(ctx context.Context, to terminal) error {
	return withStore(ctx, c.databaseFlags, func(s *store.Store) error {
		erasure := account.Erasure{Store: s, People: people(s, clock.System{}), Clock: clock.System{}}
		erased, err := erasure.Erase(ctx, c.Email)
		if err != nil {
			return err
		}
		if erased.Account {
			fmt.Fprintf(to.out, "Account closed: name, address, roles, %d sessions.\n", erased.Sessions)
		}
		fmt.Fprintf(to.out, "Name and address removed from %d submissions and %d self-assessments.\n", erased.Sent, erased.Participants)
		fmt.Fprintf(to.out, "Drafts removed with all that was typed: %d.\n", erased.Drafts)
		fmt.Fprintln(to.out, "Kept: published pages, receipts of consents, answers without names, the audit.")
		fmt.Fprintln(to.out, "Not searched: messages, notes of the team, published texts, mails already sent, and copies of the database.")
		return nil
	})
}
