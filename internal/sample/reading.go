package sample

import (
	"context"
	"fmt"

	"telaio/internal/account"
	"telaio/internal/assessment"
	"telaio/internal/peerreading"
)

// SeedReadings invites the organisations that the files name to read, once.
// Somebody has to look after them by then.
func SeedReadings(ctx context.Context, list []Assessment, u assessment.UseCases, readings peerreading.UseCases, organisations account.Organisations) error {
	for _, a := range list {
		if a.ReadBy.Organisation == "" {
			continue
		}
		o, err := organisations.OrganisationBySlug(ctx, a.Organisation)
		if err != nil {
			return fmt.Errorf("find %s: %w", a.Organisation, err)
		}
		cycles, err := u.Cycles(ctx, o.ID)
		if err != nil {
			return err
		}
		closed := assessment.Standing(cycles)
		if len(closed) == 0 {
			continue
		}
		newest := closed[len(closed)-1]
		before, err := readings.Of(ctx, newest)
		if err != nil {
			return err
		}
		if len(before) > 0 {
			continue
		}
		who := account.Subject{PersonID: account.System, Grants: []account.Grant{{Role: account.OrganisationEditor, OrganisationID: o.ID}}}
		if err := readings.Invite(ctx, who, newest, peerreading.Invitation{Reader: a.ReadBy.Organisation, Message: a.ReadBy.Message}); err != nil {
			return fmt.Errorf("let %s be read: %w", a.Organisation, err)
		}
	}
	return nil
}
