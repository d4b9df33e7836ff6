package main

import (
	"context"
	"errors"
	"fmt"

	"telaio/internal/account"
	"telaio/internal/alert"
	"telaio/internal/clock"
	"telaio/internal/fault"
	"telaio/internal/sealing"
	"telaio/internal/store"
)

// userEraseCommand removes a person who asks for it.
type userEraseCommand struct {
	databaseFlags
	SecretKey string `help:"Key with which addresses are kept, 32 bytes in base64; without it a file in the data folder." env:"TELAIO_SECRET_KEY"`
	Email     string `arg:"" help:"The person's e-mail address."`
}

// Run removes the person and says what was removed and what stays.
func (c userEraseCommand) Run(ctx context.Context, to terminal) error {
	return withStore(ctx, c.databaseFlags, func(s *store.Store) error {
		erasure := account.Erasure{Store: s, People: people(s, clock.System{}), Clock: clock.System{}}
		erased, err := erasure.Erase(ctx, c.Email)
		unknown := fault.KindOf(err) == fault.NotFound
		if err != nil && !unknown {
			return err
		}
		alerts, failure := c.eraseAlerts(ctx, s)
		if failure != nil || unknown && alerts == 0 {
			return errors.Join(failure, err)
		}
		if erased.Account {
			fmt.Fprintf(to.out, "Account closed: name, address, roles, %d sessions.\n", erased.Sessions)
		}
		fmt.Fprintf(to.out, "Name and address removed from %d submissions and %d self-assessments.\n", erased.Sent, erased.Participants)
		fmt.Fprintf(to.out, "Drafts removed with all that was typed: %d.\n", erased.Drafts)
		fmt.Fprintf(to.out, "Alerts stopped and forgotten: %d.\n", alerts)
		fmt.Fprintln(to.out, "Kept: published pages, receipts of consents, answers without names, the audit.")
		fmt.Fprintln(to.out, "Not searched: messages, notes of the team, published texts, mails already sent, and copies of the database.")
		return nil
	})
}

// eraseAlerts forgets the alerts that go to the address.
func (c userEraseCommand) eraseAlerts(ctx context.Context, s *store.Store) (int, error) {
	key, err := siteFlags{databaseFlags: c.databaseFlags, SecretKey: c.SecretKey}.key()
	if err != nil {
		return 0, err
	}
	box, err := sealing.NewBox(key, alertPurpose)
	if err != nil {
		return 0, err
	}
	return alert.UseCases{Records: s, Box: box}.Forget(ctx, c.Email)
}
